import { windowsOver } from '../windows/sweep.ts';
import type { WindowAxis } from '../windows/window-runs.ts';
import type { PoolGeometry } from './pool-geometry.ts';

/** Which of several equal maxima of a window the stock kernels take. */
export type TieRule = 'first' | 'last';

/** An image is a volume with one layer. */
const ONE_LAYER: WindowAxis = { windows: 1, taps: 1, stride: 1, dilation: 1, before: 0, extent: 1 };

/** Elements of the gradient in the order in which it is computed, and the windows over each. */
export interface CoveredElements {
  /** Where each is in the gradient. */
  readonly elements: number[];
  /** One after the other, the windows over each element: places in the output. */
  readonly windows: number[];
  /** Whether the window has its maximum there. */
  readonly isMaximum: boolean[];
  /** Where the windows over an element begin, and, last, how many there are. */
  readonly starts: number[];
}

/** Every element of a pooled tensor with the windows over it. O(elements + taps of all windows). */
export function coveredElements({ axes, outShape }: PoolGeometry, x: ArrayLike<number>, tie: TieRule): CoveredElements {
  const maxima = maximumPlaces({ axes, outShape }, x, tie);
  const [depth, height, width] = volumeAxes(axes);
  const channels = outShape[outShape.length - 1];
  const over = [depth, height, width].map((axis) =>
    Array.from({ length: axis.extent }, (_, position) => windowsOver(axis, position)),
  );
  const covered: CoveredElements = { elements: [], windows: [], isMaximum: [], starts: [0] };
  forEachPlace(
    outShape[0],
    channels,
    [depth.extent, height.extent, width.extent],
    (batch, channel, d, h, w, element) => {
      const [firstD, countD] = over[0][d];
      const [firstH, countH] = over[1][h];
      const [firstW, countW] = over[2][w];
      for (let wd = firstD; wd < firstD + countD; wd++) {
        for (let wh = firstH; wh < firstH + countH; wh++) {
          for (let ww = firstW; ww < firstW + countW; ww++) {
            const row = (batch * depth.windows + wd) * height.windows + wh;
            const window = (row * width.windows + ww) * channels + channel;
            covered.windows.push(window);
            covered.isMaximum.push(maxima[window] === element);
          }
        }
      }
      covered.elements.push(element);
      covered.starts.push(covered.windows.length);
    },
  );
  return covered;
}

/** Where in `x` each window has its maximum; -1 where it has none: nothing but padding, or nothing that compares. */
function maximumPlaces({ axes, outShape }: PoolGeometry, x: ArrayLike<number>, tie: TieRule): Int32Array {
  const [depth, height, width] = volumeAxes(axes);
  const channels = outShape[outShape.length - 1];
  const places = new Int32Array(outShape.reduce((size, extent) => size * extent, 1)).fill(-1);
  const windows = [depth.windows, height.windows, width.windows] as const;
  forEachPlace(outShape[0], channels, windows, (batch, channel, wd, wh, ww, window) => {
    const [startD, endD] = tapsOf(depth, wd);
    const [startH, endH] = tapsOf(height, wh);
    const [startW, endW] = tapsOf(width, ww);
    let maximum = Number.NEGATIVE_INFINITY;
    for (let d = startD; d < endD; d++) {
      for (let h = startH; h < endH; h++) {
        for (let w = startW; w < endW; w++) {
          const element = (((batch * depth.extent + d) * height.extent + h) * width.extent + w) * channels + channel;
          const value = x[element];
          if (tie === 'first' ? value > maximum : value >= maximum) {
            maximum = value;
            places[window] = element;
          }
        }
      }
    }
  });
  return places;
}

function volumeAxes(axes: readonly WindowAxis[]): readonly WindowAxis[] {
  return axes.length === 2 ? [ONE_LAYER, ...axes] : axes;
}

function tapsOf({ stride, before, taps, extent }: WindowAxis, window: number): [number, number] {
  const corner = window * stride - before;
  return [Math.max(0, corner), Math.min(extent, corner + taps)];
}

/** Batch by batch, channel by channel, in the order of places; `element` is the place in [batches, places, channels]. */
function forEachPlace(
  batches: number,
  channels: number,
  [depth, height, width]: readonly [number, number, number],
  visit: (batch: number, channel: number, d: number, h: number, w: number, element: number) => void,
): void {
  for (let batch = 0; batch < batches; batch++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let d = 0; d < depth; d++) {
        for (let h = 0; h < height; h++) {
          for (let w = 0; w < width; w++) {
            visit(batch, channel, d, h, w, (((batch * depth + d) * height + h) * width + w) * channels + channel);
          }
        }
      }
    }
  }
}
