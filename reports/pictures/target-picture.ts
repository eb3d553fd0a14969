import { ratioTexts } from '../charts/ratios/ratio-texts.ts';
import { PANEL_STYLE, targetFigures } from '../charts/ratios/target-panels.ts';
import type { Contest } from '../verdict/factors.ts';
import { drawnLines, rowPx, standaloneSvg, wrapped } from './standalone-svg.ts';

const EDGE = 16;
const WIDTH = 880;
const SCHEME = 'light';
/** So many drawings stand side by side. */
const ACROSS = 3;
const GAP = 20;
const PANEL_WIDTH = (WIDTH - 2 * EDGE - (ACROSS - 1) * GAP) / ACROSS;
/** A figure of `targetFigures`: its caption, the size of its drawing, and what is in that. */
const FIGURE = /<figcaption>(.*?)<\/figcaption>\s*<svg viewBox="0 0 (\d+) (\d+)"(.*<\/svg>)/s;

/** How the ratio of totals depends on the accuracy asked for, as an SVG file of its own; null where nothing tells it. */
export function targetPicture(held: readonly [Contest, ...Contest[]]): string | null {
  const figures = targetFigures(held);
  if (figures.length === 0) return null;
  const texts = ratioTexts(held);
  const parts = [drawnLines([texts.targetsTitle], SCHEME, { x: EDGE, y: EDGE + 16, size: 17, isBold: true })];
  let y = EDGE + 44;
  let rowHeight = 0;
  figures.forEach((figure, index) => {
    const [, caption, width, height, content] = FIGURE.exec(figure) ?? [];
    if (content === undefined) throw new Error('internal: a drawing of ratios by accuracy is not as expected');
    if (index > 0 && index % ACROSS === 0) y += rowHeight;
    const x = EDGE + (index % ACROSS) * (PANEL_WIDTH + GAP);
    const drawn = (PANEL_WIDTH * Number(height)) / Number(width);
    rowHeight = drawn + 44;
    parts.push(
      // Escaped as it stands in the page.
      `<text x="${x}" y="${y}" font-size="14" font-weight="600">${caption}</text>`,
      `<svg class="panel" x="${x}" y="${y + 8}" width="${PANEL_WIDTH}" height="${drawn}" viewBox="0 0 ${width} ${height}"${content}`,
    );
  });
  y += rowHeight;
  const note = wrapped(texts.targetsNote, WIDTH - 2 * EDGE, 12);
  parts.push(drawnLines(note, SCHEME, { x: EDGE, y, size: 12, colour: 'faint' }));
  return standaloneSvg({
    width: WIDTH,
    height: Math.ceil(y + note.length * rowPx(12)),
    scheme: SCHEME,
    label: `${texts.targetsTitle}. ${texts.targetsNote}`,
    style: PANEL_STYLE,
    content: parts.join('\n'),
  });
}
