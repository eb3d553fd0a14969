import { expect, test } from 'vitest';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { depthRuns } from '../../../reports/printed/depth-runs.ts';

test('neighbours with equally many reads are one run, and what nothing reaches is none', () => {
  const histogram = new DepthHistogram();
  histogram.addProgression(3, 1, 4, 2);
  histogram.addMany(7, 5);
  histogram.addMany(9, 2);
  expect(depthRuns(histogram)).toEqual([
    { from: 3, to: 6, readsEach: 2 },
    { from: 7, to: 7, readsEach: 5 },
    { from: 9, to: 9, readsEach: 2 },
  ]);
  expect(depthRuns(new DepthHistogram())).toEqual([]);
});
