import { describe, expect, it } from 'vitest';
import {
  coveringSweep,
  type Sweep,
  windowSweep,
  windowsOver,
} from '../../../../instrument/kernel-models/windows/sweep.ts';
import type { WindowAxis } from '../../../../instrument/kernel-models/windows/window-runs.ts';

/** Every place of a sweep in its order, with its taps. */
function placesOf(sweeps: readonly Sweep[], step = 0, firstStep = 0): [number, number[]][] {
  return sweeps.flatMap((sweep) =>
    Array.from({ length: sweep.trip }, (_, v): [number, number[]][] => {
      const [moved, tapsMoved] = [step + v * sweep.placeStep, firstStep + v * sweep.firstStep];
      const { inside } = sweep;
      if (!('taps' in inside)) return placesOf(inside, moved, tapsMoved);
      const taps = Array.from({ length: inside.taps }, (_, tap) => inside.first + tapsMoved + tap);
      return [[inside.place + moved, taps]];
    }).flat(),
  );
}

function axesOf(): WindowAxis[] {
  const axes: WindowAxis[] = [];
  for (let taps = 1; taps <= 3; taps++) {
    for (let stride = 1; stride <= 4; stride++) {
      for (let before = 0; before <= 3; before++) {
        for (let windows = 0; windows <= 4; windows++) {
          axes.push({ taps, stride, before, windows, dilation: 1, extent: 7 });
        }
      }
    }
  }
  return axes;
}

/** Positions of a window within the axis. */
function positionsOf({ taps, stride, before, extent }: WindowAxis, window: number): number[] {
  const corner = window * stride - before;
  return Array.from({ length: taps }, (_, tap) => corner + tap).filter(
    (position) => position >= 0 && position < extent,
  );
}

describe('a sweep', () => {
  it('over windows has each in order, with its positions', () => {
    for (const axis of axesOf()) {
      const wanted = Array.from({ length: axis.windows }, (_, window) => [window, positionsOf(axis, window)]);
      expect(placesOf(windowSweep(axis)), JSON.stringify(axis)).toEqual(wanted);
    }
  });

  it('over positions has each in order, with the windows that cover it', () => {
    for (const axis of axesOf()) {
      const over = (position: number) =>
        Array.from({ length: axis.windows }, (_, window) => window).filter((window) =>
          positionsOf(axis, window).includes(position),
        );
      const wanted = Array.from({ length: axis.extent }, (_, position) => [position, over(position)]);
      expect(placesOf(coveringSweep(axis)), JSON.stringify(axis)).toEqual(wanted);
      for (const [position, windows] of wanted as [number, number[]][]) {
        const [first, count] = windowsOver(axis, position);
        expect(count).toBe(windows.length);
        if (count > 0) expect(first).toBe(windows[0]);
      }
    }
  });

  it('over an image of usual size is a few loops', () => {
    const same = { windows: 112, taps: 3, stride: 2, dilation: 1, before: 0, extent: 224 };
    expect(windowSweep(same)).toHaveLength(2);
    // The first block, those in the middle: an even position is under two windows, an odd one under one.
    expect(coveringSweep(same).map(({ trip, inside }) => [trip, (inside as Sweep[]).length])).toEqual([
      [1, 1],
      [111, 2],
    ]);
    const halves = { ...same, taps: 2 };
    expect(coveringSweep(halves)).toEqual([
      {
        trip: 112,
        placeStep: 2,
        firstStep: 1,
        inside: [{ trip: 2, placeStep: 1, firstStep: 0, inside: { place: 0, first: 0, taps: 1 } }],
      },
    ]);
  });
});
