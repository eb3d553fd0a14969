import { expect, test } from 'vitest';
import { type WindowAxis, windowRuns } from '../../../../instrument/kernel-models/windows/window-runs.ts';
import { CaseDraw } from '../../../support/kernels/kernel-cases.ts';

/** Every tap inside, as the stock kernels find them: by trying each. */
function tapsInside({ windows, taps, stride, dilation, before, extent }: WindowAxis): number[][] {
  const found: number[][] = [];
  for (let window = 0; window < windows; window++) {
    for (let tap = 0; tap < taps; tap++) {
      const position = window * stride - before + tap * dilation;
      if (position >= 0 && position < extent) found.push([window, tap, position]);
    }
  }
  return found;
}

test('the taps of all runs are those that lie inside, in order', () => {
  for (let seed = 0; seed < 2000; seed++) {
    const draw = new CaseDraw(seed);
    const axis = {
      windows: draw.integer(0, 9),
      taps: draw.integer(1, 5),
      stride: draw.integer(1, 3),
      dilation: draw.integer(1, 3),
      before: draw.integer(0, 5),
      extent: draw.integer(0, 8),
    };
    const runs = windowRuns(axis);
    const found = runs.flatMap(({ start, length, firstTap, taps, position }) =>
      Array.from({ length }, (_, window) =>
        Array.from({ length: taps }, (_, tap) => [
          start + window,
          firstTap + tap,
          position + window * axis.stride + tap * axis.dilation,
        ]),
      ).flat(),
    );
    expect(found, `seed ${seed}`).toEqual(tapsInside(axis));
    expect(runs.reduce((sum, { length }) => sum + length, 0)).toBe(axis.windows);
  }
});

test('a padded axis is one run in the middle and one for each window that is cut in its own way', () => {
  const axis = { windows: 224, taps: 5, stride: 1, dilation: 1, before: 2, extent: 224 };
  expect(windowRuns(axis).map(({ start, length, taps }) => [start, length, taps])).toEqual([
    [0, 1, 3],
    [1, 1, 4],
    [2, 220, 5],
    [222, 1, 4],
    [223, 1, 3],
  ]);
});
