import { instruction, local } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { sizeOf } from '../model/kernel-model.ts';
import { type StepKind, ValueSteps } from '../model/value-steps.ts';
import { PairSelection } from './pair-selection.ts';

export const topKModels: KernelModels = { TopK: topK };

const [X, PAIRS, CHOSEN, WORK, VALUES, INDICES] = [0, 1, 2, 3, 4, 5];
const PIVOT = local(0);
const HELD = local(1);

/** Copies an element from one tensor to another. */
function move(from: number, to: number): StepKind {
  return { nodes: (access) => [instruction('copy', [access(from, 0)], access(to, 1))] };
}

const load = move(X, PAIRS);
const cut = move(PAIRS, CHOSEN);
const intoWork = move(CHOSEN, WORK);
const outOfWork = move(WORK, CHOSEN);
const pivot: StepKind = { nodes: (access) => [instruction('copy', [access(PAIRS, 0)], PIVOT)] };
const test: StepKind = { nodes: (access) => [instruction('compare', [access(PAIRS, 0), PIVOT], null)], goesOn: true };
const swap: StepKind = {
  nodes: (access) => [
    instruction('copy', [access(PAIRS, 0)], HELD),
    instruction('copy', [access(PAIRS, 1)], access(PAIRS, 0)),
    instruction('copy', [HELD], access(PAIRS, 1)),
  ],
  goesOn: true,
};
const order: StepKind = { nodes: (access) => [instruction('compare', [access(WORK, 0), access(WORK, 1)], null)] };
const store: StepKind = {
  nodes: (access) => [
    instruction('copy', [access(CHOSEN, 0)], access(VALUES, 1)),
    instruction('copy', [access(CHOSEN, 0)], access(INDICES, 1)),
  ],
};

/**
 * Makes pairs of the values of a row and their places in an array of the host; a pair is one element of it. The first k
 * are selected there, cut off, sorted if asked for, and stored.
 */
function topK(plan: KernelPlan, { x }: PlanInputs, attrs: Attributes): PlanTensor[] {
  const k = attrs.number('k');
  const isSorted = attrs.flag('sorted');
  const last = x.shape.length - 1;
  const length = x.shape[last];
  const known = plan.indices(x);
  const values = plan.make(x.shape.with(last, k), x.dtype);
  const indices = plan.make(values.shape, 'int32');
  const rows = length === 0 ? 0 : sizeOf(x.shape) / length;
  for (let row = 0; row < rows; row++) {
    const steps = new ValueSteps();
    const selection = new PairSelection(
      plan.kernel,
      Array.from({ length }, (_, place) => known[row * length + place]),
      {
        pivot: (at) => steps.add(pivot, at),
        test: (at) => steps.add(test, at),
        swap: (left, right) => steps.add(swap, left, right),
      },
    );
    for (let place = 0; place < length; place++) steps.add(load, row * length + place, place);
    const pairs = plan.make([length], x.dtype);
    let chosen = pairs;
    if (k < length) {
      selection.select(k);
      for (let place = 0; place < k; place++) steps.add(cut, place, place);
      chosen = plan.make([k], x.dtype);
    }
    const work = isSorted && k > 1 ? plan.make([k], x.dtype) : chosen;
    if (work !== chosen) sort(selection, k, steps);
    for (let place = 0; place < k; place++) steps.add(store, place, row * k + place);
    steps.call(plan, 2, x, pairs, chosen, work, values, indices);
  }
  return [values, indices];
}

/**
 * The engine that runs JavaScript sorts in an array of its own and puts the result back. Which pairs it compares, it tells
 * itself; each is read where it lay before, since what is moved are references.
 */
function sort(selection: PairSelection, k: number, steps: ValueSteps): void {
  for (let place = 0; place < k; place++) steps.add(intoWork, place, place);
  const chosen = selection.order.slice(0, k);
  const sorted = Array.from({ length: k }, (_, place) => place).sort((a, b) => {
    steps.add(order, b, a);
    return selection.compare(chosen[a], chosen[b]);
  });
  sorted.forEach((from, place) => {
    steps.add(outOfWork, from, place);
  });
}
