import { InputError } from '../../../core/input-error.ts';
import { instruction, local, loop } from '../model/element-loops.ts';
import type { KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { type StepAccess, type StepKind, ValueSteps } from '../model/value-steps.ts';

export const raggedRangeModels: KernelModels = { RaggedRange: raggedRange };

const [STARTS, LIMITS, DELTAS, SPLITS, OUT] = [0, 1, 2, 3, 4];
const VALUE = local(0);
const LIMIT = local(1);
const DELTA = local(2);
const SIZE = local(3);
const LONGEST = 2 ** 31 - 1;

const begin: StepKind = { nodes: (access) => [instruction('copy', [SIZE], access(SPLITS, 0))] };
const total: StepKind = { nodes: (access) => [instruction('copy', [access(SPLITS, 0)], null)] };
const emptyRow: StepKind = {
  nodes: (access) => [...operands(access), instruction('compare', [LIMIT, VALUE], SIZE), ...split(access)],
};
const row: StepKind = {
  nodes: (access) => [
    ...operands(access),
    instruction('sub', [LIMIT, VALUE], SIZE),
    instruction('div', [SIZE, DELTA], SIZE),
    instruction('abs', [SIZE], SIZE),
    instruction('round', [SIZE], SIZE),
    ...split(access),
  ],
};

function operands(access: StepAccess) {
  return [
    instruction('copy', [access(STARTS, 0)], VALUE),
    instruction('copy', [access(LIMITS, 1)], LIMIT),
    instruction('copy', [access(DELTAS, 2)], DELTA),
  ];
}

function split(access: StepAccess) {
  return [instruction('add', [access(SPLITS, 3), SIZE], access(SPLITS, 4))];
}

/** Computes where the range of every row ends, then makes the ranges. What is a scalar is read again for every row. */
function raggedRange(plan: KernelPlan, { starts, limits, deltas }: PlanInputs): PlanTensor[] {
  const rows = rowsOf(plan, [starts, limits, deltas]);
  const [from, to, by] = [starts, limits, deltas].map((tensor) => plan.indices(tensor));
  const place = (tensor: PlanTensor, at: number) => (tensor.shape.length === 0 ? 0 : at);
  const ends = new Int32Array(rows + 1);
  const steps = new ValueSteps();
  steps.add(begin, 0);
  for (let at = 0; at < rows; at++) {
    const places = [starts, limits, deltas].map((tensor) => place(tensor, at));
    const [start, limit, delta] = [from[places[0]], to[places[1]], by[places[2]]];
    if (delta === 0) throw new InputError(`${plan.kernel}: a delta must not be 0, got 0 in row ${at}`);
    const isEmpty = delta > 0 ? limit < start : limit > start;
    const size = isEmpty ? 0 : Math.ceil(Math.abs((limit - start) / delta));
    if (size > LONGEST) throw new InputError(`${plan.kernel}: a range has ${LONGEST} elements at most, got ${size}`);
    ends[at + 1] = ends[at] + size;
    steps.add(isEmpty ? emptyRow : row, ...places, at, at + 1);
  }
  steps.add(total, rows);

  const ranges = new Map<number, StepKind>();
  for (let at = 0; at < rows; at++) {
    const size = ends[at + 1] - ends[at];
    const kind = ranges.get(size) ?? range(size);
    ranges.set(size, kind);
    steps.add(kind, at, at + 1, place(starts, at), place(deltas, at), ends[at]);
  }
  const splits = plan.make([rows + 1], 'int32');
  const out = plan.make([ends[rows]], starts.dtype);
  steps.call(plan, 4, starts, limits, deltas, splits, out);
  return [splits, out];
}

function range(size: number): StepKind {
  return {
    nodes: (access) => [
      instruction('sub', [access(SPLITS, 1), access(SPLITS, 0)], SIZE),
      instruction('copy', [access(STARTS, 2)], VALUE),
      instruction('copy', [access(DELTAS, 3)], DELTA),
      loop(size, [instruction('copy', [VALUE], access(OUT, 4, [1])), instruction('add', [VALUE, DELTA], VALUE)]),
    ],
  };
}

/** As many rows as the vectors have elements; 1 where all are scalars. */
function rowsOf(plan: KernelPlan, tensors: readonly PlanTensor[]): number {
  const lengths = tensors.flatMap(({ shape }) => [...shape]);
  if (tensors.some(({ shape }) => shape.length > 1) || lengths.some((length) => length !== lengths[0])) {
    const shapes = tensors.map(({ shape }) => `[${shape}]`).join(', ');
    throw new InputError(`${plan.kernel}: starts, limits and deltas must be scalars or equally long, got ${shapes}`);
  }
  return lengths[0] ?? 1;
}
