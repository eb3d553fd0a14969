import { z } from 'zod';
import { logBins } from '../../core/cost/curves.ts';
import type { DepthHistogram } from '../../core/cost/depth-histogram.ts';
import { readCost } from '../../core/cost/pricing.ts';
import { costAt, count } from './exact-count.ts';

/** Reads, and their cost, at LRU stack depths `from .. to`. */
export const histogramSchema = z.array(
  z.strictObject({ from: count.positive(), to: count.positive(), reads: count, cost: costAt([4]) }),
);

/** The histogram's bins with what their reads cost, exactly, at 4 bytes. */
export function pricedBins(
  histogram: DepthHistogram,
): { from: number; to: number; reads: number; cost: { 4: number } }[] {
  const bins = logBins(histogram).map((bin) => ({ ...bin, cost: { 4: 0 } }));
  let index = 0;
  histogram.forEach((depth, reads) => {
    while (depth > bins[index].to) index++;
    bins[index].cost[4] += reads * readCost(depth, 4);
  });
  return bins;
}
