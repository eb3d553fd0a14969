import { util } from '@tensorflow/tfjs-core';
import { elementNest, inOrder, rowMajor } from '../model/element-loops.ts';
import type { KernelModels, KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { sizeOf } from '../model/kernel-model.ts';
import { bufferOf } from './buffer-copy.ts';

/** Kernels that copy a tensor into a larger or mirrored one. */
export const rearrangeModels: KernelModels = {
  Diag: (plan, { x }) => diag(plan, x),
  PadV2: (plan, { x }, attrs) => pad(plan, x, attrs.pairs('paddings')),
  Tile: (plan, { x }, attrs) => tile(plan, x, attrs.numbers('reps')),
  Reverse: (plan, { x }, attrs) => reverse(plan, x, attrs.oneOrMore('dims')),
};

/** Walks the input in order; what is not written keeps the constant that the output is filled with. */
export function pad(plan: KernelPlan, x: PlanTensor, paddings: readonly number[][]): PlanTensor {
  const out = plan.make(
    paddings.map(([before, after], axis) => before + x.shape[axis] + after),
    x.dtype,
    'zero-filled',
  );
  const strides = rowMajor(out.shape);
  const base = paddings.reduce((sum, [before], axis) => sum + before * strides[axis], 0);
  plan.call(elementNest(x.shape, ['copy'], [inOrder(x), { tensor: out, base, strides }]), x, out);
  return out;
}

/** Writes the diagonal of a matrix that is filled with zeros. */
function diag(plan: KernelPlan, x: PlanTensor): PlanTensor {
  const size = sizeOf(x.shape);
  const out = plan.make([...x.shape, ...x.shape], x.dtype, 'zero-filled');
  const walk = { tensor: out, base: 0, strides: [size + 1] };
  plan.call(elementNest([size], ['copy'], [{ tensor: x, base: 0, strides: [1] }, walk]), x, out);
  return out;
}

/** Walks the output in order; along each axis the input begins again after its extent. */
function tile(plan: KernelPlan, x: PlanTensor, reps: readonly number[]): PlanTensor {
  const source = bufferOf(plan, x);
  const out = plan.make(
    x.shape.map((extent, axis) => extent * reps[axis]),
    x.dtype,
  );
  const own = rowMajor(x.shape);
  const outStrides = rowMajor(out.shape);
  const extents = x.shape.flatMap((extent, axis) => [reps[axis], extent]);
  const walk = { tensor: source, base: 0, strides: own.flatMap((stride) => [0, stride]) };
  const outWalk = {
    tensor: out,
    base: 0,
    strides: outStrides.flatMap((stride, axis) => [stride * x.shape[axis], stride]),
  };
  plan.call(elementNest(extents, ['copy'], [walk, outWalk]), source, out);
  return out;
}

function reverse(plan: KernelPlan, x: PlanTensor, dims: number | number[] | undefined): PlanTensor {
  if (x.shape.length === 0) return x;
  const mirrored = util.parseAxisParam(dims as number | number[], [...x.shape]);
  const source = bufferOf(plan, x);
  const own = rowMajor(x.shape);
  const out = plan.make(x.shape, x.dtype);
  const walk = {
    tensor: source,
    base: mirrored.reduce((sum, axis) => sum + (x.shape[axis] - 1) * own[axis], 0),
    strides: own.map((stride, axis) => (mirrored.includes(axis) ? -stride : stride)),
  };
  plan.call(elementNest(x.shape, ['copy'], [walk, inOrder(out)]), source, out);
  return out;
}
