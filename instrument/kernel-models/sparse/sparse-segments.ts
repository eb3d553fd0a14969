import { backend_util } from '@tensorflow/tfjs-core';
import { InputError } from '../../../core/input-error.ts';
import { instruction, loop } from '../model/element-loops.ts';
import type { KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { sizeOf } from '../model/kernel-model.ts';
import { type StepKind, ValueSteps } from '../model/value-steps.ts';

/** Kernels that add up rows of a tensor that indices name, by segments whose ids ascend. */
export const sparseSegmentModels: KernelModels = {
  SparseSegmentSum: (plan, inputs) => reduction(plan, inputs, false),
  SparseSegmentMean: (plan, inputs) => reduction(plan, inputs, true),
};

const [DATA, INDICES, IDS, OUT] = [0, 1, 2, 3];

const readId: StepKind = { nodes: (access) => [instruction('compare', [access(IDS, 0)], null)] };

/** Reads the ids up to the next segment, then the index of every row of this one and its elements, which it adds. */
function reduction(plan: KernelPlan, inputs: PlanInputs, isMean: boolean): PlanTensor {
  const { data, indices, segmentIds } = inputs;
  const rows = data.shape[0];
  const columns = rows === 0 ? 0 : sizeOf(data.shape) / rows;
  const ids = plan.indices(segmentIds);
  const named = plan.indices(indices);
  const count = sizeOf(indices.shape);
  if (count === 0) return plan.make(data.shape.with(0, 0), data.dtype);
  const segments = ids[count - 1] + 1;
  if (segments <= 0) refuse(plan, backend_util.getSparseSegmentReductionNegativeSegmentIdsErrorMessage());
  const out = plan.make(data.shape.with(0, segments), data.dtype, 'zero-filled');
  const addRow: StepKind = {
    nodes: (access) => {
      const sum = access(OUT, 1, [1]);
      const add = instruction('add', [sum, access(DATA, 2, [1])], sum);
      return [instruction('copy', [access(INDICES, 0)], null), loop(columns, [add])];
    },
  };
  const divide: StepKind = {
    nodes: (access) => [loop(columns, [instruction('div', [access(OUT, 0, [1])], access(OUT, 0, [1]))])],
  };

  const steps = new ValueSteps();
  steps.add(readId, count - 1);
  steps.add(readId, 0);
  for (let start = 0, end = 1; start < count; start = end++) {
    const segment = ids[start];
    for (; end < count; end++) {
      steps.add(readId, end);
      if (ids[end] !== segment) break;
    }
    if (end < count && segment >= ids[end]) {
      refuse(plan, backend_util.getSparseSegmentReductionNonIncreasingSegmentIdsErrorMessage());
    }
    if (segment < 0 || segment >= segments) {
      refuse(plan, backend_util.getSparseSegmentReductionSegmentIdOutOfRangeErrorMessage(segment, segments));
    }
    for (let place = start; place < end; place++) {
      const row = named[place];
      if (row < 0 || row >= rows) {
        refuse(plan, backend_util.getSparseSegmentReductionIndicesOutOfRangeErrorMessage(place, row, rows));
      }
      steps.add(addRow, place, segment * columns, row * columns);
    }
    if (isMean) steps.add(divide, segment * columns);
  }
  steps.call(plan, 0, data, indices, segmentIds, out);
  return out;
}

function refuse(plan: KernelPlan, message: string): never {
  throw new InputError(`${plan.kernel}: ${message}`);
}
