import { util } from '@tensorflow/tfjs-core';
import { InputError } from '../../../core/input-error.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { bufferOf } from '../movement/buffer-copy.ts';
import { imagePoolGrad, volumePoolGrad } from './max-pool-grad.ts';
import { imageGeometry, requireGradient, volumeGeometry } from './pool-geometry.ts';
import { averageGrad, averages, maxima, type WindowPass } from './pool-passes.ts';

/**
 * Kernels over windows of images and volumes: batch by batch, channel by channel, one window after the other, whose
 * elements meet in a local. Taps in the padding are not read.
 */
export const poolModels: KernelModels = {
  AvgPool: (plan, { x }, attrs) => imagePool(plan, x, attrs, averages),
  AvgPool3D: (plan, { x }, attrs) => volumePool(plan, x, attrs, averages),
  AvgPool3DGrad: (plan, { dy, input }, attrs) => {
    const geometry = volumeGeometry(plan, input.shape, attrs);
    requireGradient(plan, geometry, dy.shape);
    return averageGrad(plan, geometry, bufferOf(plan, dy), input.shape);
  },
  AvgPoolGrad: (plan, { dy, input }, attrs) => {
    const geometry = imageGeometry(plan, input.shape, attrs, undefined);
    requireGradient(plan, geometry, dy.shape);
    return averageGrad(plan, geometry, dy, input.shape);
  },
  MaxPool: (plan, { x }, attrs) => imagePool(plan, x, attrs, maxima),
  MaxPool3D: (plan, { x }, attrs) => volumePool(plan, x, attrs, maxima),
  MaxPool3DGrad: volumePoolGrad,
  MaxPoolGrad: imagePoolGrad,
  MaxPoolWithArgmax: maxPoolWithArgmax,
};

/** Windows of one element that leave the shape as it is hand the input on. */
function imagePool(plan: KernelPlan, x: PlanTensor, attrs: Attributes, pass: WindowPass): PlanTensor {
  const geometry = imageGeometry(plan, x.shape, attrs, attrs.text('dimRoundingMode'));
  if (geometry.axes.every(({ taps }) => taps === 1) && util.arraysEqual([...x.shape], [...geometry.outShape])) return x;
  return pass(plan, geometry, x, x.dtype);
}

/** Stores in an array of the input's dtype what it calls floats. */
function volumePool(plan: KernelPlan, x: PlanTensor, attrs: Attributes, pass: WindowPass): PlanTensor {
  return { ...pass(plan, volumeGeometry(plan, x.shape, attrs), x, x.dtype), dtype: 'float32' };
}

/** Takes the maxima in one pass, and their positions in another one. */
function maxPoolWithArgmax(plan: KernelPlan, { x }: PlanInputs, attrs: Attributes): PlanTensor[] {
  if (x.dtype === 'bool') {
    throw new InputError(
      `${plan.kernel}: x must be float32 or int32, got bool; tfjs-backend-cpu 4.22.0 makes bytes of its positions`,
    );
  }
  const geometry = imageGeometry(plan, x.shape, attrs, undefined);
  return [maxima(plan, geometry, x, x.dtype), maxima(plan, geometry, x, 'int32')];
}
