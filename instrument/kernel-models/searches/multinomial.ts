import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { getKernel } from '@tensorflow/tfjs-core';
import { branchRuns } from '../model/branch-runs.ts';
import { instruction, local, loop } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { at } from '../model/kernel-model.ts';
import { softmax } from '../reductions/softmax.ts';

export const multinomialModels: KernelModels = { Multinomial: multinomial };

const DRAWN = local(0);
const EVENT = local(1);

/**
 * Adds up the probabilities of a row but the last; then for each sample stores the last event, and, once a sum exceeds
 * the number that the host has drawn, the event of that sum.
 */
function multinomial(plan: KernelPlan, { logits }: PlanInputs, attrs: Attributes): PlanTensor {
  const samples = attrs.number('numSamples');
  const [rows, events] = logits.shape;
  const drawn = drawnEvents(plan, logits, attrs);
  const probabilities = attrs.flag('normalized') ? logits : softmax(plan, logits, -1);
  const out = plan.make([rows, samples], 'int32');
  for (let row = 0; row < rows; row++) {
    const sums = plan.make([events - 1], 'float32');
    const first = at(0, probabilities, row * events, []);
    const next = at(0, probabilities, row * events + 1, [1]);
    // With a single event the first sum has no place.
    const sum =
      events === 1
        ? [instruction('copy', [first], null)]
        : [
            instruction('copy', [first], at(1, sums, 0, [])),
            loop(events - 2, [instruction('add', [at(1, sums, 0, [1]), next], at(1, sums, 1, [1]))]),
          ];
    plan.call({ slots: 2, locals: 0, body: sum }, probabilities, sums);
    for (const runs of branchRuns(samples, (sample) => drawn[row * samples + sample])) {
      const body = runs.map(({ branch, start, length }) => {
        const store = instruction('copy', [EVENT], at(1, out, row * samples + start, [1]));
        const isLast = branch === events - 1;
        const search = instruction('compare', [DRAWN, at(0, sums, 0, [0, 1])], EVENT);
        const sample = [store, loop(isLast ? branch : branch + 1, [search]), ...(isLast ? [] : [store])];
        return loop(length, sample, [1]);
      });
      plan.call({ slots: 2, locals: 2, body }, sums, out);
    }
  }
  return out;
}

/** The events that the stock kernel draws, by the seed: they say how far each search went. */
function drawnEvents(plan: KernelPlan, logits: PlanTensor, attrs: Attributes): ArrayLike<number> {
  const backend = new MathBackendCPU();
  const info = backend.makeTensorInfo([...logits.shape], logits.dtype, Float32Array.from(plan.indices(logits)));
  const stock = getKernel('Multinomial', 'cpu');
  const numSamples = attrs.number('numSamples');
  const [seed, normalized] = [attrs.number('seed'), attrs.flag('normalized')];
  const made = stock.kernelFunc({ inputs: { logits: info }, attrs: { numSamples, seed, normalized }, backend });
  return backend.data.get((Array.isArray(made) ? made[0] : made).dataId).values as Int32Array;
}
