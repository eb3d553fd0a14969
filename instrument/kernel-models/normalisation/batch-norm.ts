import { util } from '@tensorflow/tfjs-core';
import { InputError } from '../../../core/input-error.ts';
import { broadcast } from '../elementwise/binary.ts';
import { elementLoops, inOrder, instruction, local } from '../model/element-loops.ts';
import type { KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';

export const batchNormModels: KernelModels = {
  FusedBatchNorm: batchNorm,
};

/**
 * One pass over `x` in order: every element is normalised with statistics that begin again after their last. What is not
 * given is an array of one host number. Stores floats whatever the dtype.
 */
function batchNorm(plan: KernelPlan, inputs: PlanInputs): PlanTensor {
  const { x, mean, variance } = inputs;
  const offset = inputs.offset ?? plan.constant([1], 'float32');
  const scale = inputs.scale ?? plan.constant([1], 'float32');
  const statistics = [offset, mean, scale, variance];
  for (const { shape } of statistics) requireTrailing(plan, shape, x.shape);
  const out = plan.make(x.shape, 'float32');
  const walks = [inOrder(x), ...statistics.map((each) => broadcast(each, x.shape)), inOrder(out)];
  const [SHIFT, TERM, ROOT] = [0, 1, 2];
  const body = elementLoops(x.shape, walks, ([element, shift, centre, factor, spread, result]) => [
    instruction('copy', [shift], local(SHIFT)),
    instruction('sub', [element, centre], local(TERM)),
    instruction('mul', [local(TERM), factor], local(TERM)),
    instruction('add', [spread], local(ROOT)),
    instruction('sqrt', [local(ROOT)], local(ROOT)),
    instruction('div', [local(TERM), local(ROOT)], local(TERM)),
    instruction('add', [local(SHIFT), local(TERM)], result),
  ]);
  plan.call({ slots: 6, locals: 3, body }, x, ...statistics, out);
  return { ...out, dtype: x.dtype };
}

/** The kernel counts through a statistic as through a list, which broadcasts it along leading axes alone. */
function requireTrailing(plan: KernelPlan, shape: readonly number[], whole: readonly number[]): void {
  if (shape.every((extent) => extent === 1)) return;
  const own = shape.slice(shape.findIndex((extent) => extent !== 1));
  if (util.arraysEqual(own, whole.slice(whole.length - own.length))) return;
  throw new InputError(
    `${plan.kernel}: mean, variance, offset and scale must have the last axes of x ([${whole}]) or one element, ` +
      `got [${shape}]; tfjs-backend-cpu 4.22.0 computes others wrong`,
  );
}
