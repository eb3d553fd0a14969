import { InputError } from '../../../core/input-error.ts';
import { instruction, local, loop } from '../model/element-loops.ts';
import type { KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { at } from '../model/kernel-model.ts';

export const sparseReshapeModels: KernelModels = { SparseReshape: sparseReshape };

const PLACE = local(0);
const TERM = local(1);
const FROM_HOST = local(2);

/**
 * Takes both shapes to the host, which makes strides of them; then adds up the place of every row of indices and divides
 * it into the indices of the new shape.
 */
function sparseReshape(plan: KernelPlan, inputs: PlanInputs): PlanTensor[] {
  const { inputIndices, inputShape, newShape } = inputs;
  const [count, width] = inputIndices.shape;
  const rank = inputShape.shape[0];
  const newRank = newShape.shape[0];
  if (width !== rank) {
    throw new InputError(
      `${plan.kernel}: a shape of ${rank} axes needs as many indices a row, got ${width}; ` +
        'tfjs-backend-cpu 4.22.0 computes others wrong',
    );
  }
  checkShapes(plan, plan.known(inputShape), plan.known(newShape));
  const indices = plan.make([count, newRank], inputIndices.dtype);
  const shape = plan.make([newRank], newShape.dtype);
  const row = [
    loop(rank, [
      instruction('mul', [at(0, inputIndices, 0, [rank, 1])], TERM),
      instruction('add', [PLACE, TERM], PLACE),
    ]),
    loop(newRank, [
      instruction('div', [PLACE], TERM),
      instruction('round', [TERM], at(3, indices, 0, [newRank, 1])),
      instruction('mod', [PLACE], PLACE),
    ]),
  ];
  const body = [
    loop(rank, [instruction('copy', [at(1, inputShape, 0, [1])], null)]),
    loop(newRank, [instruction('copy', [at(2, newShape, 0, [1])], null)]),
    loop(count, row, [0]),
    loop(newRank, [instruction('copy', [FROM_HOST], at(4, shape, 0, [1]))]),
  ];
  plan.call({ slots: 5, locals: 3, body }, inputIndices, inputShape, newShape, indices, shape);
  return [indices, shape];
}

/** Throws InputError where both are known and the new one has not as many elements. */
function checkShapes(plan: KernelPlan, from: ArrayLike<number> | null, to: ArrayLike<number> | null): void {
  if (from === null || to === null) return;
  const [old, wanted] = [Array.from(from), Array.from(to)];
  const size = old.reduce((product, extent) => product * extent, 1);
  const given = wanted.filter((extent) => extent !== -1).reduce((product, extent) => product * extent, 1);
  const open = wanted.filter((extent) => extent === -1).length;
  const isFilled = open === 0 ? given === size : open === 1 && given > 0 && size % given === 0;
  if (!isFilled || wanted.some((extent) => extent < -1)) {
    throw new InputError(`${plan.kernel}: a tensor of [${old}] has no shape [${wanted}]; keep its number of elements`);
  }
}
