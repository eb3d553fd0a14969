import { InputError } from '../../../core/input-error.ts';
import { instruction } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { sizeOf } from '../model/kernel-model.ts';
import { type StepKind, ValueSteps } from '../model/value-steps.ts';
import { bufferOf } from '../movement/buffer-copy.ts';

/** Kernels that count, by row, how often a number stands there, or add up the weights at its places. */
export const bincountModels: KernelModels = {
  Bincount: (plan, { x, weights }, attrs) =>
    counts(plan, plan.indices(x), x, weights, sizeOf(x.shape), [attrs.number('size')], false),
  DenseBincount: denseBincount,
};

function denseBincount(plan: KernelPlan, { x, weights }: PlanInputs, attrs: Attributes): PlanTensor {
  const size = attrs.number('size');
  const isBinary = attrs.flag('binaryOutput');
  const known = plan.indices(x);
  if (x.shape.length === 2) {
    const numbers = bufferOf(plan, x);
    return counts(plan, known, numbers, bufferOf(plan, weights), x.shape[1], [x.shape[0], size], isBinary);
  }
  if (isBinary) {
    throw new InputError(
      `${plan.kernel}: binaryOutput needs two dimensions, got [${x.shape}]; tfjs-backend-cpu 4.22.0 counts others`,
    );
  }
  return counts(plan, known, x, weights, sizeOf(x.shape), [size], false);
}

const [X, WEIGHTS, OUT] = [0, 1, 2];

/** A number beyond the bins is read, and no more is done with it. */
const beyond: StepKind = { nodes: (access) => [instruction('compare', [access(X, 0)], null)] };
const marked: StepKind = { nodes: (access) => [instruction('copy', [access(X, 0)], access(OUT, 1))] };
const counted: StepKind = {
  nodes: (access) => [
    instruction('compare', [access(X, 0)], null),
    instruction('add', [access(OUT, 1)], access(OUT, 1)),
  ],
};
const weighted: StepKind = {
  nodes: (access) => [
    instruction('compare', [access(X, 0)], null),
    instruction('add', [access(OUT, 1), access(WEIGHTS, 0)], access(OUT, 1)),
  ],
};

function counts(
  plan: KernelPlan,
  known: ArrayLike<number>,
  x: PlanTensor,
  weights: PlanTensor,
  rowLength: number,
  shape: readonly number[],
  isBinary: boolean,
): PlanTensor {
  const bins = shape[shape.length - 1];
  const out = plan.make(shape, weights.dtype, 'zero-filled');
  const kind = isBinary ? marked : sizeOf(weights.shape) > 0 ? weighted : counted;
  const steps = new ValueSteps();
  for (let place = 0; place < sizeOf(x.shape); place++) {
    const bin = known[place];
    if (bin < 0) throw new InputError(`${plan.kernel}: numbers to count must not be negative, got ${bin}`);
    if (bin >= bins) steps.add(beyond, place);
    else steps.add(kind, place, Math.floor(place / rowLength) * bins + bin);
  }
  steps.call(plan, 0, x, weights, out);
  return out;
}
