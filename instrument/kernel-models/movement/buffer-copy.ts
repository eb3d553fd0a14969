import { elementNest, inOrder } from '../model/element-loops.ts';
import type { KernelPlan, PlanTensor } from '../model/kernel-model.ts';

/**
 * What a kernel gets that asks for a tensor's buffer instead of its values: the storage itself where the typed array is
 * that of the dtype. Else a copy; for booleans always two, by way of an array of integers.
 */
export function bufferOf(plan: KernelPlan, x: PlanTensor): PlanTensor {
  if (x.dtype === 'bool') return copied(plan, copied(plan, x, 'int32'), 'bool');
  return x.dtype === x.stored ? x : copied(plan, x, x.dtype);
}

/** A value of this dtype with the same elements, copied in order. */
export function copied(plan: KernelPlan, x: PlanTensor, dtype: PlanTensor['dtype']): PlanTensor {
  const copy = plan.make(x.shape, dtype);
  plan.call(elementNest(x.shape, ['copy'], [inOrder(x), inOrder(copy)]), x, copy);
  return copy;
}
