import { InputError } from '../../../core/input-error.ts';
import { elementNest, inOrder, instruction, local, loop } from '../model/element-loops.ts';
import type { KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { at, listUnder, sizeOf } from '../model/kernel-model.ts';
import { type StepKind, ValueSteps } from '../model/value-steps.ts';
import { requireSplits } from './ragged-splits.ts';

export const raggedGatherModels: KernelModels = { RaggedGather: raggedGather };

const [DENSE, SLICES, OUT] = [0, 1, 2];
const SHIFT = local(0);
const START = local(1);
const LIMIT = local(2);
const FROM_HOST = local(3);

/**
 * Checks indices and splits; then builds lists of new splits on the host, and one of the slices of values to copy; then
 * puts the lists into tensors and copies the slices.
 */
function raggedGather(plan: KernelPlan, inputs: PlanInputs): PlanTensor[] {
  const { paramsDenseValues: dense, indices } = inputs;
  const splits = listUnder(inputs, 'paramsNestedSplits');
  if (splits.length === 0 || splits[0].shape.length === 0 || dense.shape.length === 0) {
    throw new InputError(`${plan.kernel}: needs vectors of splits, one at least, and values that are no scalar`);
  }
  checkIndices(plan, indices, splits[0].shape[0] - 1);
  const known = requireSplits(plan, splits, dense.shape[0]);
  const { lists, slices } = makeSplits(plan, indices, splits, known);
  const outSplits = lists.map((list) => {
    const out = plan.make(list.shape, 'int32');
    plan.call(elementNest(list.shape, ['copy'], [inOrder(list), inOrder(out)]), list, out);
    return out;
  });
  return [...outSplits, copySlices(plan, dense, slices)];
}

function checkIndices(plan: KernelPlan, indices: PlanTensor, rows: number): void {
  const known = plan.indices(indices);
  const size = sizeOf(indices.shape);
  for (let place = 0; place < size; place++) {
    if (known[place] < 0 || known[place] >= rows) {
      throw new InputError(`${plan.kernel}: an index must be within ${rows} rows, got ${known[place]}`);
    }
  }
  const check = instruction('compare', [at(0, indices, 0, [1])], null);
  plan.call({ slots: 1, locals: 0, body: [loop(size, [check])] }, indices);
}

/** Where the slices of values to copy begin and end, in the list of them. */
interface Slices {
  readonly list: PlanTensor;
  readonly bounds: readonly (readonly [number, number])[];
}

/** The slots are the indices, the tensors of splits, the lists, and the list of slices. */
function makeSplits(
  plan: KernelPlan,
  indices: PlanTensor,
  splits: readonly PlanTensor[],
  known: readonly ArrayLike<number>[],
): { lists: PlanTensor[]; slices: Slices } {
  const rank = indices.shape.length;
  const lists = Math.max(0, rank - 1 + splits.length);
  const firstList = 1 + splits.length;
  const lengths = new Array<number>(lists).fill(0);
  const bounds: [number, number][] = [];
  const steps = new ValueSteps();
  const made = Array.from({ length: lists }, (_, list) => put(firstList + list));
  made.forEach((number, list) => {
    steps.add(number, lengths[list]++);
  });
  let rows = 1;
  for (let axis = 0; axis < rank - 1; axis++) {
    rows *= indices.shape[axis];
    for (let row = 0; row < rows; row++) steps.add(made[axis], lengths[axis]++);
  }
  const readIndex = bothEnds(0, 0);
  const followed = splits.map((_, dimension) => bothEnds(1 + dimension, 1));
  const shifted = splits.map((_, dimension) => shiftOf(1 + dimension, firstList + dimension + rank - 1));
  const pushed = splits.map((_, dimension) => push(1 + dimension, firstList + dimension + rank - 1));
  const noteSlice = slice(firstList + lists);
  const named = plan.indices(indices);
  for (let place = 0; place < sizeOf(indices.shape); place++) {
    let [start, limit] = [named[place], named[place] + 1];
    steps.add(readIndex, place);
    known.forEach((of, dimension) => {
      const list = dimension + rank - 1;
      if (list >= 0) {
        steps.add(shifted[dimension], lengths[list] - 1, start);
        for (let row = start; row < limit; row++) steps.add(pushed[dimension], row + 1, lengths[list]++);
      }
      steps.add(followed[dimension], start, limit);
      [start, limit] = [of[start], of[limit]];
    });
    if (limit !== start) {
      steps.add(noteSlice, 2 * bounds.length, 2 * bounds.length + 1);
      bounds.push([start, limit]);
    }
  }
  const tensors = lengths.map((length) => plan.make([length], 'int32'));
  const list = plan.make([2 * bounds.length], 'int32');
  steps.call(plan, 4, indices, ...splits, ...tensors, list);
  return { lists: tensors, slices: { list, bounds } };
}

/** A number of the host's is put into a list: where it begins, and where splits follow from shapes. */
function put(slot: number): StepKind {
  return { nodes: (access) => [instruction('copy', [FROM_HOST], access(slot, 0))] };
}

/** Where a slice begins and ends, read from two places; `limit` 0: from one. */
function bothEnds(slot: number, limit: 0 | 1): StepKind {
  return {
    nodes: (access) => [
      instruction('copy', [access(slot, 0)], START),
      instruction('copy', [access(slot, limit)], LIMIT),
    ],
  };
}

function shiftOf(splits: number, list: number): StepKind {
  return { nodes: (access) => [instruction('sub', [access(list, 0), access(splits, 1)], SHIFT)] };
}

function push(splits: number, list: number): StepKind {
  return { nodes: (access) => [instruction('add', [access(splits, 0), SHIFT], access(list, 1))], goesOn: true };
}

function slice(slot: number): StepKind {
  return {
    nodes: (access) => [instruction('copy', [START], access(slot, 0)), instruction('copy', [LIMIT], access(slot, 1))],
    goesOn: true,
  };
}

/** Reads where a slice begins, and before every row of it, and after the last, where it ends. */
function copySlices(plan: KernelPlan, dense: PlanTensor, { list, bounds }: Slices): PlanTensor {
  const width = sizeOf(dense.shape.slice(1));
  const kinds = new Map<number, StepKind>();
  const steps = new ValueSteps();
  let rows = 0;
  bounds.forEach(([start, limit], index) => {
    const kind = kinds.get(limit - start) ?? copyOf(limit - start, width);
    kinds.set(limit - start, kind);
    steps.add(kind, 2 * index, 2 * index + 1, start * width, rows * width);
    rows += limit - start;
  });
  const out = plan.make(dense.shape.with(0, rows), dense.dtype);
  steps.call(plan, 0, dense, list, out);
  return out;
}

function copyOf(rows: number, width: number): StepKind {
  return {
    nodes: (access) => {
      const end = instruction('compare', [access(SLICES, 1)], null);
      const copy = instruction('copy', [access(DENSE, 2, [width, 1])], access(OUT, 3, [width, 1]));
      return [instruction('copy', [access(SLICES, 0)], null), loop(rows, [end, loop(width, [copy])]), end];
    },
  };
}
