import type { ExactInteger } from '../numbers/exact-integer.ts';
import type { DepthHistogram } from './depth-histogram.ts';

/** Cost by bytes per element. */
export type Cost = Readonly<Record<string, ExactInteger>>;

/** The cost of all reads at each of these bytes per element. */
export function costOf(histogram: DepthHistogram, widths: readonly number[]): Cost {
  return Object.fromEntries(widths.map((bytes) => [String(bytes), histogram.totalCost(bytes)]));
}
