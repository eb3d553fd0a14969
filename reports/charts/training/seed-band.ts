import { median } from '../../../core/numbers/statistics.ts';
import { exactDigits, significant } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { type Axis, LogPlot, roundSteps, ticksOn } from '../drawn/log-plot.ts';
import { LEGEND_ROW_PX } from '../drawn/rule-lines.ts';

/** What seeds have at some x: the least, the median, the most. */
export interface SeedPoint {
  readonly x: number;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** A line through the medians of seeds, in the band between the least and the most of them. */
export interface SeedBand {
  readonly name: string;
  readonly colour: string;
  /** As `stroke-dasharray` has it; '' for a whole line. */
  readonly dash: string;
  readonly points: readonly SeedPoint[];
}

/** Bands of more points are drawn by so many, evenly. */
const MOST_POINTS = 60;
const HEIGHT_PX = 120;

/** Of the seeds that have a value there, at every x of any of them. */
export function seedPoints(seeds: readonly (readonly (readonly [x: number, y: number])[])[]): SeedPoint[] {
  const values = new Map<number, number[]>();
  for (const [x, y] of seeds.flat()) values.set(x, [...(values.get(x) ?? []), y]);
  return [...values]
    .sort(([a], [b]) => a - b)
    .map(([x, ys]) => ({ x, low: Math.min(...ys), middle: median(ys), high: Math.max(...ys) }));
}

/** Bands over one x axis, under their names; `title` is what the y axis shows. Drawn from `top` pixels on, to `bottom`. */
export function bandPlot(
  bands: readonly SeedBand[],
  title: string,
  xTitle: string,
  top: number,
): { readonly parts: string[]; readonly bottom: number } {
  const thinned = bands.map((band) => ({
    ...band,
    points: band.points.filter((_, at) => isKept(at, band.points.length)),
  }));
  const points = thinned.flatMap(({ points }) => points);
  const x: Axis = {
    from: Math.min(...points.map((at) => at.x)),
    to: Math.max(...points.map((at) => at.x)),
    isLog: false,
  };
  const y: Axis = {
    from: Math.min(0, ...points.map(({ low }) => low)),
    to: Math.max(...points.map(({ high }) => high)),
    isLog: false,
  };
  const plot = new LogPlot(x, y, top + 18 + LEGEND_ROW_PX * bands.length + 8, HEIGHT_PX);
  const ticks = ticksOn(x, roundSteps(x, 6), 0.1).filter(Number.isInteger);
  const parts = [
    `<text class="title" x="0" y="${top + 13}">${escapeHtml(title)}</text>`,
    ...thinned.map(({ name, colour, dash }, row) => {
      const at = top + 18 + LEGEND_ROW_PX * row + 12;
      return `<line x1="0" x2="26" y1="${at - 4}" y2="${at - 4}" ${strokeOf(colour, dash)}/><text x="34" y="${at}">${escapeHtml(name)}</text>`;
    }),
    ...ticksOn(y, roundSteps(y, 3), 0.15).map((value) =>
      plot.across(value, significant(value).replace(/\.0+$/, ''), 'axis'),
    ),
    ...ticks.map((value) => plot.upwards(value, exactDigits(value), 'axis')),
    ...thinned.flatMap(({ colour, dash, points }) => [
      plot.between(
        points.map(({ x, low, high }) => [x, low, high]),
        `style="fill:${colour}" fill-opacity="0.18" stroke="none"`,
      ),
      plot.line(
        points.map(({ x, middle }) => [x, middle]),
        strokeOf(colour, dash),
      ),
    ]),
    plot.title(xTitle),
  ];
  return { parts, bottom: plot.bottom };
}

function strokeOf(colour: string, dash: string): string {
  return `stroke="${colour}" stroke-width="2"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}`;
}

/** The last, and as many before as there is room for. */
function isKept(at: number, count: number): boolean {
  const every = Math.ceil(count / MOST_POINTS);
  return (count - 1 - at) % every === 0;
}
