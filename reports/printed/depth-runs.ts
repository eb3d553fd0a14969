import type { DepthHistogram } from '../../core/cost/depth-histogram.ts';

/** Depths in a row, in elements from the top, and the reads that reach each of them. */
export type DepthRun = [from: number, to: number, readsEach: number];

/** The histogram, exactly, as runs of depths in rising order; depths that nothing reaches are left out. */
export function depthRuns(histogram: DepthHistogram): DepthRun[] {
  const runs: DepthRun[] = [];
  histogram.forEach((depth, reads) => {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === depth - 1 && last[2] === reads) last[1] = depth;
    else runs.push([depth, depth, reads]);
  });
  return runs;
}
