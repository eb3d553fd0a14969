import type { KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { accessAt, along, nested, placesAt } from '../windows/places.ts';
import { type Geometry, requireResultShape, type SpatialAxis } from './geometry.ts';
import { addProduct, SUM, storeSum } from './product-sum.ts';
import { windowLoops } from './window-loops.ts';

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
  const body = windowLoops(axes.map(exchanged), placesAt(0, 0, 0), (tap, windows) =>
    along(tap, channels, [geometry.x.channel, yGroup, wChannel], (channel) =>
      along(
        channel,
        filters,
        [0, geometry.y.channel, 1],
        (filter) => [
          ...nested(filter, [images, ...windows], (place) =>
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

/** With taps for windows: a tap meets as many positions as there are windows, as a window does as many as there are taps. */
function exchanged(axis: SpatialAxis): SpatialAxis {
  const { windows, taps, stride, dilation, y, w } = axis;
  return { ...axis, windows: taps, taps: windows, stride: dilation, dilation: stride, y: w, w: y };
}
