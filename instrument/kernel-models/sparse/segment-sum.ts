import { InputError } from '../../../core/input-error.ts';
import { binary } from '../elementwise/binary.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { reshaped } from '../model/kernel-model.ts';
import { pack } from '../movement/concat.ts';
import { sum } from '../reductions/reduce.ts';

export const segmentSumModels: KernelModels = { UnsortedSegmentSum: unsortedSegmentSum };

/**
 * For every segment compares all ids with its number, multiplies all of x by the result, and sums that: Equal, Multiply and
 * Sum for each, as often as there are segments, then Pack.
 */
function unsortedSegmentSum(plan: KernelPlan, { x, segmentIds }: PlanInputs, attrs: Attributes): PlanTensor {
  const segments = attrs.number('numSegments');
  if (segments < 1) throw new InputError(`${plan.kernel}: numSegments must be at least 1, got ${segments}`);
  if (segmentIds.shape.length !== 1 || x.shape.length === 0) {
    throw new InputError(
      `${plan.kernel}: needs a vector of ids, one for each row of x, got [${segmentIds.shape}] for [${x.shape}]; ` +
        'tfjs-backend-cpu 4.22.0 computes others wrong',
    );
  }
  const ids = reshaped(segmentIds, [...segmentIds.shape, ...x.shape.slice(1).map(() => 1)]);
  const sums = Array.from({ length: segments }, () => {
    const mask = binary(plan, ['compare'], plan.constant([], 'int32'), ids, 'bool');
    // The cast to floats reads nothing.
    const chosen = binary(plan, ['mul'], { ...mask, dtype: 'float32' }, x, 'float32');
    return sum(plan, chosen, 0, false);
  });
  return pack(plan, sums, 0);
}
