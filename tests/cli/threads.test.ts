import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, type Start, startBuilt } from '../support/sources/built-command.ts';
import { buildSources } from '../support/sources/built-sources.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-in-threads-'));
let built = '';
beforeAll(() => {
  built = buildSources();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(built, { recursive: true });
});

function start(args: readonly string[], onLine?: Start['onLine']): Promise<Ended> {
  return startBuilt(built, args, { cache: join(folder, 'cache'), ...(onLine === undefined ? {} : { onLine }) });
}

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** TypeScript of a user's, of all kinds of bodies, some of which are long; each knows how many were run before it. */
const KERNELS = `
import * as tf from '@tensorflow/tfjs-core';
import { cases, input, nest, output, phase, range, scalarProgram, tensorProgram } from 'tensor-odometer';

let bodies: number = 0;
const product = ({ n }: { n: number }) =>
  nest({ a: input([n, n]), b: input([n, n + bodies++]), c: output([n, n]) }, ({ a, b, c }) => {
    phase('multiply', () => {
      for (const i of range(n)) for (const j of range(n)) for (const k of range(n)) {
        c.set(i, j, c.get(i, j).add(a.get(i, k).mul(b.get(k, j))));
      }
    });
  });
const sums = ({ n }: { n: number }) => scalarProgram((xs) => {
  let sum = xs[0];
  for (let time = bodies++; time < n; time++) for (const x of xs) sum = sum.add(x);
  return sum;
}, [Array.from({ length: 300 }, (_, i) => i)]);
const squares = ({ n }: { n: number }) =>
  tensorProgram((x) => tf.sum(tf.matMul(x, x)), [tf.ones([n, n + 0 * bodies++])]);

export default cases(
  { name: 'product', sizes: [{ n: 60 }, { n: 4 }, { n: 50 }], body: product },
  { name: 'sums', sizes: [{ n: 300 }, { n: 8 }], body: sums },
  { name: 'squares', sizes: [{ n: 64 }], body: squares },
);
`;

test('bench writes and prints the same to the last byte, however many cases are priced at a time', async () => {
  const file = written('kernels.odometer.ts', KERNELS);
  const told = async (threads: string) => {
    const profile = join(folder, `${threads}.json`);
    const { code, stdout, stderr } = await start([
      'bench',
      file,
      '--json',
      ...['--line', '64', '--layout', 'padded'],
      '--threads',
      threads,
      '--speedscope',
      profile,
    ]);
    return { code, stdout, stderr, profile: readFileSync(profile, 'utf8') };
  };
  const alone = await told('1');
  expect(alone.stderr.replaceAll(/^.*no lines are told of them\n/gm, '')).toBe('');
  expect(JSON.parse(alone.stdout).cases).toHaveLength(6);
  expect(await told('3')).toEqual(alone);
});

/** Prints what a comparison comes to with one thread and with three, without the times, and how progress called it. */
const COMPARED = `
import { compareInThreads } from './reports/comparison/comparison.js';
import { findScenario } from './scenarios/catalog.js';
const scenario = findScenario('label-in-input');
const compared = [{ scenario, shape: { layers: [300, 20, 20], classes: 10 }, batch: 8, data: null }];
for (const threads of [1, 3]) {
  const shown = new Set();
  const settings = { granularity: 'scalar', loops: 'tfjs', engine: 'run', seed: 0, presets: [] };
  const onProgress = (name) => shown.add(name);
  const { engineSeconds, ...results } = await compareInThreads(compared, { ...settings, onProgress }, threads);
  const text = JSON.stringify(results, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  console.log(JSON.stringify({ text, timed: Object.keys(engineSeconds), shown: [...shown] }));
}`;

test('compare comes to the same to the last byte, however many programs are priced at a time', () => {
  const script = written('compared.mjs', COMPARED.replaceAll("'./", `'${pathToFileURL(built).href}/`));
  const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  const [alone, three] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(alone, stderr).toMatchObject({ timed: ['label-in-input ff', 'label-in-input bp'] });
  expect(alone.shown).toContain('1/1 label-in-input bp, update');
  expect(three.shown).toEqual([expect.stringMatching(/^4 programs, [23] at a time$/)]);
  expect({ text: three.text, timed: three.timed }).toEqual({ text: alone.text, timed: alone.timed });
});

/** One case after the other: a long one, one that the thread refuses to price, one whose body throws. */
const MISTAKEN = `
import { cases, input, nest, output, range, savedTrace } from 'tensor-odometer';
const long = () => nest({ x: input([99999]), y: output([99999]) }, ({ x, y }) => {
  for (const i of range(99999)) y.set(i, x.get(i).add(x.get(i)));
});
const thrown = () => { throw new Error('too late to be told'); };
export default cases(
  { name: 'long', body: long }, { name: 'refused', body: () => savedTrace('sums.json') }, { name: 'thrown', body: thrown },
);
`;

test('the first mistake of a case is told as without threads, though that of a later one is met sooner', async () => {
  const events = Array.from({ length: 2 ** 16 }, (_, i) => ({ op: 'add', in: [i, i], out: [i + 1] }));
  const sums = { name: 'sums', args: [0], arg_groups: [[0]], events, returns: [2 ** 16] };
  writeFileSync(join(folder, 'sums.json'), JSON.stringify({ format: 'bytedmd-vectors/1', programs: [sums] }));
  const file = written('mistaken.odometer.mjs', MISTAKEN);
  const failed = (threads: string) => start(['bench', file, '--granularity', 'register', '--threads', threads]);
  const alone = await failed('1');
  expect(alone).toMatchObject({ code: 2, stdout: '' });
  expect(alone.stderr).toMatch(/^odometer: [^\n]*case "refused": [^\n]*granularity register[^\n]*\n$/);
  expect(await failed('3')).toEqual(alone);
});

test.skipIf(process.platform === 'win32')('an interrupt ends threads, too, at once', async () => {
  const endless = `
    import { cases, input, nest, output, range } from 'tensor-odometer';
    const n = 2 ** 12;
    const product = () => {
      console.log('a body');
      return nest({ a: input([n, n]), c: output([n, n]) }, ({ a, c }) => {
        for (const i of range(n)) for (const j of range(n)) for (const k of range(n)) c.set(k, i, a.get(j, k).mul(a.get(i, j)));
      });
    };
    export default cases({ name: 'one', body: product }, { name: 'other', body: product });`;
  const args = ['bench', written('endless.odometer.mjs', endless), '--threads', '2', '--semantics', 'ir-classic'];
  const ended = await start(args, (text, child) => {
    if (text.split('a body').length === 3) child.kill('SIGINT');
  });
  expect(ended).toMatchObject({ code: null, signal: 'SIGINT', stdout: '' });
});
