import { InputError } from '../../../core/input-error.ts';
import { instruction, local, loop } from '../model/element-loops.ts';
import type { KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { at, sizeOf } from '../model/kernel-model.ts';
import { type StepKind, ValueSteps } from '../model/value-steps.ts';

/** What stands between the rows of one dimension and those of the next: the splits, or the row of each. */
export interface Partition {
  readonly tensor: PlanTensor;
  readonly known: ArrayLike<number>;
  readonly isRowIds: boolean;
}

/** A list of the host's: where in the dense tensor each row begins, -1 where it is outside. */
export interface PlacedRows {
  readonly list: PlanTensor;
  readonly places: readonly number[];
}

const [PARTITION, PARENT, LIST] = [0, 1, 2];
const WIDTH = local(0);
const PLACE = local(1);
const OUTSIDE = local(2);

/** The rows of the first dimension stand `stride` apart, as many as the dense tensor has. */
export function layFirst(plan: KernelPlan, rows: number, limit: number, stride: number): PlacedRows {
  const places = Array.from({ length: rows }, (_, row) => (row < limit ? row * stride : -1));
  const list = plan.make([rows], 'int32');
  const body = [loop(rows, [instruction('copy', [local(0)], at(0, list, 0, [1]))])];
  plan.call({ slots: 1, locals: 1, body }, list);
  return { list, places };
}

/**
 * Where the rows of the next dimension stand, `stride` apart within their parent, at most `limit` of it. Throws InputError
 * where rows have no parent.
 */
export function placeRows(
  plan: KernelPlan,
  partition: Partition,
  parent: PlacedRows,
  stride: number,
  limit: number,
): PlacedRows {
  const steps = new ValueSteps();
  const places = partition.isRowIds
    ? placeByIds(plan, partition, parent.places, stride, limit, steps)
    : placeBySplits(plan, partition, parent.places, stride, limit, steps);
  const list = plan.make([places.length], 'int32');
  steps.call(plan, 3, partition.tensor, parent.list, list);
  return { list, places };
}

const lastSplit: StepKind = { nodes: (access) => [instruction('compare', [access(PARTITION, 0)], null)] };

function placeBySplits(
  plan: KernelPlan,
  { tensor, known }: Partition,
  parents: readonly number[],
  stride: number,
  limit: number,
  steps: ValueSteps,
): number[] {
  const rows = sizeOf(tensor.shape) - 1;
  if (rows > parents.length) {
    throw new InputError(`${plan.kernel}: splits of ${rows} rows are more than the ${parents.length} that there are`);
  }
  const kinds = new Map<string, StepKind>();
  const places: number[] = [];
  for (let row = 0; row < rows; row++) {
    const width = Math.max(0, known[row + 1] - known[row]);
    const inside = parents[row] === -1 ? 0 : Math.min(limit, width);
    const kind = kinds.get(`${inside} ${width}`) ?? rowOf(inside, width);
    kinds.set(`${inside} ${width}`, kind);
    steps.add(kind, row, row + 1, places.length);
    for (let place = 0; place < width; place++) places.push(place < inside ? parents[row] + place * stride : -1);
  }
  if (rows >= 0) {
    steps.add(lastSplit, rows);
    if (known[rows] !== places.length) {
      throw new InputError(`${plan.kernel}: splits must ascend from 0, got ${Array.from(known).join(', ')}`);
    }
  }
  return places;
}

function rowOf(inside: number, width: number): StepKind {
  return {
    nodes: (access) => [
      instruction('sub', [access(PARTITION, 1), access(PARTITION, 0)], WIDTH),
      instruction('copy', [access(PARENT, 0)], PLACE),
      loop(inside, [instruction('copy', [PLACE], access(LIST, 2, [1])), instruction('add', [PLACE], PLACE)]),
      loop(width - inside, [instruction('copy', [OUTSIDE], access(LIST, 2, [1], inside))]),
    ],
  };
}

const newRow: StepKind = {
  nodes: (access) => [
    instruction('compare', [access(PARTITION, 0)], null),
    instruction('copy', [access(PARENT, 1)], PLACE),
    instruction('copy', [PLACE], access(LIST, 0)),
  ],
};

/** Of the row that the id before named: the next place, the first that is outside, or one more outside. */
function sameRow(step: 'inside' | 'ends' | 'outside'): StepKind {
  const moves = {
    inside: [instruction('add', [PLACE], PLACE)],
    ends: [instruction('copy', [OUTSIDE], PLACE)],
    outside: [],
  };
  return {
    nodes: (access) => [
      instruction('compare', [access(PARTITION, 0)], null),
      ...moves[step],
      instruction('copy', [PLACE], access(LIST, 0)),
    ],
    goesOn: true,
  };
}

const inside = sameRow('inside');
const ends = sameRow('ends');
const outside = sameRow('outside');

function placeByIds(
  plan: KernelPlan,
  { tensor, known }: Partition,
  parents: readonly number[],
  stride: number,
  limit: number,
  steps: ValueSteps,
): number[] {
  const places: number[] = [];
  let column = 0;
  for (let at = 0; at < sizeOf(tensor.shape); at++) {
    const id = known[at];
    if (!(id >= 0 && id < parents.length)) {
      throw new InputError(`${plan.kernel}: a row id must be within ${parents.length} rows, got ${id}`);
    }
    if (at === 0 || id !== known[at - 1]) {
      column = 0;
      steps.add(newRow, at, id);
      places.push(parents[id]);
      continue;
    }
    const before = places[at - 1];
    const isInside = before >= 0 && ++column < limit;
    steps.add(isInside ? inside : before >= 0 ? ends : outside, at);
    places.push(isInside ? before + stride : -1);
  }
  return places;
}
