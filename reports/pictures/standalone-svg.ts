import { SCHEMES, type SchemeName, withColours } from '../charts/colour-scheme.ts';
import { escapeHtml } from '../writing/html.ts';
import { visibleLines, visibleText } from '../writing/visible-text.ts';
import { wrappedText } from '../writing/wrapped-text.ts';

/** Sans-serif fonts by name: systems draw the first that they have. */
const FONTS = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", "DejaVu Sans", sans-serif';
/** Letters of these fonts are about this part of their size wide, bold ones a little more. */
const LETTER = 0.56;
const BOLD_LETTER = 0.6;
const ROW_SPACING = 1.4;

/** A drawing as a file of its own. */
export interface StandaloneDrawing {
  readonly width: number;
  readonly height: number;
  readonly scheme: SchemeName;
  /** What a screen reader says in its place. */
  readonly label: string;
  /** Rules of a style sheet, in the variables of a scheme. */
  readonly style: string;
  readonly content: string;
}

/** An SVG file that looks alike wherever it is opened: every colour is in it, on ground of its own. */
export function standaloneSvg({ width, height, scheme, label, style, content }: StandaloneDrawing): string {
  const { paper, ink } = SCHEMES[scheme];
  const rules = withColours(style, scheme)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('@media'))
    .join('\n');
  return visibleLines(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(label)}" font-family="${escapeHtml(FONTS)}" font-size="12" fill="${ink}" color="${ink}">
<style>
${rules}
</style>
<rect width="100%" height="100%" fill="${paper}"/>
${content.replaceAll('"currentColor"', `"${ink}"`)}
</svg>
`);
}

/** Text of a drawing: where its first line begins, and how it looks. */
export interface DrawnText {
  readonly x: number;
  /** Of the base of the first line. */
  readonly y: number;
  readonly size: number;
  readonly isBold?: boolean;
  readonly colour?: 'ink' | 'faint';
  readonly anchor?: 'start' | 'end';
}

/** Lines of text one below the other; what is after `y` of the last of them begins at `rowPx(size)` below it. */
export function drawnLines(lines: readonly string[], scheme: SchemeName, text: DrawnText): string {
  const { x, y, size, isBold = false, colour = 'ink', anchor = 'start' } = text;
  const look = [
    `font-size="${size}"`,
    ...(isBold ? ['font-weight="600"'] : []),
    ...(anchor === 'end' ? ['text-anchor="end"'] : []),
    `fill="${SCHEMES[scheme][colour]}"`,
  ].join(' ');
  return lines
    .map((line, index) => `<text x="${x}" y="${y + index * rowPx(size)}" ${look}>${escapeHtml(line)}</text>`)
    .join('\n');
}

/** Between the bases of lines of a size. */
export function rowPx(size: number): number {
  return Math.round(ROW_SPACING * size);
}

/** A text in lines that are about as wide as there is room, at most `most` of them: what is left out becomes an ellipsis. */
export function wrapped(text: string, width: number, size: number, isBold = false, most = 6): string[] {
  const room = Math.floor(width / (size * (isBold ? BOLD_LETTER : LETTER)));
  const lines = wrappedText(visibleText(text), room);
  const kept = lines.slice(0, most).map((one) => (one.length > room ? `${one.slice(0, room - 1)}…` : one));
  if (lines.length > most) kept[most - 1] = `${kept[most - 1].slice(0, room - 1)}…`;
  return kept;
}
