import type { DepthHistogram } from '../../core/cost/depth-histogram.ts';

/** Depths in a row that equally many reads reach. */
export interface DepthRun {
  /** LRU stack depths in elements, 1 on top; both are among them. */
  readonly from: number;
  readonly to: number;
  /** Reads that reach each of them. */
  readonly readsEach: number;
}

/** The histogram, exactly, as runs of depths in rising order; depths that nothing reaches are left out. */
export function depthRuns(histogram: DepthHistogram): DepthRun[] {
  const runs: { from: number; to: number; readsEach: number }[] = [];
  histogram.forEach((depth, readsEach) => {
    const last = runs.at(-1);
    if (last !== undefined && last.to === depth - 1 && last.readsEach === readsEach) last.to = depth;
    else runs.push({ from: depth, to: depth, readsEach });
  });
  return runs;
}
