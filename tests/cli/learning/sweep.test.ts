import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { parseSweep } from '../../../reports/sweep/sweep-result.ts';
import { failureOf, odometer } from '../../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-sweep-'));
vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
vi.spyOn(process.stderr, 'write').mockReturnValue(true);
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const out = (name: string): string => join(folder, name);
const sweepIn = (name: string, file = 'sweep.json') =>
  parseSweep(JSON.parse(readFileSync(join(out(name), file), 'utf8')), name);

const SMALL = ['sweep', '--task', 'disk-ring', '--no-train', '--widths', '3,4', '--depths', '1,2', '--batch', '2'];

describe('an untrained sweep', () => {
  test('measures what compare measures, at every point of the grid', async () => {
    await odometer(...SMALL, '--out', out('whole'));
    const { points, training } = sweepIn('whole');
    expect(training).toBeNull();
    expect(points.map(({ layers }) => layers.join('-'))).toEqual(['2-3', '2-3-3', '2-4', '2-4-4']);
    const compare = ['compare', 'disk-ring', '--no-train', '--layers', '2,4,4', '--batch', '2', '--json'];
    const [{ updates }] = JSON.parse(await odometer(...compare, '--out', out('compared'))).scenarios;
    for (const [index, { algorithm, cost, reads, macs, peakLiveElements, stateElements }] of updates.entries()) {
      expect(points[3].updates[index]).toEqual({
        algorithm,
        cost: { cold: cost.cold[4], steady: cost.steady[4] },
        reads,
        macs,
        peakLiveBytes: 4 * peakLiveElements,
        stateBytes: 4 * stateElements,
      });
    }
  });

  test('is drawn as SVG and PNG where that is asked for, a shard is not', async () => {
    const printed = await odometer(...SMALL, '--out', out('drawn'), '--charts', out('charts'));
    expect(printed).toContain(`Wrote ${out('charts')}: 1 chart, each as SVG and PNG\n`);
    expect(readdirSync(out('charts'))).toEqual(['disk-ring-sweep.png', 'disk-ring-sweep.svg']);
    const refused = await failureOf(...SMALL, '--shard', '1/2', '--out', out('none'), '--charts', out('charts'));
    expect(refused).toMatchObject({ exitCode: 2, text: expect.stringContaining('--charts: a shard has none') });
  });

  test('goes on from the points that are kept, and computes others for other settings', async () => {
    await odometer(...SMALL, '--out', out('kept'));
    const points = join(out('kept'), 'points');
    const [first, ...others] = readdirSync(points).sort();
    const times = others.map((name) => statSync(join(points, name)).mtimeMs);
    rmSync(join(points, first));
    await odometer(...SMALL, '--out', out('kept'));
    expect(readdirSync(points).sort()).toEqual([first, ...others]);
    expect(others.map((name) => statSync(join(points, name)).mtimeMs)).toEqual(times);
    await odometer(...SMALL, '--granularity', 'register', '--out', out('kept'));
    expect(readdirSync(points)).toHaveLength(8);
    expect(sweepIn('kept').settings.granularity).toBe('register');
    writeFileSync(join(points, first), readFileSync(join(points, others[0])));
    const { text, exitCode } = await failureOf(...SMALL, '--out', out('kept'));
    expect(text).toMatch(/is of another sweep than its name says; take it away/);
    expect(exitCode).toBe(2);
  });

  test('its shards are put together to the same sweep', async () => {
    await odometer(...SMALL, '--out', out('one'));
    for (const shard of ['1/3', '2/3', '3/3']) await odometer(...SMALL, '--out', out('shards'), '--shard', shard);
    await odometer('merge', out('shards'), '--out', out('merged'));
    expect(sweepIn('merged')).toEqual(sweepIn('one'));
    const [a, b] = [1, 2].map((index) => join(out('shards'), `sweep-${index}-of-3.json`));
    for (const [files, message] of [
      [[a, b], /merge: shard 3\/3 is missing of 3/],
      [[a, b, b], /is shard 2\/3, as .*sweep-2-of-3\.json is; leave one out|has .*, as .* has; leave one out/],
      [[a, join(out('one'), 'sweep.json')], /number of shards is none, in .* it is 3; run all alike/],
      [
        [a, join(out('compared'), 'results.json')],
        /results\.json: is of no sweep, and .* is; merge those of one command/,
      ],
    ] as const) {
      const { text, exitCode } = await failureOf('merge', ...files);
      expect(text).toMatch(message);
      expect(exitCode).toBe(2);
    }
  });

  test('whole sweeps of the same rules become one, a point of both refused', async () => {
    const grid = (depths: string) => [
      'sweep',
      '--task',
      'disk-ring',
      '--no-train',
      '--widths',
      '3',
      '--depths',
      depths,
    ];
    await odometer(...grid('2'), '--batch', '2', '--out', out('deep'));
    await odometer(...grid('1'), '--batch', '2,3', '--out', out('flat'));
    const files = ['deep', 'flat'].map((name) => join(out(name), 'sweep.json'));
    const merged = parseSweep(JSON.parse(await odometer('merge', ...files, '--json')), 'merged');
    expect(merged.points.map(({ layers, batch }) => [layers.length - 1, batch])).toEqual([
      [1, 2],
      [2, 2],
      [1, 3],
    ]);
    const { text } = await failureOf('merge', files[0], files[1], files[0]);
    expect(text).toMatch(/has 2-3-3, batch 2, as .* has; leave one out/);
  });
});

test('a rule of a file is swept under its own title, held against the one that is asked for', async () => {
  const file = fileURLToPath(new URL('../../../examples/learning-rules/feedback-alignment.ts', import.meta.url));
  const shape = ['--widths', '4', '--depths', '2', '--batch', '2', '--no-train'];
  await odometer(
    'sweep',
    '--task',
    'label-in-input',
    '--rules',
    `ff,${file}`,
    '--against',
    'ff',
    ...shape,
    '--out',
    out('own'),
  );
  const { rules, reference } = sweepIn('own');
  expect(reference).toBe('ff');
  expect(rules[1]).toMatchObject({ algorithm: 'feedback-alignment', title: 'feedback alignment' });
  expect(rules[1].digest).toMatch(/^[0-9a-f]{64}$/);
});

test('a trained sweep has what compare has of the same training, and the cheapest way to the criterion', async () => {
  const task = ['--batch', '50', '--train-subset', '100', '--epochs', '150', '--until', '0.9', '--seeds', '0'];
  const printed = await odometer(
    ...['sweep', '--task', 'disk-ring', '--widths', '6', '--depths', '2', '--grid', 'learningRate=0.1,0.2', ...task],
    ...['--out', out('trained')],
  );
  expect(printed.replaceAll('\n  ', ' ')).toMatch(
    /^To 90 % on disk-ring, Forward-Forward moves least at 2-6-6, batch 50, learningRate 0\.[12]: /m,
  );
  const compared = ['compare', 'disk-ring', '--layers', '2,6,6', ...task, '--json', '--out', out('compared-training')];
  const [{ totals, training }] = JSON.parse(await odometer(...compared)).scenarios;
  const { points } = sweepIn('trained');
  expect(points.map(({ options }) => options)).toEqual([{ learningRate: 0.1 }, { learningRate: 0.2 }]);
  points[0].updates.forEach(({ trained }, index) => {
    expect([trained?.updates, trained?.totalCost]).toEqual([totals[index].updates, totals[index].total]);
    expect(trained?.runs.map(({ updatesToCriterion }) => updatesToCriterion)).toEqual(
      training.rules[index].runs.map((run: { updatesToCriterion: number | null }) => run.updatesToCriterion),
    );
  });
});

test.each<[string, readonly string[], RegExp]>([
  ['a task', ['--task', 'xor'], /Unknown scenario xor/],
  ['a rule', ['--rules', 'ff,fa'], /disk-ring: has no rule fa/],
  ['a rule twice', ['--rules', 'ff,ff'], /--rules: names ff twice; name each rule once/],
  ['a width', ['--widths', '3,x'], /--widths: "x" is no positive integer; give a list like 1,2,4/],
  ['no depth beside a comma', ['--depths', '1,,2'], /--depths: "1,,2" has an empty value beside a comma/],
  ['a depth twice', ['--depths', '1,1'], /--depths: "1,1" has 1 twice; give it once/],
  ['a batch twice', ['--batch', '2,2'], /--batch: "2,2" has 2 twice/],
  [
    'an option',
    ['--grid', 'momentum=1'],
    /--grid "momentum": is an option of none of the rules; they have learningRate/,
  ],
  [
    'a value',
    ['--grid', 'learningRate=0.1,-1'],
    /--grid learningRate: the learning rate must be a positive number, got -1/,
  ],
  ['no values', ['--grid', 'learningRate'], /--grid: "learningRate" is no option with values/],
  [
    'an option twice',
    ['--grid', 'learningRate=1', '--grid', 'learningRate=2'],
    /--grid learningRate: is there twice; give all/,
  ],
  ['training without training', ['--seeds', '0'], /--seeds: is about training; leave out --no-train/],
  ['a shard', ['--shard', '3/2'], /--shard: got 3\/2; give part and parts/],
  [
    'too many points',
    [
      '--widths',
      Array.from({ length: 101 }, (_, i) => i + 1).join(),
      '--depths',
      Array.from({ length: 101 }, (_, i) => i + 1).join(),
    ],
    /sweep: is of 10201 points/,
  ],
])('%s that is none: one line, exit code 2, nothing written', async (_, flags, message) => {
  const { text, exitCode } = await failureOf(
    ...['sweep', ...(flags.includes('--task') ? [] : ['--task', 'disk-ring'])],
    ...['--no-train', '--out', out('nothing'), ...flags],
  );
  expect(text).toMatch(message);
  expect(text.trimEnd()).not.toContain('\n');
  expect(exitCode).toBe(2);
  expect(readdirSync(folder)).not.toContain('nothing');
});
