import type { Node } from '../../../core/trace/nest.ts';
import type { KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { accessAt, along, moved, nested, type Places, placesAt } from '../windows/places.ts';
import { coveringSweep, type Sweep } from '../windows/sweep.ts';
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
  const { stride, before, x, y, w } = axis;
  const isInnermost = windows.length === axes.length - 1;
  const swept = (sweeps: readonly Sweep[], from: Places, isBegun: boolean): readonly Node[] =>
    sweeps.flatMap(({ trip, placeStep, firstStep, inside }) => {
      const tapStep = placeStep - firstStep * stride;
      const begins = isInnermost && !isBegun && ('taps' in inside || isOnePosition(inside));
      const nodes = (at: Places): readonly Node[] => {
        if (!('taps' in inside)) return swept(inside, at, begins);
        const { place, first, taps } = inside;
        const tap = place + before - first * stride;
        return positions(axes, [...windows, taps], moved(at, [first * y, tap * w, place * x]), body);
      };
      return along(from, trip, [firstStep * y, tapStep * w, placeStep * x], nodes, begins ? [SUM] : undefined);
    });
  return swept(coveringSweep(axis), places, false);
}

/** Then the loop around it is the loop of positions. */
function isOnePosition([first, ...others]: readonly Sweep[]): boolean {
  return others.length === 0 && first.trip === 1;
}

/** The loops over the windows that a position lies in: from one to the next its tap is as many before as windows are apart. */
function covering(axes: readonly SpatialAxis[], windows: readonly number[]) {
  return axes.map((axis, index) => ({ trip: windows[index], steps: [axis.y, -axis.stride * axis.w, 0] }));
}
