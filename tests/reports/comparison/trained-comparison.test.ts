import { expect, test, vi } from 'vitest';
import type { ComparisonRequest } from '../../../reports/comparison/comparison-request.ts';
import { trainedComparison } from '../../../reports/comparison/trained-comparison.ts';
import { diskRing } from '../../../scenarios/disk-ring/scenario.ts';
import { hybrid } from '../../../scenarios/hybrid/scenario.ts';
import { labelInInput } from '../../../scenarios/label-in-input/scenario.ts';
import type { TrainingRuns } from '../../../scenarios/training/training-pool.ts';

function request(changes: Partial<ComparisonRequest>): ComparisonRequest {
  return { scenarios: [], preset: 'quick', changes: {}, data: undefined, dataDir: undefined, ...changes };
}

/** Learns nothing, at once. */
const train = async ({ seeds }: TrainingRuns) =>
  seeds.map((seed) => ({
    seed,
    epochs: [],
    updates: 3,
    updatesToCriterion: null,
    bestAccuracy: null,
    curve: [{ updates: 1, correct: 7, loss: [0.5] }],
    final: { testAccuracy: 0, perClass: [], byMode: {} },
    stateSha256: '',
    seconds: 1,
  }));

test('both rules of every scenario are trained in turn, with their preset, what is asked, and the same data', async () => {
  const runs: TrainingRuns[] = [];
  const { scenarios } = await trainedComparison(
    request({
      scenarios: [labelInInput, hybrid],
      changes: { seeds: [5], epochs: 2, options: { goodness: 'sum', jitter: true } },
    }),
    1,
    async (each) => {
      runs.push(each);
      return train(each);
    },
  );
  expect(runs.map(({ settings: { scenario, algorithm, options } }) => [scenario, algorithm, options])).toEqual([
    ['label-in-input', 'ff', { learningRate: 0.01, jitter: true }],
    ['label-in-input', 'bp', { jitter: true }],
    ['hybrid', 'ff', { readoutEpochs: 10, goodness: 'sum' }],
    ['hybrid', 'bp', { jitter: true }],
  ]);
  for (const { data, seeds, stop, threads } of runs) {
    expect(data).toBe(runs[0].data);
    expect([seeds, stop.epochs, stop.stopsAtCriterion, threads]).toEqual([[5], 2, true, 1]);
  }
  expect(scenarios.map(({ batch, preset }) => [batch, preset])).toEqual([
    [32, 'quick'],
    [50, 'quick'],
  ]);
  const { trained, where } = scenarios[1].trainings?.ff ?? expect.fail('nothing trained');
  expect(where).toBe('hybrid ff');
  // 7 of the 500 test images of an evaluation.
  expect(trained.runs[0].curve).toEqual([{ updates: 1, testAccuracy: 7 / 500, loss: [0.5] }]);
});

test('what the data of the last scenario do not allow is told before the first is trained', async () => {
  const spy = vi.fn(train);
  const asked = request({ scenarios: [labelInInput, diskRing], changes: { batch: 301 } });
  await expect(trainedComparison(asked, undefined, spy)).rejects.toThrow(
    'data disk-ring: the number of images a batch must be an integer in 1..300, got 301',
  );
  expect(spy).not.toHaveBeenCalled();
});
