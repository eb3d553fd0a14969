import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { toolVersion } from '../../../reports/results/tool-version.ts';
import { parseResults } from '../../../reports/results/upgraded-results.ts';
import { failureOf, odometer } from '../../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-compare-training-'));
mkdirSync(join(folder, 'mnist'));
vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
vi.spyOn(process.stderr, 'write').mockReturnValue(true);
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Seconds: 100 points, 2-6-6. */
const TASK = ['disk-ring', '--layers', '2,6,6', '--batch', '50', '--train-subset', '100'];
const STOP = ['--epochs', '150', '--until', '0.9', '--seeds', '0,1'];

function out(name: string): string {
  return join(folder, name);
}

function results(name: string) {
  return parseResults(JSON.parse(readFileSync(join(out(name), 'results.json'), 'utf8')), name);
}

async function trainedFile(algorithm: string, name: string, ...args: string[]): Promise<string> {
  writeFileSync(out(name), await odometer('train', ...args, '--algorithm', algorithm, '--no-checkpoint', '--json'));
  return out(name);
}

describe('both rules trained', () => {
  let printed: string;
  let ff: string;
  let bp: string;
  beforeAll(async () => {
    printed = stripVTControlCharacters(await odometer('compare', ...TASK, ...STOP, '--out', out('trained')));
    ff = await trainedFile('ff', 'ff.json', ...TASK, ...STOP);
    bp = await trainedFile('bp', 'bp.json', ...TASK, ...STOP);
  }, 120_000);

  test('the total is the median of updates times the cost of one', () => {
    const [{ training, totals, updates }] = results('trained').scenarios;
    expect(training).toMatchObject({ data: 'disk-ring', trainImages: 100, criterion: { testAccuracy: 0.9 } });
    expect(totals).toHaveLength(2);
    for (const [index, { algorithm, updates: median, costPerUpdate, total }] of (totals ?? []).entries()) {
      const runs = training?.rules[index].runs.map((run) => run.updatesToCriterion ?? Number.NaN) ?? [];
      expect(runs).toHaveLength(2);
      expect(median).toBe((runs[0] + runs[1]) / 2);
      expect(costPerUpdate).toBe(updates[index].cost.cold[4]);
      expect(Number(total)).toBe(Number(median) * Number(costPerUpdate));
      expect(updates[index].algorithm).toBe(algorithm);
    }
  });

  test('the table begins with it; nothing is left in the cache', () => {
    expect(printed.replaceAll(/\s+/g, ' ')).toMatch(
      /^Disk in a ring: No ratio of totals to 90 % on disk-ring: both rules met it at the first evaluation that counts\./,
    );
    expect(printed).toMatch(/^Total ByteDMD cost to 90 % +≤ [\d,]+ +≤ [\d,]+ +—$/m);
    expect(readdirSync(out('trained'))).toEqual(
      expect.arrayContaining(['totals.csv', 'training.csv', 'accuracy.csv', 'final-accuracy.csv', 'inference.csv']),
    );
    const training = join(folder, 'cache', 'tensor-odometer', 'training');
    expect(existsSync(training) ? readdirSync(training) : []).toEqual([]);
  });

  test('what odometer train printed gives the same results, in any order, with no scenario named', async () => {
    await odometer('compare', '--trained', bp, ff, '--out', out('files'));
    const { volatile, scenarios, ...rest } = results('files');
    const { volatile: _, scenarios: trained, ...restOfTrained } = results('trained');
    expect(rest).toEqual(restOfTrained);
    const [{ preset, ...scenario }] = trained;
    expect(preset).toBeNull();
    expect(scenarios).toEqual([scenario]);
    expect(Object.keys(volatile.trainingSeconds ?? {})).toEqual(['disk-ring ff', 'disk-ring bp']);
  });

  test.each<[string, () => string[], RegExp]>([
    ['one rule alone', () => ['--trained', ff], /--trained: no file holds disk-ring bp; make one with odometer train/],
    ['a rule twice', () => ['--trained', ff, bp, ff], /both hold disk-ring ff; give one of them/],
    ['another scenario', () => ['hybrid', '--trained', ff, bp], /ff\.json: is about disk-ring; name that scenario/],
    ['a batch', () => ['--trained', ff, bp, '--batch', '2'], /--batch: is a setting, and the files of --trained have/],
    ['a preset', () => ['--trained', ff, bp, '--preset', 'quick'], /--preset: is a setting/],
    [
      '--no-train',
      () => ['--trained', ff, bp, '--no-train'],
      /--trained: compares trained rules; leave out --no-train/,
    ],
    ['a file that is not there', () => ['--trained', ff, out('no.json')], /no\.json: no such file/],
    [
      'results in place of training',
      () => ['--trained', join(out('trained'), 'results.json'), bp],
      /give what odometer/,
    ],
  ])('%s: refused in one line, nothing written', async (_, args, message) => {
    const { text, exitCode } = await failureOf('compare', ...args(), '--out', out('nothing'));
    expect(text).toMatch(message);
    expect(text.trimEnd()).not.toContain('\n');
    expect(exitCode).toBe(2);
    expect(existsSync(out('nothing'))).toBe(false);
  });

  test.each([
    [
      'another version',
      { version: '0.0.1' },
      `was trained by version 0.0.1, this is ${toolVersion()}; train again with odometer train disk-ring --algorithm bp`,
    ],
    ['another schema', { schema: 'odometer-training/0' }, 'its "schema" is "odometer-training/0", not'],
    ['another backend', { backend: 'cpu' }, 'did not have the same task: backend wasm and cpu; train both alike'],
  ])('a baseline of %s is refused', async (_, change, message) => {
    writeFileSync(out('changed.json'), JSON.stringify({ ...JSON.parse(readFileSync(bp, 'utf8')), ...change }));
    const { text, exitCode } = await failureOf(
      'compare',
      '--trained',
      ff,
      out('changed.json'),
      '--out',
      out('nothing'),
    );
    expect(text).toContain('changed.json');
    expect(text).toContain(message);
    expect(text).not.toContain('\n');
    expect(exitCode).toBe(2);
    expect(existsSync(out('nothing'))).toBe(false);
  });

  test('a baseline of another task is refused, naming the difference', async () => {
    const other = await trainedFile('bp', 'other.json', ...TASK.slice(0, 5), '--train-subset', '80', ...STOP);
    const { text, exitCode } = await failureOf('compare', '--trained', ff, other, '--out', out('nothing'));
    expect(text).toContain('did not have the same task: trainImages 100 and 80; train both alike');
    expect(exitCode).toBe(2);
    expect(existsSync(out('nothing'))).toBe(false);
  });
});

test('a criterion that is never met gives no total: the best is named', async () => {
  const printed = await odometer(
    'compare',
    ...TASK,
    '--until',
    '1',
    '--epochs',
    '2',
    '--seeds',
    '0',
    '--out',
    out('missed'),
  );
  expect(stripVTControlCharacters(printed).replaceAll(/\s+/g, ' ')).toContain(
    'No ratio of totals to 100 % on disk-ring. Forward-Forward did not get there',
  );
  const [{ totals }] = results('missed').scenarios;
  expect(totals).toEqual([
    expect.objectContaining({ algorithm: 'ff', updates: null, total: null }),
    expect.objectContaining({ algorithm: 'bp', updates: null, total: null }),
  ]);
});

test('a preset is named in the results, and may be measured without training', async () => {
  const printed = await odometer('compare', 'disk-ring', '--preset', 'quick', '--no-train', '--out', out('quick'));
  expect(printed).toContain('Quick preset, a reduced setting on easy data made in code: layers 2-12-12');
  const [scenario] = results('quick').scenarios;
  expect(scenario).toMatchObject({ preset: 'quick', layers: [2, 12, 12] });
  expect(scenario).not.toHaveProperty('training');
  expect(scenario.inference?.map(({ algorithm, images }) => [algorithm, images])).toEqual([
    ['ff', 1],
    ['bp', 1],
  ]);
});

describe('bad input to training: one line, exit code 2, nothing written', () => {
  test.each([
    ['seeds', ['--seeds', '1,1'], /--seeds: "1,1" has 1 twice; give it once/],
    ['epochs', ['--epochs', '0'], /--epochs: must be a positive integer/],
    ['the criterion', ['--until', '95'], /--until: must be a test accuracy/],
    ['data of another scenario', ['--data', 'mnist'], /--data mnist: disk-ring learns from disk-ring/],
    ['an unknown preset', ['--preset', 'slow'], /preset/],
    [
      'a folder that nothing reads',
      ['--data-dir', folder],
      /--data-dir .*: nothing reads it, disk-ring being made in code; leave it out/,
    ],
    [
      'a folder without the files of another scenario, which are looked for in their own',
      ['label-in-input', '--preset', 'documented', '--data-dir', folder],
      /mnist: cannot read .* in \S*[/\\]mnist \(ENOENT/,
    ],
    [
      'the same, measured alone',
      ['--data', 'synthetic', '--no-train', '--data-dir', folder],
      /--data-dir .*: nothing reads it/,
    ],
  ])('%s', async (_, args, message) => {
    const { text, exitCode } = await failureOf('compare', 'disk-ring', ...args, '--out', out('nothing'));
    expect(text).toMatch(message);
    expect(exitCode).toBe(2);
    expect(existsSync(out('nothing'))).toBe(false);
  });
});
