import { instruction, local } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { copied } from '../movement/buffer-copy.ts';
import { accessAt, along, nested, type Places, placesAt } from '../windows/places.ts';
import { conv2dGeometry, type Geometry, requireResultShape } from './geometry.ts';
import { largestTaps } from './largest-taps.ts';
import { windowLoops } from './window-loops.ts';

const X = 0;
const W = 1;
const Y = 2;
const GRADIENT = 3;

/** A maximum and its place are one local: they change together. */
const MAXIMUM = 0;
const SUM = 1;

/**
 * Morphological dilation: the maxima of windows, channel by channel, of elements and what the filter adds to them; and its
 * gradients, which go to where the maximum is. That the values say.
 */
export const dilation2dModels: KernelModels = {
  Dilation2D: dilation2d,
  Dilation2DBackpropFilter: (plan, inputs, attrs) => gradient(plan, inputs, attrs, 'filter'),
  Dilation2DBackpropInput: (plan, inputs, attrs) => gradient(plan, inputs, attrs, 'x'),
};

function dilation2d(plan: KernelPlan, { x, filter }: PlanInputs, attrs: Attributes): PlanTensor {
  const geometry = geometryOf(plan, x, filter, attrs);
  const y = plan.make(geometry.yShape, x.dtype);
  const body = maxima(geometry, x, filter, (window) => [instruction('copy', [local(MAXIMUM)], accessAt(window, Y, y))]);
  plan.call({ slots: 3, locals: 2, body }, x, filter, y);
  return y;
}

/**
 * Copies all of its inputs first, and the gradient last, of which it makes a list of lists in between. A window without an
 * element has its maximum where the kernel begins to look.
 */
function gradient(plan: KernelPlan, { x, filter, dy }: PlanInputs, attrs: Attributes, of: 'x' | 'filter'): PlanTensor {
  const geometry = geometryOf(plan, x, filter, attrs);
  requireResultShape(plan, dy, geometry);
  const target = of === 'x' ? x : filter;
  const places = largestTaps(geometry, plan.indices(x), plan.indices(filter), of);
  const tensors = [x, filter, dy].map((tensor) => copied(plan, tensor, tensor.dtype));
  const sums = plan.make(target.shape, target.dtype, 'zero-filled');
  if (places.length > 0) {
    const id = plan.table(places);
    const body = maxima(geometry, tensors[X], tensors[W], (window) => {
      const place = { id, base: window.bases[Y], strides: window.strides[Y], scale: 1 };
      const sum = { slot: GRADIENT, base: 0, strides: [], table: place };
      return [
        instruction('copy', [local(MAXIMUM)], null),
        instruction('add', [sum, accessAt(window, Y, tensors[Y])], sum),
      ];
    });
    plan.call({ slots: 4, locals: 2, body }, ...tensors, sums);
  }
  return copied(plan, sums, target.dtype);
}

/** A filter [rows, columns, channels] is one of depthwise convolution with one element a channel. */
function geometryOf(plan: KernelPlan, x: PlanTensor, filter: PlanTensor, attrs: Attributes): Geometry {
  return conv2dGeometry(plan, x.shape, [...filter.shape, 1], attrs, attrs.oneOrMore('dilations'), true);
}

/** For each window and channel the maximum of what lies inside, in a local; then `end`. */
function maxima(
  { batchSize, channels, axes, x: image, y: result }: Geometry,
  x: PlanTensor,
  filter: PlanTensor,
  end: (window: Places) => ReturnType<typeof instruction>[],
) {
  return along(placesAt(0, 0, 0), batchSize, [image.batch, 0, result.batch], (inBatch) =>
    windowLoops(axes, inBatch, (window, taps) =>
      along(
        window,
        channels,
        [1, 1, 1],
        (channel) => [
          ...nested(channel, taps, (tap) => [
            instruction('add', [accessAt(tap, X, x), accessAt(tap, W, filter)], local(SUM)),
            instruction('compare', [local(SUM), local(MAXIMUM)], local(MAXIMUM)),
          ]),
          ...end(channel),
        ],
        [MAXIMUM],
      ),
    ),
  );
}
