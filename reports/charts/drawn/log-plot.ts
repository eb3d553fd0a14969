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
const MOST_POINTS = 120;

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
  line(points: readonly (readonly [x: number, y: number])[], attributes: string): string {
    const step = ([value]: readonly [number, number]): number => Math.floor(MOST_POINTS * along(this.x, value));
    const isEnd = (point: readonly [number, number], at: number): boolean =>
      at === points.length - 1 || step(point) !== step(points[at + 1]);
    const kept = points.length <= MOST_POINTS ? points : points.filter(isEnd);
    const path = kept.map(
      ([x, y]) => `${(WIDE_PX * along(this.x, x)).toFixed(1)} ${(this.pixel(y) - this.top).toFixed(1)}`,
    );
    return (
      `<svg x="${across(LEFT)}" y="${this.top}" width="${across(RIGHT - LEFT)}" height="${this.height}" ` +
      `viewBox="0 0 ${WIDE_PX} ${this.height}" preserveAspectRatio="none" overflow="visible">` +
      `<path class="line" d="M${path.join('L')}" ${attributes}/></svg>`
    );
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

/** How far along the axis a value lies, 0 .. 1; what is beyond its ends lies at them. */
function along({ from, to, isLog }: Axis, value: number): number {
  const scaled = isLog ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return Math.min(1, Math.max(0, scaled));
}
