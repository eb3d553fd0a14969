import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMAND_NAMES } from '../../../cli/commands/commands.ts';
import { mergedResults } from '../../../reports/merging/merged-results.ts';
import { terminalSummary } from '../../../reports/tables/terminal-table.ts';
import { committedResults } from '../../support/results/committed-results.ts';
import { vectorPath } from '../../support/scalars/vectors.ts';
import { helpOf, odometer } from '../../support/sources/command.ts';

const RULES = ['feedback-alignment', 'predictive-coding'].map((rule) => `examples/learning-rules/${rule}.ts`);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'odometer-columns-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Lines that a terminal of 80 columns breaks; what stands in a folder whose name is longer is left out. */
function tooLong(text: string): string[] {
  return stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => line.length > 80 && !line.includes(folder));
}

describe('80 columns are enough', () => {
  test.each(['', ...COMMAND_NAMES])('for odometer %s --help', async (command) => {
    const help = await helpOf(...(command === '' ? [] : [command]));
    expect(help).toContain('Options:');
    expect(tooLong(help)).toEqual([]);
  });

  test.each([
    ['list'],
    ['trace', 'disk-ring', '--algorithm', 'ff', '--batch', '20'],
    ['trace', 'recurrent', '--algorithm', 'bp', '--batch', '1', '--layers', '784,12,9'],
    ['compare', 'disk-ring', 'hybrid', '--no-train', '--preset', 'quick', '--out'],
    ['kernels'],
    ['kernels', '--missing'],
    ['list', ...RULES],
    ['sweep', '--task', 'disk-ring', '--no-train', '--widths', '8,16', '--depths', '1,2', '--batch', '20', '--out'],
    ['merge', 'results/sweeps/label-in-input.json'],
    ['bench', 'examples/kernels/attention/kv-cache.odometer.ts'],
    ['bench', 'examples/kernels/attention/kv-cache.odometer.ts', '--by', 'operand'],
    ['price', vectorPath('a_examples')],
  ])('for odometer %s %s', async (...args) => {
    const text = await odometer(...args, ...(args.includes('--out') ? [folder] : []));
    expect(text.split('\n').length).toBeGreaterThan(4);
    expect(tooLong(text)).toEqual([]);
  });

  test('for the committed results, whose figures are the longest', () => {
    const [first, ...others] = committedResults().map((results, index) => ({ where: String(index), results }));
    expect(tooLong(terminalSummary(mergedResults([first, ...others])))).toEqual([]);
  });
});

test('a comparison ends with the answer, why it is so, and the factors of every ratio', async () => {
  const coloured = await odometer('compare', 'disk-ring', '--no-train', '--preset', 'quick', '--out', folder);
  const text = stripVTControlCharacters(coloured);
  const end = text.slice(text.indexOf('One update of Forward-Forward'));
  expect(end.split('\n').slice(0, 12)).toEqual([
    'One update of Forward-Forward moves 2.6 times as much data as one of backprop',
    'It makes 2.2 times as many reads an update. A read costs 1.2 times as much: none',
    '  is nearer.',
    'Toy settings. Quick preset: reduced networks, easy data made in code.',
    'Not trained. One update is compared, not what it takes to learn.',
    '',
    'network         ratio  reads  a read',
    '--------------  -----  -----  ------',
    'Disk in a ring   2.59   2.24    1.15',
    '  FF / BP, 2-12-12, not trained',
    'ratio = reads an update × cost of a read',
    '',
  ]);
  expect(end).toMatch(/\nWrote .*headline\.csv,/s);
});

test('kernels stand in the order of what they cost, layers are counted from 1, a shape is written with hyphens', async () => {
  const text = await odometer('trace', 'disk-ring', '--algorithm', 'ff', '--batch', '20');
  const [, kernels] = text.split('\nkernel ');
  const shares = [...kernels.split('\n\n')[0].matchAll(/([\d.]+) %$/gm)].map(([, share]) => Number(share));
  expect(shares.length).toBeGreaterThan(5);
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  expect(text).toContain('layers 2-12-12');
  expect(text).toMatch(/^layer .*\n-.*\n +1 .*\n +2 .*\n\n/m);
});
