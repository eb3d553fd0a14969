import { elementNest, inOrder } from '../model/element-loops.ts';
import type { KernelPlan, PlanTensor } from '../model/kernel-model.ts';

/**
 * What a kernel gets that asks for a tensor's buffer instead of its values: the storage itself, also under a tensor that
 * is cast to a wider type. A copy where the typed array is not what the backend takes it for, as in a slice of a cast
 * tensor; of what it takes for booleans always two, by way of an array of integers.
 */
export function bufferOf(plan: KernelPlan, x: PlanTensor): PlanTensor {
  if (x.declared === 'bool') return copied(plan, copied(plan, x, 'int32'), 'bool');
  return x.declared === x.stored ? x : copied(plan, x, x.declared);
}

/** A value of this dtype with the same elements, copied in order. */
export function copied(plan: KernelPlan, x: PlanTensor, dtype: PlanTensor['dtype']): PlanTensor {
  const copy = plan.make(x.shape, dtype);
  plan.call(elementNest(x.shape, ['copy'], [inOrder(x), inOrder(copy)]), x, copy);
  return copy;
}
