import type { DepthHistogram } from '../../../core/cost/depth-histogram.ts';

/** Depths that were read, and how often. */
export function binsOf(histogram: DepthHistogram): [depth: number, count: number][] {
  const bins: [number, number][] = [];
  histogram.forEach((depth, count) => {
    bins.push([depth, count]);
  });
  return bins;
}
