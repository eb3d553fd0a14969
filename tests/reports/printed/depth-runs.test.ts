import { expect, test } from 'vitest';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { depthRuns } from '../../../reports/printed/depth-runs.ts';

test('neighbours with equally many reads are one run, and what nothing reaches is none', () => {
  const histogram = new DepthHistogram();
  histogram.addProgression(3, 1, 4, 2);
  histogram.addMany(7, 5);
  histogram.addMany(9, 2);
  expect(depthRuns(histogram)).toEqual([
    [3, 6, 2],
    [7, 7, 5],
    [9, 9, 2],
  ]);
  expect(depthRuns(new DepthHistogram())).toEqual([]);
});
