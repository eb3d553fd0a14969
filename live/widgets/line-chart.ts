import { draw } from './page-elements.ts';

/** A line of a chart: points from left to right, and the class that colours it. */
export interface ChartLine {
  readonly className: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const WIDTH = 360;
const HEIGHT = 190;
const LEFT = 44;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 34;

/** Draws lines over 0 .. `most`, shares upwards from one half to one, into an empty drawing. */
export function drawShares(
  svg: Element,
  lines: readonly ChartLine[],
  { most, unit, mark }: { readonly most: number; readonly unit: (value: number) => string; readonly mark: number },
): void {
  const x = (value: number): number => LEFT + (value / most) * (WIDTH - LEFT - RIGHT);
  const y = (share: number): number => TOP + (1 - (Math.max(0.5, share) - 0.5) / 0.5) * (HEIGHT - TOP - BOTTOM);
  const parts: SVGElement[] = [];
  for (const share of [0.5, 0.75, 1]) {
    parts.push(draw('line', { class: 'grid', x1: LEFT, x2: WIDTH - RIGHT, y1: y(share), y2: y(share) }));
    parts.push(draw('text', { x: LEFT - 6, y: y(share) + 4, 'text-anchor': 'end' }, `${100 * share} %`));
  }
  parts.push(draw('line', { class: 'mark', x1: LEFT, x2: WIDTH - RIGHT, y1: y(mark), y2: y(mark) }));
  for (const part of [0, 0.5, 1]) {
    const anchor = part === 0 ? 'start' : part === 1 ? 'end' : 'middle';
    parts.push(draw('text', { x: x(part * most), y: HEIGHT - 14, 'text-anchor': anchor }, unit(part * most)));
  }
  for (const { className, points } of lines) {
    if (points.length === 0) continue;
    const path = points.map(([at, share]) => `${x(at).toFixed(1)},${y(share).toFixed(1)}`).join(' ');
    parts.push(draw('polyline', { class: className, points: path }));
    const [at, share] = points[points.length - 1];
    parts.push(draw('circle', { class: className, cx: x(at).toFixed(1), cy: y(share).toFixed(1), r: 3.5 }));
  }
  svg.replaceChildren(...parts);
}

/** The box in which charts are drawn. */
export const CHART_BOX = `0 0 ${WIDTH} ${HEIGHT}`;
