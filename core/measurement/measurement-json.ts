import type { Cost } from '../cost/cost.ts';
import type { DepthBin } from '../cost/curves.ts';
import { logBins } from '../cost/curves.ts';
import { type JsonInteger, jsonInteger } from '../numbers/exact-integer.ts';
import type { Measurement } from './measurement.ts';

/** Cost by bytes per element, as JSON carries it. */
export type JsonCost = Readonly<Record<string, JsonInteger>>;

export function jsonCost(cost: Cost): JsonCost {
  return Object.fromEntries(Object.entries(cost).map(([bytes, total]) => [bytes, jsonInteger(total)]));
}

/** What JSON writes in another way than it is measured. */
export interface JsonFigures {
  readonly cost: { readonly cold: JsonCost; readonly steady: JsonCost | null };
  /** Reads by depth, in bins of equal width on a logarithmic axis. */
  readonly histogram: readonly DepthBin[];
}

/** Plain data: exact costs as numbers or decimal strings, the histogram in some hundred bins in place of every depth. */
export function jsonFigures({ cost, histogram }: Pick<Measurement, 'cost' | 'histogram'>): JsonFigures {
  return {
    cost: { cold: jsonCost(cost.cold), steady: cost.steady && jsonCost(cost.steady) },
    histogram: logBins(histogram),
  };
}
