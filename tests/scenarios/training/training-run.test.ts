import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import type { Dataset } from '../../../scenarios/data/image-set.ts';
import type { RuleOptions } from '../../../scenarios/rule/rule-option.ts';
import { trainRun } from '../../../scenarios/training/training-run.ts';
import { type TrainingRequest, trainingSettings } from '../../../scenarios/training/training-settings.ts';
import type { TrainingOutcome } from '../../../scenarios/training/training-task.ts';
import { BUILT_IN_RULES } from '../../support/scenarios/built-in-rules.ts';
import { interrupted, lasting } from '../../support/training/ended-run.ts';
import { SMALL_DATA, smallImages, smallTask } from '../../support/training/small-training.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

// Progress is reported once in a while: let every update take that long.
let now = 0;
vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));

const UPDATES_AN_EPOCH = 5;

describe.each(BUILT_IN_RULES)('%s', (algorithm) => {
  test('keeps the ragged last batch, evaluates in time, and learns', async () => {
    const stop = { epochs: 30, criterion: 0.8, stopsAtCriterion: false };
    const outcome = await trainRun(smallTask({ algorithm, options: { learningRate: 0.01 } }, { stop }));
    expect(outcome.epochs.map(({ epoch, updates, batches }) => [epoch, updates, batches])).toEqual(
      Array.from({ length: 30 }, (_, index) => [index + 1, UPDATES_AN_EPOCH * (index + 1), UPDATES_AN_EPOCH]),
    );
    expect(outcome.curve.map(({ updates }) => updates)).toEqual(
      Array.from({ length: 37 }, (_, index) => 4 * index + 4),
    );
    const layers = algorithm === 'ff' ? 2 : 1;
    const [first, last] = [outcome.epochs[0].loss, outcome.epochs[29].loss];
    expect(first).toHaveLength(layers);
    first.forEach((loss, layer) => {
      expect(last[layer]).toBeLessThan(0.8 * loss);
    });
    expect(outcome.final.testAccuracy).toBeGreaterThan(0.8);
    expect(outcome.updatesToCriterion).toBeGreaterThan(0);
    // Every class has its share: they add up to the whole.
    const counts = [0, 1, 2, 3].map((label) => SMALL_DATA.test.labels.filter((given) => given === label).length);
    const hits = counts.reduce((sum, count, label) => sum + count * (outcome.final.perClass[label] as number), 0);
    expect(hits / 40).toBeCloseTo(outcome.final.testAccuracy, 10);
  });

  test('ends bit for bit the same when it is interrupted after any update', async () => {
    const whole = lasting(await trainRun(smallTask({ algorithm, options: { jitter: true } })));
    for (const interruptedAt of [1, UPDATES_AN_EPOCH, UPDATES_AN_EPOCH + 2, 3 * UPDATES_AN_EPOCH + 4]) {
      const checkpoint = join(folder, `${algorithm}-${interruptedAt}.state`);
      const task = smallTask({ algorithm, options: { jitter: true } }, { checkpoint });
      await interrupted(task, interruptedAt);
      expect(existsSync(checkpoint)).toBe(interruptedAt >= UPDATES_AN_EPOCH);
      let first: number | null = null;
      const resumed = await trainRun(task, ({ updates }) => {
        first ??= updates;
      });
      // At most an epoch was lost.
      expect(first).toBeGreaterThan(interruptedAt - UPDATES_AN_EPOCH);
      expect(lasting(resumed)).toEqual(whole);
    }
  });

  test('another seed ends elsewhere, the same one in the same place', async () => {
    const [once, again, other] = [
      await trainRun(smallTask({ algorithm })),
      await trainRun(smallTask({ algorithm })),
      await trainRun(smallTask({ algorithm }, { seed: 1 })),
    ];
    expect(lasting(again)).toEqual(lasting(once));
    expect(other.stateSha256).not.toBe(once.stateSha256);
  });

  test('leaves no tensor behind', async () => {
    await trainRun(smallTask({ algorithm }));
    const before = tf.memory().numTensors;
    await trainRun(smallTask({ algorithm }));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the criterion', () => {
  const stop = { epochs: 30, criterion: 0.7, stopsAtCriterion: true };

  test('stops a run where it is met, within an epoch, and a higher one goes on from there', async () => {
    const checkpoint = join(folder, 'until.state');
    const options = { learningRate: 0.01 };
    const met = await trainRun(smallTask({ options }, { stop, checkpoint }));
    expect(met.updates).toBe(met.updatesToCriterion);
    expect(met.updates % UPDATES_AN_EPOCH).not.toBe(0);
    expect(met.epochs.at(-1)).toMatchObject({ updates: met.updates, batches: met.updates % UPDATES_AN_EPOCH });
    const longer = { ...stop, stopsAtCriterion: false };
    const whole = await trainRun(smallTask({ options }, { stop: longer }));
    const further = await trainRun(smallTask({ options }, { stop: longer, checkpoint }));
    expect(lasting(further)).toEqual(lasting(whole));
    expect(whole.updatesToCriterion).toBe(met.updatesToCriterion);
    await expect(trainRun(smallTask({ options }, { stop, checkpoint }))).rejects.toThrow(/beyond 0\.7, met after/);
  });

  test('that is never met is null, with the best value', async () => {
    const outcome = await trainRun(smallTask({}, { stop: { epochs: 3, criterion: 1, stopsAtCriterion: true } }));
    expect(outcome.updatesToCriterion).toBeNull();
    expect(outcome.updates).toBe(3 * UPDATES_AN_EPOCH);
    const averages = [0, 1].slice(0, outcome.curve.length - 2).map((from) => {
      return outcome.curve.slice(from, from + 3).reduce((sum, point) => sum + point.correct, 0) / (3 * 40);
    });
    expect(outcome.bestAccuracy).toBeCloseTo(Math.max(...averages), 10);
  });
});

test('a saved run that did more than is asked is refused', async () => {
  const checkpoint = join(folder, 'more.state');
  await trainRun(smallTask({}, { checkpoint }));
  const stop = { epochs: 3, criterion: 0.9, stopsAtCriterion: false };
  await expect(trainRun(smallTask({}, { checkpoint, stop }))).rejects.toThrow(/epoch 4 already/);
  const fewer = { ...stop, epochs: 4, mostUpdates: 7 };
  await expect(trainRun(smallTask({}, { checkpoint, stop: fewer }))).rejects.toThrow(/made 20 updates, more than 7/);
});

test('fresh starts anew, over a state of other settings too', async () => {
  const checkpoint = join(folder, 'fresh.state');
  await trainRun(smallTask({}, { checkpoint }));
  const other = smallTask({ batch: 8 }, { checkpoint });
  await expect(trainRun(other)).rejects.toThrow('batch was 16, is 8');
  const copy = join(folder, 'copy.state');
  copyFileSync(checkpoint, copy);
  const fresh = await trainRun({ ...other, checkpoint: copy, fresh: true });
  expect(lasting(fresh)).toEqual(lasting(await trainRun({ ...other, checkpoint: null })));
});

describe('divergence', () => {
  test.each([
    ['ff', /epoch \d+, update \d+, layer \d+: (loss|W|m|v)/],
    ['bp', /epoch \d+, update \d+/],
  ] as const)('of %s stops with epoch, update, layer and a hint', async (algorithm, where) => {
    const task = smallTask({ algorithm, options: { learningRate: 1e38 } });
    const error: unknown = await trainRun(task).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(/seed 0: the training diverged in /);
    expect((error as Error).message).toMatch(where);
    expect((error as Error).message).toContain('lower --lr than 1e+38');
  });

  test('by a loss that is finite and senseless', async () => {
    await expect(trainRun(smallTask({ options: { learningRate: 1e4 } }))).rejects.toThrow(/loss\d is \d{7}/);
  });
});

describe('options change the run as they should', () => {
  const ended = async (options: RuleOptions): Promise<TrainingOutcome> => trainRun(smallTask({ options }));

  test('work that is thrown away changes nothing', async () => {
    const [with_, without] = [await ended({}), await ended({ discardedReforward: false })];
    expect(lasting(without)).toEqual(lasting(with_));
  });

  test.each([
    ['goodnessThreshold', { goodnessThreshold: 1 }],
    ['normalise', { normalise: false }],
    ['jitter', { jitter: true }],
    ['hardNegatives', { hardNegatives: true }],
    ['learningRate', { learningRate: 0.004 }],
  ] as const)('%s does', async (_, options) => {
    expect((await ended(options)).stateSha256).not.toBe((await ended({})).stateSha256);
  });

  test('the layers that score change the prediction and no weight', async () => {
    const [all, first] = [await ended({}), await ended({ scoredLayers: 0 })];
    expect(first.stateSha256).toBe(all.stateSha256);
    expect(first.final.testAccuracy).toBe(all.final.byMode['layer 0']);
    expect(all.final.testAccuracy).toBe(all.final.byMode['all layers']);
    expect(Object.keys(all.final.byMode)).toEqual(['all layers', 'all but the first', 'layer 0', 'layer 1']);
  });
});

test('a subset is drawn by the seed and keeps to its size', async () => {
  const outcome = await trainRun(smallTask({ trainSubset: 33 }));
  expect(outcome.epochs.map(({ batches }) => batches)).toEqual([3, 3, 3, 3]);
});

describe('settings that the data do not allow are refused', () => {
  const grey: Dataset = { ...SMALL_DATA, train: smallImages('few', 5, 1) };
  test.each<[string, Partial<TrainingRequest>, Dataset, RegExp]>([
    ['fewer images than a batch', {}, grey, /images a batch must be an integer in 1\.\.5, got 16/],
    ['a subset larger than the set', { trainSubset: 71 }, SMALL_DATA, /training images must be .*1\.\.70, got 71/],
    ['a batch larger than the subset', { trainSubset: 15 }, SMALL_DATA, /images a batch must be .*1\.\.15, got 16/],
    ['more test images than there are', { evaluationImages: 41 }, SMALL_DATA, /images an evaluation .*1\.\.40, got 41/],
    ['no grid of evaluations', { evaluateEvery: 0.5 }, SMALL_DATA, /between evaluations .*, or log, got 0\.5/],
    ['no images', { trainSubset: 0 }, SMALL_DATA, /got 0/],
    ['another width', { shape: { layers: [35, 8], classes: 4 } }, SMALL_DATA, /36 numbers, the first layer takes 35/],
    ['other classes', { shape: { layers: [36, 8], classes: 5 } }, SMALL_DATA, /has 4 classes, the network 5/],
    [
      'a layer that is not there',
      { options: { scoredLayers: 2 } },
      SMALL_DATA,
      /among the 2 that there are, which are numbered from 0 to 1, got 2/,
    ],
    [
      'an option of the other rule',
      { algorithm: 'bp', options: { hardNegatives: true } },
      SMALL_DATA,
      /no option hard/,
    ],
    ['a learning rate of 0', { options: { learningRate: 0 } }, SMALL_DATA, /learning rate must be a positive number/],
    ['an unknown scenario', { scenario: 'none' }, SMALL_DATA, /Unknown scenario none/],
  ])('%s', (_, request, data, message) => {
    const make = () => smallTask(request, { data });
    expect(make).toThrow(InputError);
    expect(make).toThrow(message);
  });

  test('what is not given is as documented', () => {
    const settings = trainingSettings(
      { scenario: 'label-in-input', algorithm: 'ff', shape: { layers: [36, 8], classes: 4 }, batch: 16 },
      SMALL_DATA,
    );
    expect(settings).toMatchObject({ learningRate: 0.003, evaluateEvery: 50, evaluationImages: 40, trainImages: 70 });
  });
});
