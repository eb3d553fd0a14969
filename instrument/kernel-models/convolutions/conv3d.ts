import type { KernelModels } from '../model/kernel-model.ts';
import { convolve } from './convolve.ts';
import { filterGradient } from './filter-gradient.ts';
import { conv3dGeometry } from './geometry.ts';
import { imageGradient } from './image-gradient.ts';

/** Convolutions of volumes and their gradients. */
export const conv3dModels: KernelModels = {
  Conv3D: (plan, { x, filter }, attrs) =>
    convolve(plan, x, filter, conv3dGeometry(plan, x.shape, filter.shape, attrs, attrs.oneOrMore('dilations'))),
  Conv3DBackpropFilterV2: (plan, { x, dy }, attrs) =>
    filterGradient(plan, x, dy, conv3dGeometry(plan, x.shape, attrs.numbers('filterShape'), attrs)),
  Conv3DBackpropInputV2: (plan, { dy, filter }, attrs) =>
    imageGradient(plan, dy, filter, conv3dGeometry(plan, attrs.numbers('inputShape'), filter.shape, attrs)),
};
