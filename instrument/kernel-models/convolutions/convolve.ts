import type { Instruction, Node } from '../../../core/trace/nest.ts';
import { instruction, local } from '../model/element-loops.ts';
import type { KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { accessAt, along, moved, type Places, placesAt } from '../windows/places.ts';
import { windowRuns } from '../windows/window-runs.ts';
import type { Geometry, SpatialAxis } from './geometry.ts';

const X = 0;
const W = 1;
const Y = 2;

const PIXEL = 0;
const TERM = 1;

/**
 * The result of a convolution: an axis after the other its windows and their taps, then the channels of the image, of which
 * each is fetched once for all of its filters. What it adds is added to the result in place.
 */
export function convolve(plan: KernelPlan, x: PlanTensor, w: PlanTensor, geometry: Geometry): PlanTensor {
  const { batchSize, channels, filters, axes, yGroup, wChannel } = geometry;
  const y = plan.make(geometry.yShape, x.dtype, 'zero-filled');
  const body = along(placesAt(0, 0, 0), batchSize, [geometry.x.batch, 0, geometry.y.batch], (image) =>
    tapsOfWindows(axes, image, (tap) =>
      along(tap, channels, [geometry.x.channel, wChannel, yGroup], (channel) => [
        instruction('copy', [accessAt(channel, X, x)], local(PIXEL)),
        ...along(channel, filters, [0, 1, geometry.y.channel], (filter) => {
          const result = accessAt(filter, Y, y);
          // JavaScript fetches the target of += first, so the product's instruction reads it.
          const reads = [result, local(PIXEL), accessAt(filter, W, w)];
          const multiply: Instruction = { op: 'mul', reads, write: local(TERM), mac: true };
          return [multiply, instruction('add', [local(TERM)], result)];
        }),
      ]),
    ),
  );
  plan.call({ slots: 3, locals: 2, body }, x, w, y);
  return y;
}

/** Windows of the first axis, their taps that lie in the image, then the next axis: all that the kernel does not skip. */
function tapsOfWindows(
  axes: readonly SpatialAxis[],
  places: Places,
  body: (tap: Places) => readonly Node[],
): readonly Node[] {
  if (axes.length === 0) return body(places);
  const [axis, ...inner] = axes;
  return windowRuns(axis).flatMap(({ start, length, firstTap, taps, position }) =>
    along(
      moved(places, [position * axis.x, firstTap * axis.w, start * axis.y]),
      length,
      [axis.stride * axis.x, 0, axis.y],
      (window) => along(window, taps, [axis.dilation * axis.x, axis.w, 0], (tap) => tapsOfWindows(inner, tap, body)),
    ),
  );
}
