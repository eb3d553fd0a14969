import type { Node } from '../../../core/trace/nest.ts';
import type { KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { accessAt, along, moved, nested, type Places, placesAt } from '../windows/places.ts';
import { repeatedRuns } from '../windows/repeated-runs.ts';
import { windowRuns } from '../windows/window-runs.ts';
import { type Geometry, requireResultShape, type SpatialAxis } from './geometry.ts';
import { addProduct, SUM, storeSum } from './product-sum.ts';

const DY = 0;
const W = 1;
const DX = 2;

/**
 * The gradient of an image, channel by channel: for every position of it, in order, the products of all windows that it
 * lies in with the tap that it has there, for all filters, summed up in a local. Windows are not dilated.
 */
export function imageGradient(plan: KernelPlan, dy: PlanTensor, w: PlanTensor, geometry: Geometry): PlanTensor {
  requireResultShape(plan, dy, geometry);
  const { batchSize, channels, filters, axes, yGroup, wChannel } = geometry;
  const dx = plan.make(geometry.xShape, 'float32');
  const ofFilters = { trip: filters, steps: [geometry.y.channel, 1, 0] };
  const body = along(placesAt(0, 0, 0), batchSize, [geometry.y.batch, 0, geometry.x.batch], (image) =>
    along(image, channels, [yGroup, wChannel, geometry.x.channel], (channel) =>
      positions(axes, [], channel, (position, windows) => [
        ...nested(position, [...covering(axes, windows), ofFilters], (place) =>
          addProduct(accessAt(place, DY, dy), accessAt(place, W, w)),
        ),
        storeSum(accessAt(position, DX, dx)),
      ]),
    ),
  );
  plan.call({ slots: 3, locals: 2, body }, dy, w, dx);
  return dx;
}

/** The positions of all axes, in runs that lie in as many windows, and how many these are along each axis. */
function positions(
  axes: readonly SpatialAxis[],
  windows: readonly number[],
  places: Places,
  body: (position: Places, windows: readonly number[]) => readonly Node[],
): readonly Node[] {
  const axis = axes[windows.length];
  if (axis === undefined) return body(places, windows);
  const innermost = windows.length === axes.length - 1;
  return coveredRuns(axis).flatMap(({ times, tapStep, windows: period, runs }) => {
    const single = runs.length === 1 && runs[0].length === 1;
    return along(
      places,
      times,
      [tapStep * axis.y, 0, period * axis.x],
      (again) =>
        runs.flatMap(({ start, length, firstTap, taps, position }) =>
          along(
            moved(again, [firstTap * axis.y, (axis.taps - 1 - position) * axis.w, start * axis.x]),
            length,
            [0, axis.w, axis.x],
            (place) => positions(axes, [...windows, taps], place, body),
            innermost && !single ? [SUM] : undefined,
          ),
        ),
      innermost && single ? [SUM] : undefined,
    );
  });
}

/** Each position as a window over the filter turned round, of which a tap is a window of the image: the last one first. */
function coveredRuns({ windows, taps, stride, before, extent }: SpatialAxis) {
  const turned = {
    windows: extent,
    taps: windows,
    stride: -1,
    dilation: stride,
    before: 1 - taps + before,
    extent: taps,
  };
  return repeatedRuns(windowRuns(turned));
}

/** The loops over the windows that a position lies in: from one to the next its tap is as many before as windows are apart. */
function covering(axes: readonly SpatialAxis[], windows: readonly number[]) {
  return axes.map((axis, index) => ({ trip: windows[index], steps: [axis.y, -axis.stride * axis.w, 0] }));
}
