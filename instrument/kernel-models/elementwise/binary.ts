import { backend_util } from '@tensorflow/tfjs-core';
import type { Op } from '../../../core/trace/nest.ts';
import type { Walk } from '../model/element-loops.ts';
import { elementLoops, elementNest, inOrder, instruction, local, rowMajor } from '../model/element-loops.ts';
import type { KernelModel, KernelModels, KernelPlan, PlanTensor, TracedDtype } from '../model/kernel-model.ts';

/**
 * Kernels of two operands, broadcast against each other: one pass over the output in index order, reading a then b.
 * A broadcast element is read again for every element that it meets.
 */
export const binaryModels: KernelModels = {
  RealDiv: kernel(['div']),
  FloorDiv: kernel(['div', 'round'], 'int32'),
  Mod: kernel(['mod']),
  Atan2: kernel(['sin']),
  Pow: kernel(['pow']),
  Maximum: kernel(['compare']),
  Minimum: kernel(['compare']),
  SquaredDifference: kernel(['sub', 'mul']),
  BitwiseAnd: kernel(['logic']),
  Equal: kernel(['compare'], 'bool'),
  NotEqual: kernel(['compare'], 'bool'),
  Greater: kernel(['compare'], 'bool'),
  GreaterEqual: kernel(['compare'], 'bool'),
  Less: kernel(['compare'], 'bool'),
  LessEqual: kernel(['compare'], 'bool'),
  LogicalAnd: kernel(['logic'], 'bool'),
  LogicalOr: kernel(['logic'], 'bool'),
  EluGrad: (plan, { dy, y }) => eluGrad(plan, dy, y),
  Prelu: (plan, { x, alpha }) => prelu(plan, x, alpha),
  Neg: (plan, { x }) => binary(plan, ['mul'], plan.constant([], x.dtype), x, x.dtype),
};

function kernel(ops: readonly Op[], dtype?: TracedDtype): KernelModel {
  return (plan, { a, b }) => binary(plan, ops, a, b, dtype ?? a.dtype);
}

/** The slope is multiplied with every element before its sign chooses. */
export function prelu(plan: KernelPlan, x: PlanTensor, alpha: PlanTensor): PlanTensor {
  return binary(plan, ['mul', 'select'], x, alpha, 'float32');
}

/** Reads the activation, then the gradient, whichever branch is taken; the slope is multiplied before its sign chooses. */
function eluGrad(plan: KernelPlan, dy: PlanTensor, y: PlanTensor): PlanTensor {
  const out = plan.make(y.shape, 'float32');
  const body = elementLoops(y.shape, [inOrder(dy), inOrder(y), inOrder(out)], ([gradient, active, result]) => [
    instruction('add', [active], local(0)),
    instruction('mul', [gradient, local(0)], local(0)),
    instruction('select', [local(0)], result),
  ]);
  plan.call({ slots: 3, locals: 1, body }, dy, y, out);
  return out;
}

/** The result of a chain of operations, of which the first takes one element of each operand. */
export function binary(
  plan: KernelPlan,
  ops: readonly Op[],
  a: PlanTensor,
  b: PlanTensor,
  dtype: TracedDtype,
): PlanTensor {
  const shape = backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
  const out = plan.make(shape, dtype);
  plan.call(elementNest(shape, ops, [broadcast(a, shape), broadcast(b, shape), inOrder(out)]), a, b, out);
  return out;
}

/** The walk of a tensor over a larger shape that it is broadcast to: stride 0 along every axis that it repeats on. */
export function broadcast(tensor: PlanTensor, shape: readonly number[]): Walk {
  const own = rowMajor(tensor.shape);
  const missing = shape.length - tensor.shape.length;
  const strides = shape.map((_, axis) =>
    axis < missing || tensor.shape[axis - missing] === 1 ? 0 : own[axis - missing],
  );
  return { tensor, base: 0, strides };
}
