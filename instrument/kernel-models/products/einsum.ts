import { backend_util, util } from '@tensorflow/tfjs-core';
import { InputError } from '../../../core/input-error.ts';
import { binary } from '../elementwise/binary.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { infoOf, reshaped } from '../model/kernel-model.ts';
import { transpose } from '../movement/transpose.ts';
import { sum } from '../reductions/reduce.ts';

export const einsumModels: KernelModels = { Einsum: einsum };

/**
 * Multiplies all elements of the tensors into a temporary that has every axis of the equation, then sums one axis after
 * the other: other kernels' work, as much as axes meet, whatever a matrix product would take.
 */
function einsum(plan: KernelPlan, inputs: PlanInputs, attrs: Attributes): PlanTensor {
  const tensors = Object.values(inputs);
  const equation = attrs.text('equation') ?? '';
  const { allDims, summedDims, idDims } = backend_util.decodeEinsumEquation(equation, tensors.length);
  const infos = tensors.map(infoOf) as unknown as Parameters<typeof backend_util.checkEinsumDimSizes>[2];
  backend_util.checkEinsumDimSizes(allDims.length, idDims, infos);
  const { path, steps } = backend_util.getEinsumComputePath(summedDims, idDims);
  if (steps[0].length < tensors.length || repeatsAnAxis(equation)) {
    throw new InputError(
      `${plan.kernel}: every tensor must have the first axis that is summed, and no axis comes twice in the result, ` +
        `got ${equation}; tfjs-backend-cpu 4.22.0 computes others wrong`,
    );
  }
  const spread = tensors.map((tensor, term) => overAllAxes(plan, tensor, allDims.length, idDims[term]));
  let product = spread[0];
  if (spread.length > 1) product = binary(plan, ['mul'], spread[1], spread[0], spread[1].dtype);
  // The axes of the result come first.
  const summed = path.filter((axis) => axis >= 0);
  return summed.reduce((out, axis, before) => sum(plan, out, axis - before, false), product);
}

/** The tensor with its axes in the order of the equation, and one of extent 1 for each axis that it has not. */
function overAllAxes(plan: KernelPlan, tensor: PlanTensor, rank: number, ids: number[]): PlanTensor {
  const { permutationIndices, expandDims } = backend_util.getEinsumPermutation(rank, ids);
  const isInOrder = util.arraysEqual(permutationIndices, [...permutationIndices.keys()]);
  const ordered = isInOrder ? tensor : transpose(plan, tensor, permutationIndices);
  return reshaped(
    ordered,
    expandDims.reduce((shape, axis) => shape.toSpliced(axis, 0, 1), [...ordered.shape]),
  );
}

function repeatsAnAxis(equation: string): boolean {
  const result = equation.replace(/\s/g, '').split('->')[1];
  return new Set(result).size < result.length;
}
