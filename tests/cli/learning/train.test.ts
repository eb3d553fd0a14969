import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { commandLine, describeFailure } from '../../../cli/command-line.ts';
import { Random } from '../../../core/numbers/random.ts';
import { trainingReportText } from '../../../reports/printed/training-report.ts';
import { parseTrainedRule } from '../../../reports/results/trained-rule.ts';
import { type Ended, type Start, startBuilt } from '../../support/sources/built-command.ts';
import { buildSources } from '../../support/sources/built-sources.ts';
import { odometer, outcomeOf, withFlags } from '../../support/sources/command.ts';

// Several processes start one after another.
vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), 'odometer-train-'));
let built = '';
beforeAll(() => {
  built = buildSources();
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  rmSync(built, { recursive: true });
});

/** A run of some seconds: 8 epochs of 10 updates on drawn digits. */
const SMALL = ['train', 'label-in-input', '--layers', '784,24,16', '--batch', '64', '--train-subset', '600'];
const FF = [...SMALL, '--algorithm', 'ff', '--epochs', '8', '--evaluate-every', '4'];

const reportSchema = z.object({
  scenario: z.literal('label-in-input'),
  algorithm: z.enum(['ff', 'bp']),
  data: z.string(),
  medianUpdatesToCriterion: z.number().nullable(),
  runs: z.array(
    z.object({
      seed: z.number(),
      epochs: z.array(
        z.object({
          epoch: z.number(),
          updates: z.number(),
          loss: z.array(z.number()),
          testAccuracy: z.number(),
          positiveGoodness: z.array(z.number()).optional(),
        }),
      ),
      curve: z.array(z.object({ updates: z.number(), testAccuracy: z.number(), loss: z.array(z.number()) })),
      updatesToCriterion: z.number().nullable(),
      bestAccuracy: z.number().nullable(),
      perClass: z.array(z.number().nullable()),
      byMode: z.record(z.string(), z.number()),
      stateSha256: z.string(),
      seconds: z.number(),
    }),
  ),
});

function start(args: readonly string[], onLine?: Start['onLine']): Promise<Ended> {
  return startBuilt(built, args, { cache: join(folder, 'cache'), ...(onLine === undefined ? {} : { onLine }) });
}

/** What of a report does not depend on time. */
function lasting(json: string) {
  const report = reportSchema.loose().parse(JSON.parse(json));
  return { ...report, runs: report.runs.map(({ seconds: _, ...run }) => run) };
}

test('a run that is killed at random moments, again and again, ends where an undisturbed one ends', async () => {
  const whole = await outcomeOf(...FF, '--no-checkpoint', '--json');
  expect(whole.stderr).toContain('epoch 8');
  const random = new Random(Date.now() >>> 0);
  const args = [...FF, '--checkpoint-dir', join(folder, 'killed'), '--json'];
  const state = join(folder, 'killed', 'label-in-input-ff-seed-0.state');
  let kills = 0;
  for (let time = 0; time < 4; time++) {
    // The first is killed at its first line: on a fast machine the others may have ended before.
    const delay = time === 0 ? 0 : random.integer(500);
    let isDoomed = false;
    const ended = await start(args, (_, child) => {
      if (isDoomed) return;
      isDoomed = true;
      if (delay === 0) child.kill('SIGKILL');
      else setTimeout(() => child.kill('SIGKILL'), delay);
    });
    if (ended.signal === 'SIGKILL') kills++;
  }
  expect(kills).toBeGreaterThan(0);
  const resumed = await outcomeOf(...args);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(lasting(resumed.stdout)).toEqual(lasting(whole.stdout));
  // A folder that was asked for keeps the state; a half-written one is never left under its name.
  expect(existsSync(state)).toBe(true);
  const other = await outcomeOf(...args, '--lr', '0.01');
  expect(other.code).toBe(2);
  expect(other.stderr).toContain('learningRate was 0.003, is 0.01');
  expect(other.stdout).toBe('');
});

test('Ctrl-C ends a run and says how it goes on; without a folder the state is in the cache until the run has ended', async () => {
  let isInterrupted = false;
  const args = withFlags(FF, '--epochs', '40', '--json');
  const interrupted = await start(args, (text, child) => {
    // A fast machine is past the second epoch before it says anything of it.
    if (isInterrupted || !/epoch ([2-9]|\d\d),/.test(text)) return;
    isInterrupted = child.kill('SIGINT');
  });
  expect(interrupted.code).toBe(130);
  expect(interrupted.stdout).toBe('');
  expect(interrupted.stderr).toContain('the same command goes on from the last complete epoch');
  const cache = join(folder, 'cache', 'tensor-odometer', 'training');
  expect(readdirSync(cache)).toHaveLength(1);
  const resumed = await outcomeOf(...args);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(resumed.stderr).toMatch(/^seed 0: \d+0 of 400 updates were made before, test [\d.]+ %, after 0 s$/m);
  expect(resumed.stderr).not.toContain('epoch 1,');
  expect(readdirSync(cache)).toEqual([]);
});

test('a rule that a file defines learns in threads, which load it themselves, what it learns in one', async () => {
  const rule = fileURLToPath(new URL('../../../examples/learning-rules/feedback-alignment.ts', import.meta.url));
  const size = ['--epochs', '1', '--evaluate-every', '4', '--seeds', '0,1', '--no-checkpoint', '--json'];
  const args = [...SMALL, '--algorithm', rule, ...size];
  const [one, several] = [await outcomeOf(...args, '--threads', '1'), await start([...args, '--threads', '2'])];
  expect(several.code, several.stderr).toBe(0);
  const [{ runs }, threads] = [one, several].map(({ stdout }) => parseTrainedRule(JSON.parse(stdout), 'training'));
  expect(threads.runs.map(({ stateSha256 }) => stateSha256)).toEqual(runs.map(({ stateSha256 }) => stateSha256));
  expect(threads.runs.map(({ seed }) => seed)).toEqual([0, 1]);
});

test('threads give the numbers that one thread gives', async () => {
  const args = withFlags(FF, '--seeds', '0,1,2', '--epochs', '2', '--no-checkpoint', '--json');
  const [one, several] = [await outcomeOf(...args, '--threads', '1'), await start([...args, '--threads', '3'])];
  expect(several.code, several.stderr).toBe(0);
  expect(lasting(several.stdout)).toEqual(lasting(one.stdout));
  expect(lasting(several.stdout).runs.map(({ seed }) => seed)).toEqual([0, 1, 2]);
  const diverged = await start([...args, '--threads', '2', '--lr', '1e38']);
  expect(diverged.code).toBe(2);
  expect(diverged.stderr).toMatch(
    /^odometer: label-in-input ff, seed [012]: the training diverged in epoch 1, .*--lr/m,
  );
});

describe('the report', () => {
  test.each(['ff', 'bp'])('of %s has what scripts rely on', async (algorithm) => {
    const args = [...SMALL, '--algorithm', algorithm, '--epochs', '2', '--evaluate-every', '5', '--no-checkpoint'];
    const json = await odometer(...args, '--json');
    const { runs, data } = lasting(json);
    expect(data).toBe('synthetic');
    expect(runs).toHaveLength(1);
    expect(runs[0].epochs.map(({ epoch, updates }) => [epoch, updates])).toEqual([
      [1, 10],
      [2, 20],
    ]);
    expect(runs[0].epochs[0].loss).toHaveLength(algorithm === 'ff' ? 2 : 1);
    expect(runs[0].epochs[0].positiveGoodness?.length).toBe(algorithm === 'ff' ? 2 : undefined);
    expect(runs[0].curve.map(({ updates }) => updates)).toEqual([5, 10, 15, 20]);
    expect(runs[0].updatesToCriterion).toBeNull();
    expect(runs[0].perClass).toHaveLength(10);
    expect(json).not.toContain('headUpdates');
    const table = await odometer(...args);
    expect(table).toContain('not met, best');
    expect(table).toContain('No median');
  });

  test('of hybrid Forward-Forward states the updates of the head that an evaluation makes', async () => {
    const hybrid = ['train', 'hybrid', '--layers', '784,12,12', '--batch', '100', '--train-subset', '300'];
    const args = [...hybrid, '--epochs', '1', '--evaluation-images', '100', '--readout-epochs', '2', '--no-checkpoint'];
    const json = await odometer(...args, '--algorithm', 'ff', '--json');
    const trained = parseTrainedRule(JSON.parse(json), 'hybrid ff');
    // 300 images in batches of 256, twice.
    expect(trained.headUpdatesPerEvaluation).toBe(4);
    const table = await odometer(...args, '--algorithm', 'ff');
    expect(table).toContain('fits the softmax head anew, in 4 updates of the head alone');
  });

  test('of evaluations ever farther apart says so', async () => {
    const args = [...SMALL, '--algorithm', 'bp', '--epochs', '5', '--evaluate-every', 'log', '--no-checkpoint'];
    const trained = parseTrainedRule(JSON.parse(await odometer(...args, '--json')), 'bp');
    expect(trained.criterion.evaluateEvery).toBe('log');
    const places = [...Array.from({ length: 40 }, (_, index) => index + 1), 42, 44, 46, 48, 50];
    expect(trained.runs[0].curve.map(({ updates }) => updates)).toEqual(places);
    expect(trainingReportText(trained).replaceAll(/\s+/g, ' ')).toContain(
      'one every 1, 2, 5, 10, ... updates, at most 5 % of those made so far',
    );
  });

  test('of a run that meets the criterion ends there', async () => {
    const report = lasting(await odometer(...FF, '--until', '0.05', '--no-checkpoint', '--json'));
    expect(report.runs[0].updatesToCriterion).toBe(12);
    expect(report.medianUpdatesToCriterion).toBe(12);
    expect(report.runs[0].epochs.map(({ updates }) => updates)).toEqual([10, 12]);
  });
});

describe('bad input', () => {
  test.each([
    ['--until', ['--until', '95'], /--until: must be a test accuracy above 0 and at most 1/],
    ['--until nothing', ['--until', 'x'], /--until: must be a number, got "x"$/],
    ['--seeds twice the same', ['--seeds', '1,1'], /--seeds: "1,1" has 1 twice; give it once/],
    ['--seeds twice the same, otherwise written', ['--seeds', '1,01'], /--seeds: "1,01" has 1 twice; give it once/],
    ['--seeds of nothing', ['--seeds', '0,,1'], /--seeds: "0,,1" has an empty value beside a comma; leave out/],
    ['--seeds of 33 bits', ['--seeds', '0,4294967296'], /--seeds: "4294967296" is no integer in 0\.\.4294967295; give/],
    ['--seeds of words', ['--seeds', '0,a'], /--seeds: "a" is no integer in 0\.\.4294967295; give a list/],
    ['--evaluate-every', ['--evaluate-every', 'often'], /--evaluate-every: must be a number or log, got "often"/],
    ['--epochs', ['--epochs', '0'], /--epochs: must be a positive integer, got 0/],
    ['--threads', ['--threads', '1.5'], /--threads: must be a positive integer, got 1.5/],
    ['--train-subset', ['--train-subset', '100000'], /training images must be an integer in 1\.\.2000, got 100000/],
    ['--batch', ['--train-subset', '10'], /images a batch must be an integer in 1\.\.10, got 128/],
    ['--lr', ['--lr', '-1'], /learning rate must be a positive number, got -1/],
    [
      '--predict-layers',
      ['--predict-layers', 'last'],
      /--predict-layers: must be all, skip-first or the number of a layer, where 0 is the first, got "last"/,
    ],
    [
      '--predict-layers too high',
      ['--predict-layers', '2'],
      /among the 2 that there are, which are numbered from 0 to 1, got 2/,
    ],
    ['--data', ['--data', 'cifar10'], /--data cifar10: label-in-input learns from synthetic or mnist/],
    ['--data-dir', ['--data', 'mnist', '--data-dir', '/nowhere'], /mnist: cannot read .* in \/nowhere/],
    ['--damping', ['--damping', '0.5'], /--damping: label-in-input ff has no such option; it has --lr, /],
    ['--evaluation-images', ['--evaluation-images', '501'], /images an evaluation must be .*1\.\.500, got 501/],
    ['--layers', ['--layers', '100,10'], /an image has 784 numbers, the first layer takes 100/],
  ])('%s is refused', async (_, args, message) => {
    await expectRefusal(['--algorithm', 'ff', ...args], message);
  });

  test('what means nothing to backprop is refused', async () => {
    await expectRefusal(
      ['--algorithm', 'bp', '--hard-negatives'],
      /--hard-negatives: label-in-input bp has no such option; it has --lr, --jitter$/,
    );
  });

  async function expectRefusal(args: readonly string[], message: RegExp): Promise<void> {
    const parsing = commandLine(['train', 'label-in-input', ...args]).parseAsync();
    const { text, exitCode } = await parsing.then(
      () => ({ text: 'no failure', exitCode: 0 }),
      (error: unknown) => describeFailure(error, false),
    );
    expect(text).toMatch(message);
    expect(text).not.toContain('\n');
    expect(exitCode).toBe(2);
  }
});
