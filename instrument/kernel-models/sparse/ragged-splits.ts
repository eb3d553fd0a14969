import { InputError } from '../../../core/input-error.ts';
import { instruction, loop } from '../model/element-loops.ts';
import type { KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { at } from '../model/kernel-model.ts';

/**
 * The elements of nested splits, after they were checked as the stock kernel does, with its reads: the first, the last,
 * each with the one before. Throws InputError on splits that are none, and on those that the stock kernel reads beyond.
 */
export function requireSplits(
  plan: KernelPlan,
  splits: readonly PlanTensor[],
  denseRows: number,
): readonly ArrayLike<number>[] {
  return splits.map((tensor, dimension) => {
    const [length] = tensor.shape;
    const known = plan.indices(tensor);
    const isInnermost = dimension === splits.length - 1;
    const rows = isInnermost ? denseRows : splits[dimension + 1].shape[0] - 1;
    if (length === 0)
      throw new InputError(`${plan.kernel}: splits must not be empty, got none in dimension ${dimension}`);
    for (let place = 0; place < length; place++) {
      const before = place === 0 ? 0 : known[place - 1];
      if (known[place] < before) {
        throw new InputError(`${plan.kernel}: splits must ascend from 0, got ${known[place]} after ${before}`);
      }
    }
    if (known[length - 1] > rows) {
      throw new InputError(`${plan.kernel}: splits must end within ${rows} rows, got ${known[length - 1]}`);
    }
    const body = [
      instruction('compare', [at(0, tensor, 0, [])], null),
      instruction('compare', [at(0, tensor, length - 1, [])], null),
      loop(length - 1, [instruction('compare', [at(0, tensor, 0, [1]), at(0, tensor, 1, [1])], null)]),
    ];
    plan.call({ slots: 1, locals: 0, body }, tensor);
    return known;
  });
}
