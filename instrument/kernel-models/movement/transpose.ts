import { elementNest, inOrder, rowMajor } from '../model/element-loops.ts';
import type { KernelModels, KernelPlan, PlanTensor } from '../model/kernel-model.ts';

export const transposeModels: KernelModels = {
  Transpose: (plan, { x }, attrs) => transpose(plan, x, attrs.numbers('perm')),
};

/** Walks the input in order and scatters it: axis `n` of the result is axis `perm[n]` of `x`. */
export function transpose(plan: KernelPlan, x: PlanTensor, perm: readonly number[]): PlanTensor {
  const out = plan.make(
    perm.map((axis) => x.shape[axis]),
    x.dtype,
  );
  const outStrides = rowMajor(out.shape);
  const strides = x.shape.map((_, axis) => outStrides[perm.indexOf(axis)]);
  plan.call(elementNest(x.shape, ['copy'], [inOrder(x), { tensor: out, base: 0, strides }]), x, out);
  return out;
}
