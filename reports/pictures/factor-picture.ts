import type { SchemeName } from '../charts/colour-scheme.ts';
import {
  BAR_ROW_PX,
  FACTOR_STYLE,
  factorAxis,
  factorBar,
  factorFigures,
  factorKeys,
  factorScale,
  factorWords,
} from '../charts/ratios/factor-bar.ts';
import { ratioTexts } from '../charts/ratios/ratio-texts.ts';
import type { Contest } from '../verdict/factors.ts';
import { taskText } from '../verdict/task-text.ts';
import { drawnLines, rowPx, standaloneSvg, wrapped } from './standalone-svg.ts';

/** Where things are in a picture of a width, in pixels. */
interface Layout {
  readonly width: number;
  /** Between its edge and all that is in it. */
  readonly edge: number;
  readonly bar: { readonly x: number; readonly y: number; readonly width: number };
  readonly rowHeight: number;
  /** Below this, in per cent, a factor is not written into its bar. */
  readonly leastLabelled: number;
}

const EDGE = 12;
const LAYOUTS: Readonly<Record<'wide' | 'narrow', Layout>> = {
  wide: { width: 880, edge: EDGE, bar: { x: 330, y: 2, width: 410 }, rowHeight: 42, leastLabelled: 7 },
  narrow: { width: 400, edge: EDGE, bar: { x: EDGE, y: 37, width: 376 }, rowHeight: 84, leastLabelled: 9 },
};
const AXIS_PX = 16;
const KEY_ROW_PX = 19;

/** The factor bars of contests as an SVG file of its own; for a phone where `isNarrow`. */
export function factorPicture(
  held: readonly [Contest, ...Contest[]],
  scheme: SchemeName,
  isNarrow: boolean = false,
): string {
  const layout = LAYOUTS[isNarrow ? 'narrow' : 'wide'];
  const texts = ratioTexts(held);
  const scale = factorScale(held);
  const inner = layout.width - 2 * EDGE;
  const parts: string[] = [];
  let y = EDGE + 14;
  const write = (text: string, size: number, isBold: boolean): void => {
    const lines = wrapped(text, inner, size, isBold);
    const colour = isBold ? 'ink' : 'faint';
    parts.push(drawnLines(lines, scheme, { x: EDGE, y, size, isBold, colour }));
    y += lines.length * rowPx(size);
  };
  write(texts.factorsTitle, 16, true);
  const keys = drawnKeys(held, layout, scheme, y - 4);
  parts.push(keys.drawn);
  y = keys.bottom;
  for (const contest of held) {
    parts.push(
      row(contest, layout, scheme, y, !texts.isOnePair),
      svgAt(layout, y + layout.bar.y, BAR_ROW_PX, factorBar(contest, scale, layout.leastLabelled)),
    );
    y += layout.rowHeight;
  }
  parts.push(svgAt(layout, y - 2, AXIS_PX, factorAxis(scale)));
  y += AXIS_PX + 20;
  write(texts.factorsNote, 12, false);
  return standaloneSvg({
    width: layout.width,
    height: y,
    scheme,
    label: factorsInWords(held),
    style: FACTOR_STYLE,
    content: parts.join('\n'),
  });
}

/** What the picture shows, for those who do not see it. */
export function factorsInWords(held: readonly [Contest, ...Contest[]]): string {
  return `${ratioTexts(held).factorsTitle}. ${held.map(factorWords).join('. ')}.`;
}

function svgAt({ bar }: Layout, y: number, height: number, content: string): string {
  return `<svg class="factors" x="${bar.x}" y="${y}" width="${bar.width}" height="${height}" overflow="visible">${content}</svg>`;
}

/** The name of a bar and its figure: beside it, or above it on a phone. */
function row(contest: Contest, layout: Layout, scheme: SchemeName, y: number, withRule: boolean): string {
  const { scenario, labels } = contest;
  const { ratio, madeOf } = factorFigures(contest);
  const isBeside = layout.bar.x > EDGE;
  const right = layout.width - EDGE;
  const nameWidth = isBeside ? layout.bar.x - EDGE - 14 : 0.76 * layout.width;
  // The line below the name holds what the ratio is made of, too, on a phone.
  const small = isBeside ? 12 : 11;
  const rule = withRule ? `${labels.compared.title} / ${labels.reference.title}, ` : '';
  const [name] = wrapped(scenario.title, nameWidth, 14, true, 1);
  const [task] = wrapped(`${rule}${taskText(scenario)}`, nameWidth, small, false, 1);
  const names = isBeside ? ({ x: layout.bar.x - 14, anchor: 'end' } as const) : { x: EDGE };
  const figures = isBeside ? { x: layout.bar.x + layout.bar.width + 12 } : ({ x: right, anchor: 'end' } as const);
  return [
    drawnLines([name], scheme, { ...names, y: y + 14, size: 14, isBold: true }),
    drawnLines([task], scheme, { ...names, y: y + 30, size: small, colour: 'faint' }),
    drawnLines([ratio], scheme, { ...figures, y: y + 15, size: 17, isBold: true }),
    drawnLines([isBeside ? madeOf : madeOf.replaceAll(' × ', '×')], scheme, {
      ...figures,
      y: y + 31,
      size: 12,
      colour: 'faint',
    }),
  ].join('\n');
}

/** What the colours mean, in as many rows as they need. */
function drawnKeys(
  held: readonly Contest[],
  layout: Layout,
  scheme: SchemeName,
  top: number,
): { drawn: string; bottom: number } {
  let [x, y] = [EDGE, top];
  const drawn = factorKeys(held).map(({ kind, meaning }) => {
    const width = 24 + Math.ceil(meaning.length * 6.6) + 14;
    if (x > EDGE && x + width > layout.width) {
      x = EDGE;
      y += KEY_ROW_PX;
    }
    const at = x;
    x += width;
    const mark =
      kind === 'seeds'
        ? `<line class="seeds" x1="${at}" x2="${at + 16}" y1="${y + 6}" y2="${y + 6}"/>`
        : `<rect class="${kind}" x="${at}" y="${kind === 'saving' ? y + 4 : y + 1}" width="16" height="${kind === 'saving' ? 5 : 10}"/>`;
    return `<g class="factors">${mark}</g>${drawnLines([meaning], scheme, { x: at + 22, y: y + 10, size: 12, colour: 'faint' })}`;
  });
  return { drawn: drawn.join('\n'), bottom: y + KEY_ROW_PX + 10 };
}
