import { binary } from '../elementwise/binary.ts';
import { unary } from '../elementwise/unary.ts';
import type { KernelModels, KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { max, sum } from './reduce.ts';

export const softmaxModels: KernelModels = {
  Softmax: (plan, { logits }, attrs) => softmax(plan, logits, attrs.number('dim')),
};

/** Max, Sub, Exp, Sum and RealDiv over the last axis, each into a temporary of its own. */
export function softmax(plan: KernelPlan, logits: PlanTensor, dim: number): PlanTensor {
  const last = logits.shape.length - 1;
  if (dim !== -1 && dim !== last) throw new RangeError(`Softmax: dim must be the last axis (${last}), got ${dim}`);
  const shifted = binary(plan, ['sub'], logits, max(plan, logits, last, true), logits.dtype);
  const powers = unary(plan, ['exp'], shifted, shifted.dtype);
  return binary(plan, ['div'], powers, sum(plan, powers, last, true), powers.dtype);
}
