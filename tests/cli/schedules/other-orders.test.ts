import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, expect, test, vi } from 'vitest';
import { benchSchema } from '../../../reports/bench/bench-result.ts';
import { mergedResults } from '../../../reports/merging/merged-results.ts';
import { parseResults } from '../../../reports/results/upgraded-results.ts';
import { failureOf, odometer, outcomeOf } from '../../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-orders-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

writeFileSync(
  at('kernels.odometer.mjs'),
  `import * as tf from '@tensorflow/tfjs-core';
import { cases, scalarProgram, tensorProgram } from 'tensor-odometer';
export default cases(
  { name: 'swish', body: () => tensorProgram((x) => tf.mul(x, tf.sigmoid(tf.add(x, x))), [tf.zeros([8])]) },
  { name: 'sum', body: () => scalarProgram((xs) => xs.reduce((a, b) => a.add(b)), [[1, 1, 1]]) },
);
`,
);
const kernels = at('kernels.odometer.mjs');

test('cases are measured in another order, which the run names and nothing is held against that is in its own', async () => {
  const bench = async (...more: string[]) => {
    const text = await odometer('bench', kernels, '--filter', 'swish', '--json', ...more);
    return { text, result: benchSchema.parse(JSON.parse(text)) };
  };
  const [own, fused] = [await bench(), await bench('--schedule', 'fused')];
  expect(own.result.settings).not.toHaveProperty('schedule');
  expect(fused.result.settings.schedule).toBe('fused');
  expect(Number(fused.result.cases[0].cost)).toBeLessThan(Number(own.result.cases[0].cost));
  const shown = await outcomeOf('bench', kernels, '--filter', 'swish', '--schedule', 'fused');
  expect(shown.stderr).toContain('swish: schedule fused: 3 calls are 1; results are equal bit for bit');
  expect(shown.stdout).toContain('seed 0, schedule fused.');
  writeFileSync(at('own.json'), own.text);
  writeFileSync(at('fused.json'), fused.text);
  for (const [old, now] of [
    ['own.json', 'fused.json'],
    ['fused.json', 'own.json'],
  ]) {
    expect((await failureOf('diff', at(old), at(now))).text).toMatch(/schedule is (fused|none), in .* it is/);
  }
  vi.stubEnv('CI', '');
  await odometer('check', kernels, '--filter', 'swish', '--update', '--baseline', at('baseline.txt'));
  const against = ['--baseline', at('baseline.txt'), '--out', at('page')];
  expect((await failureOf('bench', kernels, '--filter', 'swish', '--schedule', 'fused', ...against)).text).toContain(
    'baseline.txt: is of cases in their own order; leave out --schedule fused',
  );
});

test('where nothing could be dropped or fused, and where there is no product, that is said', async () => {
  writeFileSync(at('one.mjs'), `import { neg } from '@tensorflow/tfjs-core';\nexport default (x) => neg(x);\n`);
  const said = async (schedule: string) => {
    const { stderr } = await outcomeOf('trace', at('one.mjs'), '--inputs', '4', '--schedule', schedule);
    return stderr.split('\n').filter((line) => line.includes('schedule'));
  };
  const none = '1 call, as before: none could be dropped or fused; results are equal bit for bit';
  expect(await said('fused')).toEqual([`odometer: schedule fused: ${none}`]);
  expect(await said('found')).toEqual([
    `odometer: schedule found: ${none}`,
    'odometer: schedule found: it has no products, so that the order is that of fused',
  ]);
  const kept = { schema: 'odometer-schedule/1', deadCalls: 'kept', fused: 'nothing', products: {} };
  writeFileSync(at('kept.json'), JSON.stringify(kept));
  expect(await said(at('kept.json'))).toEqual([
    `odometer: schedule ${at('kept.json')}: 1 call, as before; results are equal bit for bit`,
  ]);
});

test('an order that a case cannot have is an error that names the case', async () => {
  const { text, exitCode } = await failureOf('bench', kernels, '--schedule', 'fused');
  expect(exitCode).toBe(2);
  expect(stripVTControlCharacters(text)).toContain(
    '"sum": --schedule fused: plain loops have the one order that they are written in',
  );
  const products = { '4x4x4 a(4,1) b(4,1) c(4,1)': 'i1 j1 k1' };
  const schedule = { schema: 'odometer-schedule/1', deadCalls: 'dropped', fused: 'nothing', products };
  writeFileSync(at('other.json'), JSON.stringify(schedule));
  const other = await failureOf('bench', kernels, '--filter', 'swish', '--schedule', at('other.json'));
  expect(stripVTControlCharacters(other.text)).toMatch(/"swish": .*other\.json: none of its products is one of/);
  expect((await failureOf('bench', kernels, '--schedule', 'fused', '--time')).text).toContain(
    '--schedule and --time: times are of cases as they are written',
  );
});

test('rules are compared in another order, which the results name and nothing stands beside that is in its own', async () => {
  const small = ['label-in-input', '--batch', '2', '--layers', '24,9,7'];
  const compared = async (name: string, ...more: string[]) => {
    const printed = await odometer('compare', ...small, '--no-train', '--out', at(name), ...more);
    return { printed, results: parseResults(JSON.parse(readFileSync(at(`${name}/results.json`), 'utf8')), name) };
  };
  const [own, fused] = [await compared('own'), await compared('fused', '--schedule', 'fused')];
  expect(own.results.provenance).not.toHaveProperty('schedule');
  expect(fused.results.provenance.schedule).toBe('fused');
  expect(stripVTControlCharacters(fused.printed).replaceAll(/\s+/g, ' ')).toContain('tfjs loop order, schedule fused');
  for (const { algorithm, cost } of fused.results.scenarios[0].updates) {
    const args = ['trace', ...small, '--algorithm', algorithm, '--schedule', 'fused', '--json'];
    expect(cost).toEqual(JSON.parse(await odometer(...args)).cost);
  }
  expect(() =>
    mergedResults([
      { where: 'own', results: own.results },
      { where: 'fused', results: fused.results },
    ]),
  ).toThrow('own and fused: have different schedules; compare them in the same one');
});
