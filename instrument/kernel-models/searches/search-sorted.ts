import { elementNest, instruction, local } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { type StepKind, ValueSteps } from '../model/value-steps.ts';

export const searchSortedModels: KernelModels = { SearchSorted: searchSorted };

const [SORTED, VALUES, OUT] = [0, 1, 2];
const VALUE = local(0);
const BOUND = local(1);

/** Copies a row of the sorted sequence, then bisects the copy for every value of the row. */
function searchSorted(plan: KernelPlan, inputs: PlanInputs, attrs: Attributes): PlanTensor {
  const { sortedSequence, values } = inputs;
  const [batches, length] = sortedSequence.shape;
  const perBatch = values.shape[1];
  const isLeft = attrs.text('side') === 'left';
  const sorted = plan.indices(sortedSequence);
  const wanted = plan.indices(values);
  const out = plan.make(values.shape, 'int32');
  const searches = new Map<number, StepKind>();
  for (let batch = 0; batch < batches; batch++) {
    const row = plan.make([length], sortedSequence.dtype);
    const start = batch * length;
    const walks = [sortedSequence, row].map((tensor, slot) => ({ tensor, base: slot === 0 ? start : 0, strides: [1] }));
    plan.call(elementNest([length], ['copy'], walks), sortedSequence, row);
    const steps = new ValueSteps();
    for (let place = batch * perBatch; place < (batch + 1) * perBatch; place++) {
      const probes = bisection(length, (at) =>
        isLeft ? sorted[start + at] < wanted[place] : sorted[start + at] <= wanted[place],
      );
      const kind = searches.get(probes.length) ?? search(probes.length);
      searches.set(probes.length, kind);
      steps.add(kind, place, ...probes);
    }
    steps.call(plan, 2, row, values, out);
  }
  return out;
}

/** A value is held against as many elements as its search takes; the bound that they leave is stored. */
function search(probes: number): StepKind {
  return {
    nodes: (access) => [
      instruction('copy', [access(VALUES, 0)], VALUE),
      ...Array.from({ length: probes }, (_, probe) =>
        instruction('compare', [access(SORTED, 1 + probe), VALUE], BOUND),
      ),
      instruction('copy', [BOUND], access(OUT, 0)),
    ],
  };
}

/** The places of a sorted row that a search looks at, in order; `isBefore` says of one whether the bound lies behind it. */
function bisection(length: number, isBefore: (place: number) => boolean): number[] {
  const probes: number[] = [];
  let left = 0;
  let right = length;
  while (left < right) {
    const middle = Math.floor((left + right) / 2);
    probes.push(middle);
    if (isBefore(middle)) left = middle + 1;
    else right = middle;
  }
  return probes;
}
