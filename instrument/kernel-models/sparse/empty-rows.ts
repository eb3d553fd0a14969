import { backend_util } from '@tensorflow/tfjs-core';
import { InputError } from '../../../core/input-error.ts';
import { elementNest, inOrder, instruction, local, loop } from '../model/element-loops.ts';
import type { KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { type StepAccess, type StepKind, ValueSteps } from '../model/value-steps.ts';

export const emptyRowModels: KernelModels = { SparseFillEmptyRows: sparseFillEmptyRows };

const [INDICES, VALUES, DEFAULT, SHAPE, ENDS, FILLED, EMPTY, PLACES, OUT_INDICES, OUT_VALUES] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
];
const FILLING = local(0);
const PLACE = local(1);
const FROM_HOST = local(2);

/** All go on: the element that fills is a local from the first step to the last. */
function kind(nodes: StepKind['nodes']): StepKind {
  return { nodes, goesOn: true };
}

const begin = kind((access) => [
  instruction('copy', [access(DEFAULT, 0)], FILLING),
  instruction('copy', [access(SHAPE, 0)], null),
]);
const count = kind((access) => [
  instruction('compare', [access(INDICES, 0)], null),
  instruction('add', [access(ENDS, 1)], access(ENDS, 1)),
]);
const firstRow = kind(rowCounted);
const laterRow = kind((access) => [
  ...rowCounted(access),
  instruction('add', [access(ENDS, 0), access(ENDS, 1)], access(ENDS, 0)),
]);
const keep = kind((access) => [instruction('copy', [FROM_HOST], access(PLACES, 0))]);

/** Whether a row has elements; one that has none gets one. */
function rowCounted(access: StepAccess) {
  return [
    instruction('compare', [access(ENDS, 0)], access(EMPTY, 0)),
    instruction('compare', [access(ENDS, 0)], access(ENDS, 0)),
  ];
}

/**
 * Counts the elements of every row in arrays of the host. Where no row is empty and rows ascend, indices and values are
 * handed on; else they are copied to their places, and each empty row gets the default.
 */
function sparseFillEmptyRows(plan: KernelPlan, inputs: PlanInputs): PlanTensor[] {
  const { indices, values, denseShape, defaultValue } = inputs;
  const [elements, rank] = indices.shape;
  const denseRows = plan.indices(denseShape)[0];
  if (rank === 0) throw new InputError(`${plan.kernel}: indices need a column at least, got [${indices.shape}]`);
  const rows = rowsOf(plan, indices, denseRows);
  const counts = new Array<number>(denseRows).fill(0);
  for (const row of rows) counts[row]++;
  const steps = new ValueSteps();
  steps.add(begin, 0, 0);
  rows.forEach((row, element) => {
    steps.add(count, element * rank, row);
  });
  for (let row = 0; row < denseRows; row++) steps.add(row === 0 ? firstRow : laterRow, row, Math.max(0, row - 1));

  const isFull = !counts.includes(0) && rows.every((row, element) => element === 0 || row >= rows[element - 1]);
  const starts: number[] = [];
  let full = 0;
  for (let row = 0; row < denseRows; row++) {
    starts.push(full);
    full += Math.max(counts[row], 1);
  }
  // Without rows nothing is handed on.
  const isHandedOn = isFull && denseRows > 0;
  const outIndices = isHandedOn ? indices : plan.make([full, rank], indices.dtype);
  const outValues = isHandedOn ? values : plan.make([full], values.dtype);
  if (isFull) for (let element = 0; element < elements; element++) steps.add(keep, element);
  else fillRows(steps, rows, starts, counts, rank);

  const ends = plan.make([denseRows], 'int32', 'zero-filled');
  const filled = plan.make([denseRows], 'int32', 'zero-filled');
  const empty = plan.make([denseRows], 'bool');
  const places = plan.make([elements], 'int32');
  const given = [indices, values, defaultValue, denseShape];
  steps.call(plan, 3, ...given, ends, filled, empty, places, outIndices, outValues);
  const indicator = copied(plan, copied(plan, empty));
  return [outIndices, outValues, indicator, { ...copied(plan, places), dtype: indices.dtype }];
}

/** Copies every element to its place, then gives the default to the rows that got none. */
function fillRows(
  steps: ValueSteps,
  rows: readonly number[],
  starts: readonly number[],
  counts: readonly number[],
  rank: number,
): void {
  const placed = (isFirst: boolean) =>
    kind((access) => [
      instruction('copy', [access(INDICES, 0)], null),
      instruction('copy', [access(FILLED, 1)], PLACE),
      ...(isFirst ? [] : [instruction('add', [access(ENDS, 2), PLACE], PLACE)]),
      instruction('add', [access(FILLED, 1)], access(FILLED, 1)),
      loop(rank, [instruction('copy', [access(INDICES, 0, [1])], access(OUT_INDICES, 3, [1]))]),
      instruction('copy', [access(VALUES, 4)], access(OUT_VALUES, 5)),
      instruction('copy', [PLACE], access(PLACES, 4)),
    ]);
  const given = (isFirst: boolean) =>
    kind((access) => [
      instruction('compare', [access(FILLED, 0)], null),
      ...(isFirst ? [] : [instruction('copy', [access(ENDS, 1)], null)]),
      loop(rank, [instruction('copy', [FROM_HOST], access(OUT_INDICES, 2, [1]))]),
      instruction('copy', [FILLING], access(OUT_VALUES, 3)),
    ]);
  const passed = kind((access) => [instruction('compare', [access(FILLED, 0)], null)]);
  const [placedFirst, placedLater, givenFirst, givenLater] = [placed(true), placed(false), given(true), given(false)];
  const next = [...starts];
  rows.forEach((row, element) => {
    const place = next[row]++;
    const before = Math.max(0, row - 1);
    steps.add(row === 0 ? placedFirst : placedLater, element * rank, row, before, place * rank, element, place);
  });
  counts.forEach((elements, row) => {
    if (elements > 0) steps.add(passed, row);
    else steps.add(row === 0 ? givenFirst : givenLater, row, Math.max(0, row - 1), starts[row] * rank, starts[row]);
  });
}

/** The row of every element. Throws InputError on one that is none of the dense tensor's. */
function rowsOf(plan: KernelPlan, indices: PlanTensor, denseRows: number): number[] {
  const [elements, rank] = indices.shape;
  const known = plan.indices(indices);
  if (denseRows === 0 && elements > 0) {
    refuse(plan, backend_util.getSparseFillEmptyRowsIndicesDenseShapeMismatch(elements));
  }
  return Array.from({ length: elements }, (_, element) => {
    const row = known[element * rank];
    if (row < 0) refuse(plan, backend_util.getSparseFillEmptyRowsNegativeIndexErrorMessage(element, row));
    if (row >= denseRows) {
      refuse(plan, backend_util.getSparseFillEmptyRowsOutOfRangeIndexErrorMessage(element, row, denseRows));
    }
    return row;
  });
}

function copied(plan: KernelPlan, x: PlanTensor): PlanTensor {
  const copy = plan.make(x.shape, x.dtype);
  plan.call(elementNest(x.shape, ['copy'], [inOrder(x), inOrder(copy)]), x, copy);
  return copy;
}

function refuse(plan: KernelPlan, message: string): never {
  throw new InputError(`${plan.kernel}: ${message}`);
}
