import { InputError } from '../../../core/input-error.ts';
import type { Attributes, KernelModels, KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { convolve } from './convolve.ts';
import { filterGradient } from './filter-gradient.ts';
import { conv2dGeometry, type Geometry, STOCK } from './geometry.ts';
import { imageGradient } from './image-gradient.ts';

/** Convolutions of images and their gradients. Of depthwise ones each channel has filters of its own. */
export const conv2dModels: KernelModels = {
  Conv2D: (plan, { x, filter }, attrs) => conv2d(plan, x, filter, attrs),
  Conv2DBackpropFilter: (plan, { x, dy }, attrs) =>
    filterGradient(plan, x, dy, conv2dGeometry(plan, x.shape, attrs.numbers('filterShape'), attrs)),
  Conv2DBackpropInput: (plan, { dy, filter }, attrs) =>
    imageGradient(plan, dy, filter, conv2dGeometry(plan, attrs.numbers('inputShape'), filter.shape, attrs)),
  DepthwiseConv2dNative: (plan, { x, filter }, attrs) => depthwiseConv2d(plan, x, filter, attrs),
  DepthwiseConv2dNativeBackpropFilter: (plan, { x, dy }, attrs) =>
    filterGradient(plan, x, dy, undilated(plan, depthwise(plan, x.shape, attrs.numbers('filterShape'), attrs))),
  DepthwiseConv2dNativeBackpropInput: (plan, { dy, filter }, attrs) =>
    imageGradient(plan, dy, filter, undilated(plan, depthwise(plan, attrs.numbers('inputShape'), filter.shape, attrs))),
};

export function conv2d(plan: KernelPlan, x: PlanTensor, filter: PlanTensor, attrs: Attributes): PlanTensor {
  return convolve(plan, x, filter, conv2dGeometry(plan, x.shape, filter.shape, attrs, attrs.oneOrMore('dilations')));
}

export function depthwiseConv2d(plan: KernelPlan, x: PlanTensor, filter: PlanTensor, attrs: Attributes): PlanTensor {
  return convolve(plan, x, filter, depthwise(plan, x.shape, filter.shape, attrs));
}

function depthwise(
  plan: KernelPlan,
  xShape: readonly number[],
  wShape: readonly number[],
  attrs: Attributes,
): Geometry {
  return conv2dGeometry(plan, xShape, wShape, attrs, attrs.oneOrMore('dilations') ?? 1, true);
}

/** Throws InputError where a filter is dilated: the kernels of gradients take its taps for neighbours. */
function undilated(plan: KernelPlan, geometry: Geometry): Geometry {
  if (geometry.axes.every(({ taps, dilation }) => taps === 1 || dilation === 1)) return geometry;
  throw new InputError(`${plan.kernel}: dilations must be 1; ${STOCK} computes the gradient of dilated filters wrong`);
}
