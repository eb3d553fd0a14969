import { backend_util, util } from '@tensorflow/tfjs-core';
import type { Node, Op } from '../../../core/trace/nest.ts';
import { binary } from '../elementwise/binary.ts';
import { instruction, local, loop } from '../model/element-loops.ts';
import type {
  Attributes,
  KernelModel,
  KernelModels,
  KernelPlan,
  PlanTensor,
  TracedDtype,
} from '../model/kernel-model.ts';
import { at, reshaped, sizeOf } from '../model/kernel-model.ts';
import { transpose } from '../movement/transpose.ts';

/**
 * Kernels that reduce axes. Where these are not the innermost the kernel first transposes into a temporary; then it
 * reduces one contiguous row after the other in a local and stores that.
 */
export const reduceModels: KernelModels = {
  Sum: (plan, { x }, attrs) => sum(plan, x, attrs.oneOrMore('axis'), attrs.flag('keepDims')),
  Mean: (plan, { x }, attrs) => mean(plan, x, attrs),
  Prod: (plan, { x }, attrs) => {
    const rows = rowsOf(plan, x, attrs.oneOrMore('axis'));
    return kept(fold(plan, 'mul', rows, integerAtLeast(x.dtype)), rows, attrs.flag('keepDims'));
  },
  Max: (plan, { x }, attrs) => max(plan, x, attrs.oneOrMore('reductionIndices'), attrs.flag('keepDims')),
  Min: choosing('compare'),
  All: choosing('logic'),
  Any: choosing('logic'),
  ArgMax: (plan, { x }, attrs) => firstExtreme(plan, x, attrs),
  ArgMin: (plan, { x }, attrs) => firstExtreme(plan, x, attrs),
};

/** The rows to reduce: the tensor with its reduced axes innermost. */
interface Rows {
  readonly x: PlanTensor;
  readonly outShape: readonly number[];
  readonly length: number;
  /** Reduced axes of the tensor before any transposition. */
  readonly axes: number[];
}

type Axes = number | number[] | undefined;

function rowsOf(plan: KernelPlan, x: PlanTensor, axis: Axes): Rows {
  // parseAxisParam takes no axis for all of them, though its type does not say so.
  const axes = util.parseAxisParam(axis as number | number[], [...x.shape]);
  const permutation = backend_util.getAxesPermutation(axes, x.shape.length);
  const permuted = permutation === null || permutation === undefined ? x : transpose(plan, x, permutation);
  const innermost = backend_util.getInnerMostAxes(axes.length, x.shape.length);
  const [outShape, reduceShape] = backend_util.computeOutAndReduceShapes([...permuted.shape], innermost);
  return { x: permuted, outShape, length: sizeOf(reduceShape), axes };
}

export function sum(plan: KernelPlan, x: PlanTensor, axis: Axes, keepDims: boolean): PlanTensor {
  const rows = rowsOf(plan, x, axis);
  return kept(fold(plan, 'add', rows, integerAtLeast(x.dtype)), rows, keepDims);
}

export function max(plan: KernelPlan, x: PlanTensor, axis: Axes, keepDims: boolean): PlanTensor {
  const rows = rowsOf(plan, x, axis);
  return kept(choose(plan, 'compare', rows, x.dtype), rows, keepDims);
}

/** Divides every element into a temporary of the full size, then sums that. */
function mean(plan: KernelPlan, x: PlanTensor, attrs: Attributes): PlanTensor {
  const divided = binary(plan, ['div'], { ...x, dtype: 'float32' }, plan.constant([], 'float32'), 'float32');
  return sum(plan, divided, attrs.oneOrMore('axis'), attrs.flag('keepDims'));
}

function choosing(op: Op): KernelModel {
  return (plan, { x }, attrs) => {
    const rows = rowsOf(plan, x, attrs.oneOrMore('axis'));
    return kept(choose(plan, op, rows, x.dtype), rows, attrs.flag('keepDims'));
  };
}

/** The extreme element and its index are one local: they change together. */
function firstExtreme(plan: KernelPlan, x: PlanTensor, attrs: Attributes): PlanTensor {
  return choose(plan, 'compare', rowsOf(plan, x, attrs.oneOrMore('axis')), 'int32');
}

function kept(result: PlanTensor, rows: Rows, keepDims: boolean): PlanTensor {
  return keepDims ? reshaped(result, backend_util.expandShapeToKeepDim([...rows.outShape], rows.axes)) : result;
}

/** An empty local takes in every element of a row. */
function fold(plan: KernelPlan, op: Op, rows: Rows, dtype: TracedDtype): PlanTensor {
  return reduceRows(plan, rows, dtype, [], op);
}

/** A local starts as the first element of a row and then meets every one, the first again. */
function choose(plan: KernelPlan, op: Op, rows: Rows, dtype: TracedDtype): PlanTensor {
  const first = rows.length === 0 ? [] : [instruction('copy', [at(0, rows.x, 0, [rows.length])], local(0))];
  return reduceRows(plan, rows, dtype, first, op);
}

function reduceRows(plan: KernelPlan, rows: Rows, dtype: TracedDtype, first: Node[], op: Op): PlanTensor {
  const { x, outShape, length } = rows;
  const out = plan.make(outShape, dtype);
  const body = [
    ...first,
    loop(length, [instruction(op, [local(0), at(0, x, 0, [length, 1])], local(0))]),
    instruction('copy', [local(0)], at(1, out, 0, [1])),
  ];
  plan.call({ slots: 2, locals: 1, body: [loop(sizeOf(outShape), body, [0])] }, x, out);
  return out;
}

function integerAtLeast(dtype: TracedDtype): TracedDtype {
  return dtype === 'bool' ? 'int32' : dtype;
}
