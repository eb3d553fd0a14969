import { drawing } from '../../charts/drawn/drawn-chart.ts';
import { type Axis, LogPlot, ticksOn } from '../../charts/drawn/log-plot.ts';
import { bytes, percent } from '../../writing/format.ts';
import type { BenchCase } from '../bench-result.ts';

const HEIGHT_PX = 120;
const TOP_PX = 8;
const SIZES = Array.from({ length: 12 }, (_, power) => 4 * 16 ** power);
const SHARE: Axis = { from: 0, to: 1, isLog: false };
/** The title of the picture, and what it means to whoever sees such a one for the first time. */
export const DEPTH_TITLE = 'How many reads go deeper than a size';
export const DEPTH_MEANING =
  'A read misses in a memory that keeps what was used last where it goes deeper than its size.';

/** The share of a case's reads that go deeper than each size in bytes; `name` is that of the case. */
export function depthDrawing({ histogram, bytes: ofElement, reads }: BenchCase, name: string): string {
  // Of several element sizes depths are in bytes.
  const size = ofElement ?? 1;
  let left = reads;
  const deeper = histogram.map((bin): [number, number] => {
    left -= bin.reads;
    return [size * bin.to, left / reads];
  });
  const deepest = size * (histogram.at(-1)?.to ?? 1);
  const depth: Axis = { from: size, to: Math.max(deepest, 2 * size), isLog: true };
  const plot = new LogPlot(depth, SHARE, TOP_PX, HEIGHT_PX);
  const half = deeper.find(([, share]) => share <= 0.5)?.[0] ?? deepest;
  return drawing(plot.bottom, `${DEPTH_TITLE}: ${name}. Half of them go no deeper than ${bytes(half)}.`, [
    ...[0, 0.5, 1].map((share) => plot.across(share, percent(share), 'axis')),
    ...ticksOn(depth, SIZES, 0.12).map((at) => plot.upwards(at, bytes(at), 'axis')),
    plot.line([[size, 1], ...deeper], 'stroke="currentColor" stroke-width="2"'),
    plot.title('Depth, in bytes touched since'),
  ]);
}
