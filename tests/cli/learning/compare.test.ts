import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENERGY_PRESETS } from '../../../core/cost/energy-presets.ts';
import { parseResults } from '../../../reports/results/upgraded-results.ts';
import { failureOf, odometer } from '../../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-compare-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SMALL = ['label-in-input', '--no-train', '--batch', '2', '--layers', '24,9,7'];
const FILES = [
  'course.csv',
  'floors.csv',
  'headline.csv',
  'histogram.csv',
  'kernels.csv',
  'layers.csv',
  'miss-ratio.csv',
  'phases.csv',
  'report.html',
  'results.json',
  'roles.csv',
  'summary.md',
  'waits.csv',
];

function out(name: string): string {
  return join(folder, name);
}

function read(name: string, file = 'results.json') {
  return JSON.parse(readFileSync(join(out(name), file), 'utf8'));
}

describe('one update of both rules', () => {
  let printed: string;
  beforeAll(async () => {
    printed = stripVTControlCharacters(await odometer('compare', ...SMALL, '--out', out('a')));
  });

  test('all files are written, and the table is printed', () => {
    const wrote = /^Wrote .*?:\s+(.*)\n$/ms.exec(printed)?.[1].split(/,\s+/);
    expect(readdirSync(out('a')).sort()).toEqual(wrote?.sort());
    expect(wrote).toEqual(expect.arrayContaining(FILES));
    expect(printed).toContain('One Forward-Forward update moves');
    expect(printed.replace(/\s+/g, ' ')).toContain('batch 2 (reduced setting; documented: 128)');
  });

  test('the results say what trace says of the same update', async () => {
    const { scenarios, provenance } = parseResults(read('a'), 'results.json');
    expect(provenance).toMatchObject({ costModel: { semantics: 'eager', granularity: 'scalar' }, loops: 'tfjs' });
    for (const update of scenarios[0].updates) {
      const traced = JSON.parse(
        await odometer('trace', 'label-in-input', ...SMALL.slice(2), '--algorithm', update.algorithm, '--json'),
      );
      expect(update.reads).toBe(traced.reads);
      expect(update.macs).toBe(traced.macs);
      expect(update.cost).toEqual(traced.cost);
      expect(update.phases).toEqual(traced.phases);
      expect(4 * update.peakLiveElements).toBe(traced.peakLiveBytes);
    }
  });

  test('bins, breakdowns and the course add up to the cost', () => {
    for (const update of parseResults(read('a'), 'results.json').scenarios[0].updates) {
      const total = Number(update.cost.cold[4]);
      for (const parts of [update.phases, update.layers, update.roles, update.kernels, update.histogram]) {
        expect(parts.reduce((sum, { cost }) => sum + Number(cost[4]), 0)).toBe(total);
      }
      expect(update.course.at(-1)?.cost).toBe(total);
      expect(Math.max(...update.course.map(({ live }) => live))).toBeLessThanOrEqual(update.peakLiveElements);
    }
  });

  test('again, with --json: the same bytes but for the volatile fields, on stdout and in the files', async () => {
    const json = await odometer('compare', ...SMALL, '--out', out('b'), '--json');
    expect(JSON.parse(json)).toEqual(read('b'));
    const [{ volatile: _, ...first }, { volatile: __, ...second }] = [read('a'), read('b')];
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    for (const file of FILES.filter((name) => name.endsWith('.csv') || name.endsWith('.md'))) {
      expect(readFileSync(join(out('b'), file), 'utf8'), file).toBe(readFileSync(join(out('a'), file), 'utf8'));
    }
  });

  test('granularity and loop order change the cost and are recorded', async () => {
    await odometer('compare', ...SMALL, '--out', out('c'), '--granularity', 'register', '--loops', 'ijk');
    const { scenarios, provenance } = read('c');
    expect(provenance).toMatchObject({ costModel: { granularity: 'register' }, loops: 'ijk' });
    expect(scenarios[0].updates[0].reads).toBeLessThan(read('a').scenarios[0].updates[0].reads);
  });
});

test('every scenario that is named is compared, in that order', async () => {
  const named = ['hybrid', 'disk-ring', 'label-in-input', '--no-train', '--preset', 'quick'];
  await odometer('compare', ...named, '--batch', '2', '--engine', 'run', '--out', out('several'));
  const { scenarios, provenance } = read('several');
  expect(scenarios.map(({ id, batch }: { id: string; batch: number }) => [id, batch])).toEqual([
    ['hybrid', 2],
    ['disk-ring', 2],
    ['label-in-input', 2],
  ]);
  expect(provenance.engine).toBe('run');
});

test('half a result is replaced, and what else is in the folder stays', async () => {
  mkdirSync(join(out('d'), '.unfinished'), { recursive: true });
  writeFileSync(join(out('d'), 'results.json'), '{"schema": "odom');
  writeFileSync(join(out('d'), 'mine.txt'), 'kept');
  await odometer('compare', ...SMALL, '--out', out('d'));
  const files = readdirSync(out('d'));
  expect(files).toEqual(expect.arrayContaining([...FILES, 'mine.txt', '.unfinished']));
  expect(files.filter((name) => name.startsWith('.odometer'))).toEqual([]);
  expect(parseResults(read('d'), 'results.json').scenarios).toHaveLength(1);
});

test('an energy preset of the user is computed with and stands in the results', async () => {
  const preset = { ...ENERGY_PRESETS[1], id: 'mine', title: 'My own' };
  writeFileSync(out('mine.json'), JSON.stringify(preset));
  await odometer('compare', ...SMALL, '--out', out('e'), '--energy', `horowitz-45nm,${out('mine.json')}`);
  const { provenance, scenarios } = read('e');
  expect(provenance.energyPresets.map(({ id }: { id: string }) => id)).toEqual(['horowitz-45nm', 'mine']);
  const [theirs, mine] = scenarios[0].updates[0].energy;
  expect(mine).toEqual({ ...theirs, preset: 'mine' });
});

describe('bad input: one line, exit code 2, nothing written', () => {
  const TARGET = out('nothing');
  writeFileSync(out('file'), '');
  writeFileSync(out('broken.json'), '{"id": "x"');
  const extreme = JSON.stringify(ENERGY_PRESETS[0], (key, value) => (key === 'value' ? 1e308 : value));
  writeFileSync(out('extreme.json'), extreme);
  writeFileSync(out('partial.json'), JSON.stringify({ ...ENERGY_PRESETS[0], computePj: {} }));

  test.each([
    [
      'an unknown scenario',
      ['nonsense', '--no-train', '--out', TARGET],
      /^.*Unknown scenario nonsense: use one of label-in-input/,
    ],
    ['a flag about training', [...SMALL, '--epochs', '2', '--out', TARGET], /--epochs: is about training; leave out/],
    ['no --out', ['label-in-input', '--no-train'], /out/],
    ['an unknown flag', [...SMALL, '--out', TARGET, '--frobnicate'], /frobnicate/],
    ['a bad batch', ['label-in-input', '--no-train', '--batch', '0', '--out', TARGET], /--batch: must be an integer/],
    ['bad layers', ['label-in-input', '--no-train', '--layers', '7,x', '--out', TARGET], /--layers: "7,x"/],
    [
      'layers of no scenario in particular',
      ['--no-train', '--layers', '24,9', '--out', TARGET],
      /--layers: is the shape of one/,
    ],
    ['too few pixels', ['label-in-input', '--no-train', '--layers', '4,3', '--out', TARGET], /room for 10 labels/],
    [
      'a bad loop order',
      [...SMALL, '--loops', 'spiral', '--out', TARGET],
      /^odometer: --loops: got spiral, choose tfjs, /,
    ],
    [
      'an unknown preset',
      [...SMALL, '--energy', 'fusion', '--out', TARGET],
      /--energy fusion: is no preset; choose from dally-2022/,
    ],
    [
      'a preset twice',
      [...SMALL, '--energy', 'dally-2022,dally-2022', '--out', TARGET],
      /two presets are called dally-2022/,
    ],
    ['a preset file that is not there', [...SMALL, '--energy', out('no.json'), '--out', TARGET], /no such file/],
    ['a truncated preset', [...SMALL, '--energy', out('broken.json'), '--out', TARGET], /not valid JSON/],
    ['a preset without an operation', [...SMALL, '--energy', out('partial.json'), '--out', TARGET], /computePj\.add/],
    [
      'a preset of extreme figures, before anything is trained',
      ['label-in-input', '--energy', out('extreme.json'), '--out', TARGET],
      /extreme\.json: energy preset: commute\.energyPjPerByteMm\.value: must be 0, or in/,
    ],
    ['data of another scenario', [...SMALL, '--data', 'cifar10', '--out', TARGET], /label-in-input learns from/],
    [
      'data of another size',
      [...SMALL, '--data', 'synthetic', '--out', TARGET],
      /images have 784 numbers, the first layer takes 24/,
    ],
    ['a folder of no data set', [...SMALL, '--data-dir', folder, '--out', TARGET], /add --data/],
    ['no folder', [...SMALL, '--out', ''], /^odometer: --out: is empty; name a file or folder/],
    ['a file for a folder', [...SMALL, '--out', out('file')], /is not a folder/],
    ['a folder under a file', [...SMALL, '--out', join(out('file'), 'deeper', 'still')], /is not a folder/],
  ])('%s', async (_, args, message) => {
    const { text, exitCode } = await failureOf('compare', ...args);
    expect(text).toMatch(message);
    expect(text.trimEnd()).not.toContain('\n');
    expect(exitCode).toBe(2);
    expect(existsSync(TARGET)).toBe(false);
    expect(readFileSync(out('file'), 'utf8')).toBe('');
  });
});
