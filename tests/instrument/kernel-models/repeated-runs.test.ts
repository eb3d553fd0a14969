import { expect, test } from 'vitest';
import { repeatedRuns } from '../../../instrument/kernel-models/windows/repeated-runs.ts';
import { windowRuns } from '../../../instrument/kernel-models/windows/window-runs.ts';
import { CaseDraw } from '../../support/kernels/kernel-cases.ts';

test('runs that repeat, written out again, are the runs', () => {
  for (let seed = 0; seed < 2000; seed++) {
    const draw = new CaseDraw(seed);
    const runs = windowRuns({
      windows: draw.integer(0, 12),
      taps: draw.integer(1, 6),
      stride: draw.pick([-1, 1]),
      dilation: draw.integer(1, 4),
      before: draw.integer(-4, 4),
      extent: draw.integer(0, 5),
    });
    const written = repeatedRuns(runs).flatMap(({ times, tapStep, windows, runs }) =>
      Array.from({ length: times }, (_, time) =>
        runs.map((run) => ({
          ...run,
          start: run.start + time * windows,
          firstTap: run.firstTap + time * tapStep,
        })),
      ).flat(),
    );
    expect(written, `seed ${seed}`).toEqual(runs);
  }
});

test('positions of an image in windows of 3, 2 apart, are in one window and in two by turns', () => {
  const runs = windowRuns({ windows: 28, taps: 14, stride: -1, dilation: 2, before: -2, extent: 3 });
  const repeated = repeatedRuns(runs);
  expect(repeated.map(({ times, windows }) => [times, windows])).toEqual([
    [1, 2],
    [13, 2],
  ]);
  expect(repeated[1].tapStep).toBe(1);
  expect(repeated.map(({ runs }) => runs.map(({ length, taps }) => [length, taps]))).toEqual([
    [[2, 1]],
    [
      [1, 2],
      [1, 1],
    ],
  ]);
});
