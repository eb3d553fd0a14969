import type { Results } from '../../../reports/results/result.ts';
import { resultsSchema } from '../../../reports/results/result.ts';
import { totalCost } from '../../../reports/results/total-result.ts';
import { TRAINING_SCHEMA } from '../../../reports/results/trained-rule.ts';
import type { BuiltInRule } from '../scenarios/built-in-rules.ts';
import { handMadeResults } from './hand-made-results.ts';

/** Test images of an evaluation, and how many of them must be right: the criterion is 0.8. */
const IMAGES = 10;

/** A run evaluated every 5 updates, with these numbers of right images. */
export function handMadeRun(
  seed: number,
  correct: readonly number[],
  updatesToCriterion: number | null,
  layers: number,
) {
  const loss = Array.from({ length: layers }, (_, layer) => 0.5 / (layer + 1));
  const updates = 5 * correct.length;
  const goodness = layers === 1 ? {} : { positiveGoodness: [3, 4], negativeGoodness: [1, 0.5] };
  const accuracy = correct[correct.length - 1] / IMAGES;
  return {
    seed,
    updates,
    updatesToCriterion,
    bestAccuracy: 0.8,
    curve: correct.map((right, at) => ({ updates: 5 * (at + 1), testAccuracy: right / IMAGES, loss })),
    epochs: [{ epoch: 1, updates, batches: updates, loss, ...goodness, testAccuracy: accuracy }],
    stateSha256: `state${seed}`,
    testAccuracy: accuracy,
    perClass: [1, null],
    byMode: layers === 1 ? { prediction: accuracy } : { 'all layers': accuracy, 'layer 1 </td>': 0.25 },
  };
}

/** What `odometer train label-in-input --json` could print: seed 0 meets the criterion after 20 updates, seed 1 after 25. */
export function handMadeTraining(algorithm: BuiltInRule) {
  const layers = algorithm === 'ff' ? 2 : 1;
  const seconds = 1.5;
  return {
    schema: TRAINING_SCHEMA,
    version: '1.2.3',
    scenario: 'label-in-input',
    algorithm,
    shape: [24, 9, 7],
    classes: 10,
    batch: 2,
    options: {},
    learningRate: algorithm === 'ff' ? 0.25 : 0.125,
    trainImages: 40,
    data: 'made',
    trainSha256: 'aa',
    testSha256: 'bb',
    backend: 'wasm',
    platform: 'here',
    criterion: {
      testAccuracy: 0.8,
      stopsAtCriterion: true,
      evaluateEvery: 5,
      evaluationImages: IMAGES,
      evaluationsAveraged: 3,
    },
    epochsAsked: 3,
    runs: [
      { ...handMadeRun(0, [6, 7, 8, 9], 20, layers), seconds },
      { ...handMadeRun(1, [6, 6, 7, 8, 9], 25, layers), seconds },
    ],
    medianUpdatesToCriterion: 22.5,
  };
}

/** The hand-made results with what both rules learned; a readout for Forward-Forward, whose total passes 2^53. */
export function handMadeTrainedResults(): Results {
  const results = handMadeResults();
  const rule = (algorithm: BuiltInRule) => {
    const { version, options, learningRate, backend, platform, epochsAsked, medianUpdatesToCriterion, runs } =
      handMadeTraining(algorithm);
    return {
      algorithm,
      version,
      options,
      learningRate,
      backend,
      platform,
      epochsAsked,
      medianUpdatesToCriterion,
      stopsAtCriterion: true,
      runs: runs.map(({ seconds: _, ...run }) => run),
    };
  };
  const { criterion, trainImages, data, trainSha256, testSha256 } = handMadeTraining('ff');
  const { stopsAtCriterion: _, ...asked } = criterion;
  const half = 2 ** 52;
  const inference = (algorithm: BuiltInRule) => ({
    algorithm,
    images: 2,
    reads: 8,
    macs: 4,
    cost: { 1: 10, 2: 20, 4: 40, 8: 80 },
    peakLiveElements: 3,
    histogram: [{ from: 1, to: 2, reads: 8, cost: { 4: 40 } }],
  });
  return resultsSchema.parse({
    ...results,
    scenarios: results.scenarios.map((scenario) => ({
      ...scenario,
      preset: 'quick',
      inference: [inference('ff'), inference('bp')],
      training: { trainImages, data, trainSha256, testSha256, criterion: asked, rules: [rule('ff'), rule('bp')] },
      totals: [
        {
          algorithm: 'ff',
          updates: 22.5,
          costPerUpdate: 100,
          readout: {
            parts: [
              { work: 'features', batch: 2, times: 2, reads: 3, macs: 1, cost: { 4: half } },
              { work: 'head update', batch: 4, times: 3, reads: 3, macs: 1, cost: { 4: 1 } },
            ],
            cost: BigInt(2 * half) + 3n,
          },
          total: BigInt(2 * half) + 2253n,
        },
        { algorithm: 'bp', updates: 22.5, costPerUpdate: 80, readout: null, total: 1800 },
      ],
    })),
    volatile: { ...results.volatile, trainingSeconds: { 'toy ff': 3, 'toy bp': 3 } },
  });
}

/** The same where these rules met the criterion with every seed after 15 updates: at the first evaluation that counts. */
export function handMadeEarlyResults(early: readonly BuiltInRule[]): Results {
  const results = handMadeTrainedResults();
  const [scenario] = results.scenarios;
  const { training, totals } = scenario;
  if (training === undefined || totals === undefined) throw new Error('internal: hand-made results are not trained');
  const isEarly = ({ algorithm }: { algorithm: string }): boolean => early.some((rule) => rule === algorithm);
  const rules = training.rules.map((rule) => {
    const runs = [0, 1].map((seed) => handMadeRun(seed, [7, 8, 9], 15, rule.algorithm === 'ff' ? 2 : 1));
    return isEarly(rule) ? { ...rule, medianUpdatesToCriterion: 15, runs } : rule;
  });
  const earlier = totals.map((one) => {
    const total = totalCost(15, one.costPerUpdate, one.readout?.cost ?? 0);
    return isEarly(one) ? { ...one, updates: 15, total } : one;
  });
  return resultsSchema.parse({
    ...results,
    scenarios: [{ ...scenario, training: { ...training, rules }, totals: earlier }],
  });
}

/** The same where seed 1 of Forward-Forward never met the criterion. */
export function handMadeMissedResults(): Results {
  const results = handMadeTrainedResults();
  const [scenario] = results.scenarios;
  const { training, totals } = scenario;
  if (training === undefined || totals === undefined) throw new Error('internal: hand-made results are not trained');
  const [ff, bp] = training.rules;
  const missed = { ...handMadeRun(1, [6, 7, 8, 7], null, 2), bestAccuracy: 0.7333 };
  return resultsSchema.parse({
    ...results,
    scenarios: [
      {
        ...scenario,
        training: { ...training, rules: [{ ...ff, medianUpdatesToCriterion: null, runs: [ff.runs[0], missed] }, bp] },
        totals: [{ ...totals[0], updates: null, total: null }, totals[1]],
      },
    ],
  });
}
