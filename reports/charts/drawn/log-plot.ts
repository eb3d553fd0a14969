import { escapeHtml } from '../../writing/html.ts';
import { across, WIDE_PX } from './drawn-chart.ts';

/** What an axis spans, and whether equal steps along it are equal ratios. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly isLog: boolean;
}

/** The part of a drawing's width that lines are drawn in: the rest is for the labels of the y axis, and for the last of x. */
const LEFT = 0.1;
const RIGHT = 0.97;
/** Room for the labels of the x axis. */
const TICKS_PX = 40;
/** A line of more points than these is drawn by as many, evenly along the x axis. */
const MOST_POINTS = 80;

/** Lines are drawn in tenths of a pixel, so that all their numbers are whole. */
export const UNITS = 10;

/** Along a line, in UNITS. */
type Place = readonly [x: number, y: number];

/** Points in order of x. */
type Line = readonly (readonly [x: number, y: number])[];

/** Lines over two axes, drawn for any width: places across in per cent, heights in pixels from the top of the drawing. */
export class LogPlot {
  /** Where the drawing ends, the labels of the x axis included. */
  readonly bottom: number;
  private readonly x: Axis;
  private readonly y: Axis;
  private readonly top: number;
  private readonly height: number;

  constructor(x: Axis, y: Axis, top: number, height: number) {
    this.x = x;
    this.y = y;
    this.top = top;
    this.height = height;
    this.bottom = top + height + TICKS_PX;
  }

  /** Where a value of x lies, as a share of the drawing's width. */
  share(value: number): number {
    return LEFT + (RIGHT - LEFT) * along(this.x, value);
  }

  /** Where a value of y lies, in pixels. */
  pixel(value: number): number {
    return Math.round(10 * (this.top + this.height * (1 - along(this.y, value)))) / 10;
  }

  /** A line through these points, or, where they are many, through the last of each step of x. */
  line(points: Line, attributes: string): string {
    return this.lines([points], attributes);
  }

  /** Several lines that look alike. */
  lines(all: readonly Line[], attributes: string): string {
    return this.path(all.map((points) => this.wayOf(points)).join(''), attributes);
  }

  private wayOf(points: Line): string {
    const step = ([value]: readonly [number, number]): number => Math.floor(MOST_POINTS * along(this.x, value));
    const isEnd = (point: readonly [number, number], at: number): boolean =>
      at === points.length - 1 || step(point) !== step(points[at + 1]);
    const kept = points.length <= MOST_POINTS ? points : points.filter(isEnd);
    return through(kept.map(([x, y]) => [this.alongX(x), this.down(y)]));
  }

  /**
   * A line that keeps the y of each point from the point before to it, from `start` on; where they are many, the highest of
   * each step of x.
   */
  steps(start: number, points: readonly (readonly [x: number, y: number])[], attributes: string): string {
    const highest = new Map<number, readonly [x: number, y: number]>();
    for (const [x, y] of points) {
      const step = points.length <= MOST_POINTS ? x : Math.ceil(MOST_POINTS * along(this.x, x));
      highest.set(step, [x, Math.max(y, highest.get(step)?.[1] ?? y)]);
    }
    let [x, y] = [this.alongX(start), this.down(points[0]?.[1] ?? 0)];
    let drawn = `M${x} ${y}`;
    for (const [right, up] of highest.values()) {
      const [nextX, nextY] = [this.alongX(right), this.down(up)];
      drawn += `v${nextY - y}h${nextX - x}`;
      [x, y] = [nextX, nextY];
    }
    return this.path(drawn, attributes);
  }

  /** What lies between two lines of the same x, filled; `points` are the lower and the higher y at each. */
  between(points: readonly (readonly [x: number, low: number, high: number])[], attributes: string): string {
    const there = points.map(([x, , high]): Place => [this.alongX(x), this.down(high)]);
    const back = points.map(([x, low]): Place => [this.alongX(x), this.down(low)]).reverse();
    return this.path(`${through([...there, ...back])}z`, attributes);
  }

  private path(d: string, attributes: string): string {
    return (
      `<svg x="${across(LEFT)}" y="${this.top}" width="${across(RIGHT - LEFT)}" height="${this.height}" ` +
      `viewBox="0 0 ${UNITS * WIDE_PX} ${UNITS * this.height}" preserveAspectRatio="none">` +
      `<path class="line" d="${d}" ${attributes}/></svg>`
    );
  }

  private alongX(value: number): number {
    return Math.round(UNITS * WIDE_PX * along(this.x, value));
  }

  private down(value: number): number {
    return Math.round(UNITS * (this.pixel(value) - this.top));
  }

  /** A line across at a value of y, with its label at the left or, where it is marked, above its right end. */
  across(value: number, label: string, kind: 'axis' | 'mark'): string {
    const y = this.pixel(value);
    const line = `<line class="${kind}" x1="${across(LEFT)}" x2="${across(RIGHT)}" y1="${y}" y2="${y}"/>`;
    const place =
      kind === 'axis'
        ? `class="faint" x="${across(LEFT)}" dx="-6" y="${y + 4}"`
        : `class="halo" x="${across(RIGHT)}" y="${y - 4}"`;
    return `${line}<text ${place} text-anchor="end">${escapeHtml(label)}</text>`;
  }

  /** A line upwards at a value of x, with its label below, or above where it is marked; `anchor`: which part of it lies there. */
  upwards(value: number, label: string, kind: 'axis' | 'mark', anchor = 'middle'): string {
    const x = across(this.share(value));
    const line = `<line class="${kind}" x1="${x}" x2="${x}" y1="${this.top}" y2="${this.top + this.height}"/>`;
    const y = kind === 'axis' ? this.top + this.height + 15 : this.top - 5;
    return `${line}<text class="faint" x="${x}" y="${y}" text-anchor="${anchor}">${escapeHtml(label)}</text>`;
  }

  /** What the x axis shows. */
  title(text: string): string {
    const y = this.top + this.height + 34;
    return `<text class="faint" x="${across((LEFT + RIGHT) / 2)}" y="${y}" text-anchor="middle">${escapeHtml(text)}</text>`;
  }
}

/** A path through places, each as the way from the one before: the fewest letters. */
function through(places: readonly Place[]): string {
  return places
    .map(([x, y], at) => {
      if (at === 0) return `M${x} ${y}`;
      const [right, down] = [x - places[at - 1][0], y - places[at - 1][1]];
      return `${at === 1 ? 'l' : right >= 0 ? ' ' : ''}${right}${down >= 0 ? ' ' : ''}${down}`;
    })
    .join('');
}

/** Multiples of 1, 2 or 5 times a power of ten on a linear axis, about so many. */
export function roundSteps({ from, to }: Axis, about: number): number[] {
  const rough = (to - from) / about;
  if (!(rough > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  // A multiple of the power's inverse divides exactly where the power is below 1.
  return Array.from({ length: count }, (_, at) =>
    power < 1 ? ((first + at) * Math.round(step / power)) / Math.round(1 / power) : (first + at) * step,
  );
}

/** Of values in order those that lie on the axis, at least `least` of its length apart. */
export function ticksOn(axis: Axis, values: readonly number[], least: number): number[] {
  const kept: number[] = [];
  for (const value of values) {
    if (value < Math.min(axis.from, axis.to) || value > Math.max(axis.from, axis.to)) continue;
    const last = kept.at(-1);
    if (last === undefined || Math.abs(along(axis, value) - along(axis, last)) >= least) kept.push(value);
  }
  return kept;
}

/** How far along the axis a value lies, 0 .. 1; what is beyond its ends lies at them, and all in the middle of one without length. */
function along({ from, to, isLog }: Axis, value: number): number {
  if (from === to) return 0.5;
  const scaled = isLog ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return Math.min(1, Math.max(0, scaled));
}
