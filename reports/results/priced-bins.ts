import { z } from 'zod';
import { logBins } from '../../core/cost/curves.ts';
import type { DepthHistogram } from '../../core/cost/depth-histogram.ts';
import { ELEMENT_BYTES, readCost } from '../../core/cost/pricing.ts';
import { costAt, count } from './exact-count.ts';

/** Reads, and their cost, at LRU stack depths `from .. to`. */
export const histogramSchema = z.array(
  z.strictObject({ from: count.positive(), to: count.positive(), reads: count, cost: costAt([ELEMENT_BYTES]) }),
);

/** The histogram's bins with what their reads cost, exactly, at ELEMENT_BYTES. */
export function pricedBins(
  histogram: DepthHistogram,
): { from: number; to: number; reads: number; cost: Record<typeof ELEMENT_BYTES, number> }[] {
  const bins = logBins(histogram).map((bin) => ({ ...bin, cost: { [ELEMENT_BYTES]: 0 } }));
  let index = 0;
  histogram.forEach((depth, reads) => {
    while (depth > bins[index].to) index++;
    bins[index].cost[ELEMENT_BYTES] += reads * readCost(depth, ELEMENT_BYTES);
  });
  return bins;
}
