import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { comparedFiles } from '../../../reports/comparison/compared-files.ts';
import { toolVersion } from '../../../reports/results/tool-version.ts';
import { parseTrainedRule, type TrainedRule } from '../../../reports/results/trained-rule.ts';

/** What a training of this version would have printed. */
function trained(name: string): TrainedRule {
  const url = new URL(`../../../results/training/${name}.training.json`, import.meta.url);
  const json = { ...JSON.parse(readFileSync(url, 'utf8')), version: toolVersion() };
  return parseTrainedRule(json, name);
}

const ff = trained('disk-ring-ff-to-95');
const bp = trained('disk-ring-bp-to-95');
const hybridFf = trained('hybrid-ff-to-90');
const compared = (one: object, other: object = bp) =>
  comparedFiles(
    [
      { where: 'one.json', json: one },
      { where: 'other.json', json: other },
    ],
    [],
  );

type Run = TrainedRule['runs'][number];
const withRun = (change: (run: Run) => object) => ({
  ...ff,
  runs: ff.runs.map((run, index) => (index === 1 ? { ...run, ...change(run) } : run)),
});

test.each([
  ['disk-ring-ff-to-95', 'disk-ring-bp-to-95'],
  ['hybrid-ff-to-90', 'hybrid-bp-to-90'],
  ['label-in-input-ff-to-95', 'label-in-input-bp-to-95'],
  ['recurrent-ff-to-85', 'recurrent-bp-to-85'],
  ['locally-connected-ff-to-18', 'locally-connected-bp-to-18'],
])('what was trained is taken: %s and %s', (one, other) => {
  const [{ scenario, trainings }] = compared(trained(one), trained(other));
  expect(one.startsWith(scenario.id)).toBe(true);
  expect(trainings?.ff.trained.runs.length).toBe(trained(one).runs.length);
});

test.each<[string, object, string]>([
  ['a best accuracy below the curve', withRun(() => ({ bestAccuracy: 0.1 })), 'seed 1 has a best accuracy of'],
  ['no best accuracy', withRun(() => ({ bestAccuracy: null })), 'seed 1 has a best accuracy of'],
  ['fewer updates than the curve', withRun(() => ({ updates: 1 })), 'seed 1 made 1 updates, where its end is after'],
  ['updates beyond the criterion', withRun((run) => ({ updates: run.updates + 5 })), 'seed 1 made'],
  [
    'updates short of the epochs',
    { ...ff, criterion: { ...ff.criterion, stopsAtCriterion: false } },
    `seed 0 made ${ff.runs[0].updates} updates, where its end is after ${ff.epochsAsked * Math.ceil(ff.trainImages / ff.batch)}`,
  ],
  ['no epochs', withRun(() => ({ epochs: [] })), 'seed 1 has 0 epochs'],
  [
    'epochs in another order',
    withRun((run) => ({ epochs: run.epochs.map((epoch) => ({ ...epoch, epoch: 2 })) })),
    'seed 1 has an epoch 2 that does not follow',
  ],
  [
    'an evaluation too few',
    withRun((run) => ({ curve: run.curve.filter((_, index) => index !== 1) })),
    'seed 1 does not have the evaluations of its 45 updates, one every 5 updates',
  ],
  [
    'a half image',
    withRun((run) => ({
      curve: run.curve.map((point, index) =>
        index === 0 ? { ...point, testAccuracy: 0.5 / ff.criterion.evaluationImages } : point,
      ),
    })),
    'seed 1 has an accuracy that is no share of',
  ],
  [
    'losses of another layer',
    withRun((run) => ({ epochs: run.epochs.map((epoch) => ({ ...epoch, loss: [...epoch.loss, 1] })) })),
    'seed 1 has losses of a varying number of layers',
  ],
  ['a seed beyond 32 bits', withRun(() => ({ seed: 2 ** 32 })), 'seed 4294967296 has more than 32 bits'],
  [
    'thousands of runs',
    {
      ...ff,
      runs: Array.from({ length: 1001 }, (_, seed) => ({ ...ff.runs[1], seed })),
      medianUpdatesToCriterion: ff.runs[1].updatesToCriterion,
    },
    'are 1001, more than 1000',
  ],
  ['a batch of more than all images', { ...ff, batch: 2 ** 21 }, 'have batches of 2097152, of'],
])('%s: no training comes to that, refused, naming the file', (_, json, message) => {
  expect(() => compared(json)).toThrow(InputError);
  expect(() => compared(json)).toThrow(`one.json: runs: ${message}`);
  expect(() => compared(json)).toThrow(/; train again to make a whole file$/);
});

test.each<[string, object, string]>([
  ['an unknown scenario', { ...ff, scenario: 'none' }, 'Unknown scenario none: use one of'],
  ['another scenario', { ...ff, scenario: 'hybrid' }, 'hybrid learns from synthetic or mnist, not from disk-ring'],
  ['other data', { ...ff, data: 'mnist' }, 'disk-ring learns from disk-ring, not from mnist'],
  [
    'an option of another rule',
    { ...bp, options: { hardNegatives: true } },
    'disk-ring bp: has no option hardNegatives',
  ],
  [
    'a learning rate beside its options',
    { ...ff, learningRate: 0.5 },
    'its options give a learning rate of 0.1, not 0.5',
  ],
  ['a network for other images', { ...ff, shape: [3, ...ff.shape.slice(1)] }, 'has 2 numbers, the first layer takes 3'],
  ['other classes', { ...ff, classes: 3 }, 'disk-ring has 2 classes, not 3'],
  [
    'a class too many',
    withRun((run) => ({ perClass: [...run.perClass, 1] })),
    'a run has not one accuracy for each of 2',
  ],
  ['another head', { ...hybridFf, headUpdatesPerEvaluation: 7 }, 'its options give 2000 updates of a head, not 7'],
  [
    'a readout of more layers',
    { ...hybridFf, options: { ...hybridFf.options, readoutLayers: 9 } },
    'must be an integer in 1..4, got 9',
  ],
])('%s: not what the scenario trains on, refused, naming the file', (_, json, message) => {
  expect(() => compared(json)).toThrow(InputError);
  expect(() => compared(json)).toThrow(message);
  expect(() => compared(json)).toThrow(/^one\.json: /);
});
