import { backend_util } from '@tensorflow/tfjs-core';
import { InputError } from '../../../core/input-error.ts';
import type { Op } from '../../../core/trace/nest.ts';
import { instruction, loop } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { at, sizeOf } from '../model/kernel-model.ts';
import { transpose } from '../movement/transpose.ts';

/**
 * Kernels whose every element takes in the result before it. Where the axis is not the innermost the kernel transposes
 * before and after.
 */
export const scanModels: KernelModels = {
  Cumprod: (plan, { x }, attrs) => scan(plan, 'mul', x, attrs),
  Cumsum: (plan, { x }, attrs) => scan(plan, 'add', x, attrs),
};

function scan(plan: KernelPlan, op: Op, x: PlanTensor, attrs: Attributes): PlanTensor {
  const axis = attrs.number('axis');
  const rank = x.shape.length;
  if (!(axis >= 0 && axis < rank)) {
    throw new InputError(
      `${plan.kernel}: axis must be one of x's ${rank} axes, counted from 0, got ${axis}; ` +
        'tfjs-backend-cpu 4.22.0 computes others wrong',
    );
  }
  // It returns null where its type says undefined.
  const permutation = backend_util.getAxesPermutation([axis], rank) ?? null;
  if (permutation === null) return rows(plan, op, x, attrs);
  const scanned = rows(plan, op, transpose(plan, x, permutation), attrs);
  return transpose(plan, scanned, backend_util.getUndoAxesPermutation(permutation));
}

/** The first result of a row is its first element, or, exclusive, a host number. Then each reads the one before it. */
function rows(plan: KernelPlan, op: Op, x: PlanTensor, attrs: Attributes): PlanTensor {
  const out = plan.make(x.shape, x.dtype === 'bool' ? 'int32' : x.dtype);
  const size = sizeOf(x.shape);
  if (size === 0) return out;
  const isExclusive = attrs.flag('exclusive');
  const length = x.shape[x.shape.length - 1];
  const [start, step] = attrs.flag('reverse') ? [length - 1, -1] : [0, 1];
  const rest = (slot: number, tensor: PlanTensor, place: number) =>
    at(slot, tensor, start + place * step, [length, step]);
  const taken = rest(0, x, isExclusive ? 0 : 1);
  const body = [
    instruction('copy', isExclusive ? [] : [at(0, x, start, [length])], at(1, out, start, [length])),
    loop(length - 1, [instruction(op, [taken, rest(1, out, 0)], rest(1, out, 1))]),
  ];
  plan.call({ slots: 2, locals: 0, body: [loop(size / length, body)] }, x, out);
  return out;
}
