import { binary } from '../elementwise/binary.ts';
import { activation } from '../elementwise/unary.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { reshaped } from '../model/kernel-model.ts';
import { conv2d, depthwiseConv2d } from './conv2d.ts';

/** Convolutions that add a bias and run an activation on their own result, each in a pass of its own. */
export const fusedConv2dModels: KernelModels = {
  FusedConv2D: (plan, inputs, attrs) => {
    const perChannel = attrs.text('dataFormat') === 'NCHW' ? alongChannels : asGiven;
    return fused(plan, conv2d(plan, inputs.x, inputs.filter, attrs), inputs, attrs, perChannel);
  },
  FusedDepthwiseConv2D: (plan, inputs, attrs) =>
    fused(plan, depthwiseConv2d(plan, inputs.x, inputs.filter, attrs), inputs, attrs, asGiven),
};

function fused(
  plan: KernelPlan,
  result: PlanTensor,
  { bias, preluActivationWeights }: PlanInputs,
  attrs: Attributes,
  perChannel: (tensor: PlanTensor) => PlanTensor,
): PlanTensor {
  const biased = bias === undefined ? result : binary(plan, ['add'], result, perChannel(bias), result.dtype);
  const name = attrs.text('activation');
  if (name === undefined) return biased;
  return activation(plan, name, biased, preluActivationWeights && perChannel(preluActivationWeights));
}

function asGiven(tensor: PlanTensor): PlanTensor {
  return tensor;
}

/** One number for each channel, where channels come before rows and columns. Whatever else is broadcast as it is. */
function alongChannels(tensor: PlanTensor): PlanTensor {
  const [channels, ...others] = tensor.shape;
  return others.length > 0 || tensor.shape.length === 0 || channels === 1 ? tensor : reshaped(tensor, [channels, 1, 1]);
}
