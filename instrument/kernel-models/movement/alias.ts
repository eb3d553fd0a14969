import { util } from '@tensorflow/tfjs-core';
import { binary } from '../elementwise/binary.ts';
import { unary } from '../elementwise/unary.ts';
import { asComplex, realPart } from '../model/complex-parts.ts';
import type { KernelModels, KernelPlan, PlanInputs, PlanTensor, TracedDtype } from '../model/kernel-model.ts';
import { reshaped, sizeOf, tracedDtype } from '../model/kernel-model.ts';

/** Kernels that give storage another shape or type without touching an element, wherever they can. */
export const aliasModels: KernelModels = {
  Identity: (_plan, { x }) => x,
  Reshape: (_plan, { x }, attrs) =>
    reshape(x, util.inferFromImplicitShape([...attrs.numbers('shape')], sizeOf(x.shape))),
  ExpandDims: (_plan, { input }, attrs) => expandDims(input, attrs.number('dim')),
  Cast: (plan, { x }, attrs) => cast(plan, x, tracedDtype(plan.kernel, attrs.text('dtype'))),
  // Filled with a host number: what they look like is all they take from x.
  ZerosLike: filled,
  OnesLike: filled,
};

function filled(plan: KernelPlan, { x }: PlanInputs): PlanTensor {
  return plan.constant(x.imaginary?.shape ?? x.shape, x.dtype);
}

/** The parts of a complex tensor have the new shape for every tensor over them, as in the stock kernel (D51). */
export function reshape(x: PlanTensor, shape: readonly number[]): PlanTensor {
  if (x.imaginary !== undefined) x.imaginary.shape = shape;
  return reshaped(x, shape);
}

/** A new axis of extent 1 at place `dim`; from the end where negative. */
export function expandDims(x: PlanTensor, dim: number): PlanTensor {
  const rank = x.shape.length;
  if (dim < -(rank + 1) || dim > rank) throw new RangeError(`ExpandDims: dim must be within ${rank} axes, got ${dim}`);
  const place = dim < 0 ? rank + dim + 1 : dim;
  return reshape(x, [...x.shape.slice(0, place), 1, ...x.shape.slice(place)]);
}

/**
 * To a type that holds all values of the old one, complex numbers among them: nothing is read, the typed array stays what
 * it was. Of complex numbers the real part.
 */
function cast(plan: KernelPlan, x: PlanTensor, dtype: TracedDtype): PlanTensor {
  if (dtype === 'complex64') return asComplex(plan, x);
  if (x.dtype === 'complex64') return cast(plan, realPart(x), dtype);
  if (!util.hasEncodingLoss(x.dtype, dtype)) return { ...x, dtype };
  if (dtype === 'bool') return binary(plan, ['compare'], x, plan.constant([], x.dtype), 'bool');
  return unary(plan, ['round'], x, dtype);
}
