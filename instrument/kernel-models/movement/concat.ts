import { backend_util, util } from '@tensorflow/tfjs-core';
import { InputError } from '../../../core/input-error.ts';
import type { Node } from '../../../core/trace/nest.ts';
import { complexOf, imaginaryPart, realPart } from '../model/complex-parts.ts';
import { elementLoops, inOrder, instruction, rowMajor } from '../model/element-loops.ts';
import type { KernelModels, KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { sizeOf } from '../model/kernel-model.ts';
import { expandDims } from './alias.ts';

/** Kernels that put several tensors together. */
export const concatModels: KernelModels = {
  Concat: (plan, inputs, attrs) => concat(plan, Object.values(inputs), attrs.number('axis')),
  Pack: (plan, inputs, attrs) => pack(plan, Object.values(inputs), attrs.number('axis')),
  AddN: (plan, inputs) => addN(plan, Object.values(inputs)),
};

/**
 * Copies one input after the other, each in its own order, of complex ones all real parts first. A single input that is
 * not empty is handed on as it is.
 */
export function concat(plan: KernelPlan, tensors: PlanTensor[], axis: number): PlanTensor {
  const [along] = util.parseAxisParam(axis, [...tensors[0].shape]);
  const shape = backend_util.computeOutShape(
    tensors.map((each) => [...each.shape]),
    along,
  );
  const { dtype } = tensors[0];
  if (sizeOf(shape) === 0) {
    if (dtype !== 'complex64') return plan.make(shape, dtype);
    throw new InputError(
      `${plan.kernel}: complex tensors without elements cannot be joined; tfjs-backend-cpu 4.22.0 makes nothing of them`,
    );
  }
  const filled = tensors.filter((each) => sizeOf(each.shape) > 0);
  if (filled.length === 1) return filled[0];
  if (filled[0].dtype === 'complex64') {
    return complexOf(concat(plan, filled.map(realPart), along), concat(plan, filled.map(imaginaryPart), along));
  }
  const out = plan.make(shape, dtype);
  const strides = rowMajor(shape);
  let base = 0;
  const body = filled.flatMap((tensor, slot): Node[] => {
    const walk = { tensor: out, base, strides };
    base += tensor.shape[along] * strides[along];
    return elementLoops(tensor.shape, [inOrder(tensor), walk], ([from, to]) => [
      instruction('copy', [{ ...from, slot }], { ...to, slot: filled.length }),
    ]);
  });
  plan.call({ slots: filled.length + 1, locals: 0, body }, ...filled, out);
  return out;
}

export function pack(plan: KernelPlan, tensors: PlanTensor[], axis: number): PlanTensor {
  if (tensors.length === 1) return expandDims(tensors[0], axis);
  return concat(
    plan,
    tensors.map((each) => expandDims(each, axis)),
    axis,
  );
}

/** Adds one input after the other to a zero-filled output. */
function addN(plan: KernelPlan, tensors: PlanTensor[]): PlanTensor {
  const out = plan.make(tensors[0].shape, tensors[0].dtype, 'zero-filled');
  const body = tensors.flatMap((tensor, slot): Node[] =>
    elementLoops(out.shape, [inOrder(tensor), inOrder(out)], ([term, sum]) => {
      const element = { ...sum, slot: tensors.length };
      return [instruction('add', [element, { ...term, slot }], element)];
    }),
  );
  plan.call({ slots: tensors.length + 1, locals: 0, body }, ...tensors, out);
  return out;
}
