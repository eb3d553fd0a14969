import { backend_util } from '@tensorflow/tfjs-core';
import { InputError } from '../../../core/input-error.ts';
import { instruction, loop } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { at, listUnder, sizeOf } from '../model/kernel-model.ts';
import { layFirst, type Partition, type PlacedRows, placeRows } from './ragged-places.ts';
import { layRows } from './ragged-rows.ts';

export const raggedToDenseModels: KernelModels = { RaggedTensorToTensor: raggedTensorToTensor };

/** Finds the shape, then, dimension by dimension, where every row comes to stand, then copies the values there. */
function raggedTensorToTensor(plan: KernelPlan, inputs: PlanInputs, attrs: Attributes): PlanTensor {
  const { values, defaultValue } = inputs;
  const { partitions, rows } = partitionsOf(plan, inputs, attrs.texts('rowPartitionTypes'));
  const shape = shapeOf(plan, inputs, partitions, rows);
  if (sizeOf(shape) === 0) return plan.make(shape, values.dtype);
  const placed = partitions.reduce<PlacedRows>(
    (parent, partition, dimension) => {
      const stride = sizeOf(shape.slice(dimension + 2, partitions.length + 1));
      return placeRows(plan, partition, parent, stride, shape[dimension + 1]);
    },
    layFirst(plan, rows, shape[0], sizeOf(shape.slice(1, partitions.length + 1))),
  );
  return layRows(plan, values, defaultValue, placed, shape, sizeOf(shape.slice(partitions.length + 1)));
}

/** The partitions of ragged dimensions, and the number of rows of the first. */
function partitionsOf(
  plan: KernelPlan,
  inputs: PlanInputs,
  names: readonly string[],
): { partitions: Partition[]; rows: number } {
  const tensors = listUnder(inputs, 'rowPartitionTensors');
  const { RowPartitionType: types } = backend_util;
  const kinds = backend_util.getRowPartitionTypesHelper([...names]);
  const hasSize = kinds[0] === types.FIRST_DIM_SIZE;
  const ragged = hasSize ? kinds.slice(1) : kinds;
  const isKnown = ragged.every((kind) => kind === types.VALUE_ROWIDS || kind === types.ROW_SPLITS);
  const isFirstKnown = hasSize || kinds[0] === types.ROW_SPLITS;
  if (!isFirstKnown || !isKnown || tensors.length < kinds.length || sizeOf(tensors[0].shape) === 0) {
    throw new InputError(
      `${plan.kernel}: row partitions must be FIRST_DIM_SIZE and VALUE_ROWIDS or ROW_SPLITS, or ROW_SPLITS first, ` +
        `a tensor each, got ${tensors.length} for ${names.join(', ') || 'none'}`,
    );
  }
  const partitions = tensors.slice(hasSize ? 1 : 0, kinds.length).map((tensor, dimension) => {
    return { tensor, known: plan.indices(tensor), isRowIds: ragged[dimension] === types.VALUE_ROWIDS };
  });
  if (!hasSize) return { partitions, rows: tensors[0].shape[0] - 1 };
  plan.call({ slots: 1, locals: 0, body: [instruction('copy', [at(0, tensors[0], 0, [])], null)] }, tensors[0]);
  return { partitions, rows: plan.indices(tensors[0])[0] };
}

/** Reads the wanted shape, and the partitions of dimensions that it leaves open. */
function shapeOf(plan: KernelPlan, inputs: PlanInputs, partitions: readonly Partition[], rows: number): number[] {
  const { shape, values, defaultValue } = inputs;
  const rank = partitions.length;
  backend_util.validateDefaultValueShape([...defaultValue.shape], [...values.shape]);
  const wanted = Array.from({ length: sizeOf(shape.shape) }, (_, axis) => plan.indices(shape)[axis]);
  const read = instruction('copy', [at(0, shape, 0, [1])], null);
  plan.call({ slots: 1, locals: 0, body: [loop(wanted.length, [read])] }, shape);
  const isTaken = wanted.length === rank + values.shape.length && shape.shape.length === 1;
  const isRight = values.shape.slice(1).every((extent, axis) => wanted[rank + 1 + axis] === extent);
  const taken = isTaken ? backend_util.combineRaggedTensorToTensorShapes(rank, [...wanted], [...values.shape]) : [];
  if (!isRight || taken.join() !== wanted.join() || wanted.some((extent) => extent < -1)) {
    throw new InputError(
      `${plan.kernel}: a shape must be one of ${rank + values.shape.length} axes that ends in [${values.shape.slice(1)}], ` +
        `got [${wanted}]; tfjs-backend-cpu 4.22.0 computes others wrong`,
    );
  }
  const [first, ...inner] = wanted;
  const found = [first < 0 ? rows : first];
  inner.forEach((extent, axis) => {
    found.push(extent < 0 ? widest(plan, partitions[axis]) : extent);
  });
  return found;
}

/** The longest row of a partition, read from it. */
function widest(plan: KernelPlan, { tensor, known, isRowIds }: Partition): number {
  const length = sizeOf(tensor.shape);
  let longest = 0;
  if (isRowIds) {
    const ids = loop(length, [instruction('compare', [at(0, tensor, 0, [1])], null)]);
    plan.call({ slots: 1, locals: 0, body: [ids] }, tensor);
    for (let place = 0, width = 0; place < length; place++) {
      width = place > 0 && known[place] === known[place - 1] ? width + 1 : 1;
      longest = Math.max(longest, width);
    }
    return longest;
  }
  const width = instruction('compare', [at(0, tensor, 1, [1]), at(0, tensor, 0, [1])], null);
  plan.call({ slots: 1, locals: 0, body: [loop(Math.max(0, length - 1), [width])] }, tensor);
  for (let row = 0; row + 1 < length; row++) longest = Math.max(longest, known[row + 1] - known[row]);
  return longest;
}
