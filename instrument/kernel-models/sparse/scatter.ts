import { backend_util } from '@tensorflow/tfjs-core';
import { InputError } from '../../../core/input-error.ts';
import { elementLoops, inOrder, instruction, local, loop } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { at, infoOf, sizeOf } from '../model/kernel-model.ts';
import { bufferOf } from '../movement/buffer-copy.ts';
import { inRowOrder, named, overRows, readIndices, rowLoops } from '../movement/gather.ts';

/** Kernels that put rows where indices say; of several for one place the last stays. */
export const scatterModels: KernelModels = {
  SparseToDense: sparseToDense,
  TensorScatterUpdate: tensorScatterUpdate,
};

function sparseToDense(plan: KernelPlan, inputs: PlanInputs, attrs: Attributes): PlanTensor {
  const { sparseIndices, sparseValues, defaultValue } = inputs;
  const shape = attrs.numbers('outputShape');
  const indices = bufferOf(plan, sparseIndices);
  const updates = bufferOf(plan, sparseValues);
  const out = filledWith(plan, defaultValue, shape, sparseValues.dtype);
  if (sizeOf(shape) > 0) scatter(plan, sparseIndices, indices, updates, out);
  return out;
}

/** A tensor that is full of one element: written, or, where that is a host number, filled with a constant. */
function filledWith(
  plan: KernelPlan,
  element: PlanTensor,
  shape: readonly number[],
  dtype: PlanTensor['dtype'],
): PlanTensor {
  const read = at(0, element, 0, []);
  if (plan.isConstant(element)) {
    plan.call({ slots: 1, locals: 0, body: [instruction('copy', [read], null)] }, element);
    return plan.make(shape, dtype, 'zero-filled');
  }
  const out = plan.make(shape, dtype);
  const fill = elementLoops(shape, [inOrder(out)], ([to]) => [instruction('copy', [local(0)], { ...to, slot: 1 })]);
  plan.call({ slots: 2, locals: 1, body: [instruction('copy', [read], local(0)), ...fill] }, element, out);
  return out;
}

/**
 * Writes into the tensor that it is given, of booleans into a copy, and returns that. Host numbers are not written: what
 * is not updated of them stays a constant.
 */
function tensorScatterUpdate(plan: KernelPlan, { tensor, indices, updates }: PlanInputs): PlanTensor {
  if (tensor.stored !== tensor.dtype) {
    throw new InputError(
      `${plan.kernel}: the tensor is ${tensor.stored}, cast to ${tensor.dtype}; tfjs-backend-cpu 4.22.0 would update it ` +
        `as ${tensor.stored}, so make one of ${tensor.dtype}`,
    );
  }
  const indexBuffer = bufferOf(plan, indices);
  const source = bufferOf(plan, updates);
  const buffer = bufferOf(plan, tensor);
  if (sizeOf(tensor.shape) === 0) return plan.make(tensor.shape, updates.dtype);
  const out = plan.isConstant(buffer) ? plan.make(tensor.shape, tensor.dtype, 'zero-filled') : buffer;
  scatter(plan, indices, indexBuffer, source, out);
  return out;
}

/** Reads the indices of a row once, then copies a row of the updates; one that is a scalar is copied to every place. */
function scatter(
  plan: KernelPlan,
  indices: PlanTensor,
  indexBuffer: PlanTensor,
  updates: PlanTensor,
  out: PlanTensor,
): void {
  const shape = [...out.shape];
  const { sliceRank, sliceSize, strides } = backend_util.calculateShapes(infoOf(updates), infoOf(indices), shape);
  const loops = rowLoops(plan, indices, strides, sliceSize, sizeOf(shape) / sliceSize);
  const isScalar = updates.shape.length === 0;
  const element = at(1, updates, 0, isScalar ? [] : [...inRowOrder(loops, sliceSize), 1]);
  const copy = instruction('copy', [element], named(2, out, loops));
  const row = [readIndices(indexBuffer, loops, sliceRank), loop(sliceSize, [copy])];
  plan.call({ slots: 3, locals: 0, body: overRows(loops, row) }, indexBuffer, updates, out);
}
