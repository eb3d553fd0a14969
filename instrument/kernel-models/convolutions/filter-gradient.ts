import type { Node } from '../../../core/trace/nest.ts';
import type { KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { accessAt, along, moved, nested, type Places, placesAt } from '../windows/places.ts';
import { windowRuns } from '../windows/window-runs.ts';
import { type Geometry, requireResultShape, type SpatialAxis } from './geometry.ts';
import { addProduct, SUM, storeSum } from './product-sum.ts';

const X = 0;
const DY = 1;
const DW = 2;

/**
 * The gradient of a filter: for every element of it, in order, the products of all windows whose tap it is and that has it
 * inside the image, summed up in a local. Dilations are those of the forward pass, that is 1.
 */
export function filterGradient(plan: KernelPlan, x: PlanTensor, dy: PlanTensor, geometry: Geometry): PlanTensor {
  requireResultShape(plan, dy, geometry);
  const { batchSize, channels, filters, axes, yGroup, wChannel } = geometry;
  const dw = plan.make(geometry.wShape, 'float32');
  const images = { trip: batchSize, steps: [geometry.x.batch, geometry.y.batch, 0] };
  const body = taps(axes, [], placesAt(0, 0, 0), (tap, windows) =>
    along(tap, channels, [geometry.x.channel, yGroup, wChannel], (channel) =>
      along(
        channel,
        filters,
        [0, geometry.y.channel, 1],
        (filter) => [
          ...nested(filter, [images, ...placesInside(axes, windows)], (place) =>
            addProduct(accessAt(place, X, x), accessAt(place, DY, dy)),
          ),
          storeSum(accessAt(filter, DW, dw)),
        ],
        [SUM],
      ),
    ),
  );
  plan.call({ slots: 3, locals: 2, body }, x, dy, dw);
  return dw;
}

/** The taps of all axes, in runs that lie inside the image in the same windows, and how many these are along each axis. */
function taps(
  axes: readonly SpatialAxis[],
  windows: readonly number[],
  places: Places,
  body: (tap: Places, windows: readonly number[]) => readonly Node[],
): readonly Node[] {
  const axis = axes[windows.length];
  if (axis === undefined) return body(places, windows);
  // A tap meets positions as a window does: one for each window.
  const exchanged = { ...axis, windows: axis.taps, taps: axis.windows, stride: axis.dilation, dilation: axis.stride };
  return windowRuns(exchanged).flatMap(({ start, length, firstTap: firstWindow, taps: count, position }) =>
    along(
      moved(places, [position * axis.x, firstWindow * axis.y, start * axis.w]),
      length,
      [axis.dilation * axis.x, 0, axis.w],
      (tap) => taps(axes, [...windows, count], tap, body),
    ),
  );
}

/** The loops over so many windows of each axis. */
function placesInside(axes: readonly SpatialAxis[], windows: readonly number[]) {
  return axes.map((axis, index) => ({ trip: windows[index], steps: [axis.stride * axis.x, axis.y, 0] }));
}
