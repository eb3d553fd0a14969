import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failureOf, helpOf, odometer, outcomeOf } from '../../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-export-'));
const here = process.cwd();
const file = (name: string, text: string): void => writeFileSync(join(folder, name), text);

beforeAll(() => {
  process.chdir(folder);
  file(
    'model.ts',
    `import * as tf from '@tensorflow/tfjs-core';
import { tensorProgram } from 'tensor-odometer';

const weights = tf.ones([3, 2]) as tf.Tensor2D;
export const dense = (x: tf.Tensor2D) => tf.relu(tf.matMul(x, weights));
export const scaled = (x: tf.Tensor, by: tf.Tensor = tf.scalar(2)) => tf.mul(x, by);
export const doubled = () => tf.add(weights, weights);
export const taken = (at: tf.Tensor1D) => tf.gather(weights, at);
export const broken = (x: tf.Tensor) => tf.reshape(x, [7]);
export const program = tensorProgram((x) => tf.neg(x), [tf.zeros([5])]);
export const version = 3;
export const convolved = (x: tf.Tensor4D) => tf.conv2d(x, tf.ones([3, 3, 1, 4]), 1, 'same');
export const defaulted = (x = tf.ones([2, 2]) as tf.Tensor2D) => tf.matMul(x, weights);
export const stacked = tensorProgram((x) => tf.matMul(x, weights), [tf.zeros([5, 5])]);
export const viewed = (x: tf.Tensor) => tf.reshape(x, [-1]);
`,
  );
  file('unfinished.ts', 'export const f = (x: number) => {\n  return x +;\n};\n');
  file('importing.ts', "import { f } from './unfinished.ts';\nexport const g = f;\n");
  file(
    'cases.mjs',
    `import { cases, input, nest, output, range, scalarProgram } from 'tensor-odometer';
const body = ({ n }) =>
  nest({ a: input([n]), c: output([n]) }, ({ a, c }) => {
    for (const i of range(n)) c.set(i, a.get(i).mul(a.get(i)));
  });
export default cases({ name: 'square', sizes: [{ n: 4 }, { n: 8 }], body });
export const loops = scalarProgram((a) => a[0].add(a[1]), [[1, 2]]);
`,
  );
  file('one.mjs', `import { neg } from '@tensorflow/tfjs-core';\nexport default (x) => neg(x);\n`);
  file('nothing.mjs', 'export const version = 3;\n');
  file('layers.mjs', 'export const model = { layers: [], predict: (x) => x };\n');
});
afterAll(() => {
  process.chdir(here);
  rmSync(folder, { recursive: true });
});

async function traced(...args: string[]) {
  return JSON.parse(await odometer('trace', ...args, '--json', '--granularity', 'register'));
}

test('a function of a module is traced on shapes, the weights of its module being arguments', async () => {
  const report = await traced('model.ts#dense', '--inputs', '4x3');
  expect(report).toMatchObject({
    name: 'model.ts#dense',
    options: { loops: 'tfjs', 'input 0': [4, 3] },
    semantics: 'eager',
    macs: 24,
    // Each product reads two elements, and relu each of its results.
    reads: 2 * 24 + 8,
  });
  expect(report.kernels.map(({ kernel }: { kernel: string }) => kernel)).toEqual(['BatchMatMul', 'Relu']);
  expect(report.lines).toEqual([expect.objectContaining({ line: 'model.ts:5', reads: 56 })]);
  expect(await odometer('trace', 'model.ts#dense', '--inputs', '4x3')).toMatch(/^model\.ts:5 +/m);
});

test('without inputs a function that takes none is traced, and a program on its own', async () => {
  expect((await traced('model.ts#doubled')).reads).toBe(12);
  expect((await traced('model.ts#program')).reads).toBe(5);
  expect((await traced('model.ts#program', '--inputs', '2x4')).reads).toBe(8);
  expect((await traced('model.ts#scaled', '--inputs', '6')).reads).toBe(6);
  expect((await traced('model.ts#scaled', '--inputs', '6,scalar')).reads).toBe(12);
});

test('an only export needs no name, and a case is named by its label', async () => {
  expect(await traced('one.mjs', '--inputs', '2x2')).toMatchObject({ name: 'one.mjs#default', reads: 4 });
  expect(await traced('cases.mjs#square n=8')).toMatchObject({ name: 'cases.mjs#square n=8', reads: 16 });
});

test('--computed traces what depends on values, the same for one seed', async () => {
  file(
    'table.mjs',
    `import * as tf from '@tensorflow/tfjs-core';
const table = tf.zeros([10, 2]);
export default (at) => tf.gather(table, at);
`,
  );
  const { text, exitCode } = await failureOf('trace', 'model.ts#taken', '--inputs', '4:int32');
  expect([exitCode, text]).toEqual([
    2,
    'odometer: model.ts:8: traced backend: GatherV2 takes addresses from the values of "indices" (int32[4]), which a trace ' +
      'of shapes alone does not compute; make it from host numbers, or trace with --computed',
  ]);
  const drawn = ['table.mjs', '--inputs', '64:int32', '--computed'];
  const { cost } = await traced(...drawn);
  expect((await traced(...drawn, '--seed', '0')).cost).toEqual(cost);
  expect((await traced(...drawn, '--seed', '1')).cost).not.toEqual(cost);
});

test('what is saved prices the same; profiles and semantics are as of a scenario', async () => {
  const report = await traced('model.ts#dense', '--inputs', '4x3', '--save', 't.json', '--speedscope', 'p.json');
  const priced = JSON.parse(await odometer('price', 't.json', '--json', '--granularity', 'register'));
  expect(priced.cost).toEqual(report.cost);
  expect(readFileSync('p.json', 'utf8')).toContain('speedscope');
  const live = await traced('model.ts#dense', '--inputs', '4x3', '--semantics', 'ir-live');
  expect(live).toMatchObject({ semantics: 'ir-live', macs: 24 });
});

test('a loop order is that of the products', async () => {
  const [tfjs, ijk] = [
    await traced('model.ts#dense', '--inputs', '4x3'),
    await traced('model.ts#dense', '--inputs', '4x3', '--loops', 'kij'),
  ];
  expect(ijk).toMatchObject({ options: { loops: 'kij' }, macs: tfjs.macs });
});

describe('bad input is one line and exit code 2', () => {
  const NAMES = 'dense, scaled, doubled, taken, broken, program, convolved, defaulted, stacked, viewed';
  test.each<[string, string[], string]>([
    [
      'no file',
      ['moddel.ts#dense'],
      'moddel.ts: no such file; name a module, or one of its exports, like model.ts#predict',
    ],
    ['no export', ['model.ts#sparse'], 'model.ts: exports no "sparse" to trace; choose '],
    ['no function', ['model.ts#version'], 'model.ts: exports no "version" to trace; choose '],
    ['several', ['model.ts'], 'model.ts: exports several to trace; name one as model.ts#NAME: '],
    ['none', ['nothing.mjs'], 'nothing.mjs: exports nothing to trace; export a function of tensors, or a case'],
    ['no module', ['notes.txt#a'], 'notes.txt: no such file'],
    [
      'no inputs',
      ['model.ts#dense'],
      'model.ts#dense: takes 1 input (x), got 0; give their shapes by --inputs, as in --inputs 4x28x28x1,10:int32,scalar',
    ],
    ['too many', ['model.ts#dense', '--inputs', '4x3,4'], 'model.ts#dense: takes 1 input (x), got 2'],
    ['too many of none', ['model.ts#doubled', '--inputs', '4'], 'model.ts#doubled: takes at most 0 inputs, got 1'],
    ['no shape', ['model.ts#dense', '--inputs', '4*3'], '--inputs: "4*3" is no shape; give shapes like'],
    ['no dtype', ['model.ts#dense', '--inputs', '4:text'], '--inputs: "4:text" is no shape'],
    ['a huge shape', ['model.ts#dense', '--inputs', '99999x99999'], '--inputs: "99999x99999" has more than'],
    [
      'the wrong shape',
      ['model.ts#dense', '--inputs', '4x4'],
      'model.ts:5: RangeError: BatchMatMul: inner sizes must be equal, got [4,4] and [3,2]; this is on inputs 4x4; give other shapes by --inputs',
    ],
    ['what throws', ['model.ts#broken', '--inputs', '4'], 'model.ts:9: Error: Size(4) must match'],
    [
      'the wrong rank, of which TensorFlow.js says itself that it is an error',
      ['model.ts#convolved', '--inputs', '28x28'],
      'model.ts:12: Error in conv2d: input must be rank 4, but got rank 2; this is on inputs 28x28; give other shapes by --inputs',
    ],
    [
      'a default of the wrong shape',
      ['model.ts#defaulted'],
      'model.ts:13: RangeError: BatchMatMul: inner sizes must be equal, got [2,2] and [3,2]; this is on no inputs; give their shapes by --inputs',
    ],
    [
      'a body of the wrong shape',
      ['model.ts#stacked'],
      'model.ts:14: RangeError: BatchMatMul: inner sizes must be equal, got [5,5] and [3,2]; this is on inputs 5x5; give',
    ],
    ['what cannot be parsed', ['unfinished.ts'], 'unfinished.ts:2: ParseError: Unexpected token'],
    [
      'an import that cannot be parsed',
      ['importing.ts'],
      'importing.ts: ParseError: Unexpected token (thrown at unfinished.ts:2)',
    ],
    [
      'a model of layers',
      ['layers.mjs#model', '--inputs', '4'],
      'layers.mjs: model is a model, and no function; export one of its own, as in export const predict = (x) => model.predict(x)',
    ],
    ['plain loops', ['cases.mjs#loops'], 'cases.mjs#loops: is plain loops, operation by operation; odometer bench'],
    ['inputs of a nest', ['cases.mjs#square n=4', '--inputs', '4'], '--inputs: means nothing to cases.mjs#square n=4'],
    ['a seed', ['model.ts#doubled', '--seed', '-1'], '--seed: got -1; give an integer'],
    ['a flag of scenarios', ['model.ts#doubled', '--batch', '2'], '--batch: means nothing to model.ts#doubled'],
    ['an option of rules', ['model.ts#doubled', '--lr', '1'], '--lr: means nothing to model.ts#doubled'],
    [
      'a flag of files',
      ['label-in-input', '--algorithm', 'ff', '--inputs', '4'],
      '--inputs: means nothing to a scenario',
    ],
  ])('%s', async (_, args, message) => {
    const { text, exitCode } = await failureOf('trace', ...args);
    expect([exitCode, text]).toEqual([2, expect.stringContaining(`odometer: ${message}`)]);
    expect(text).not.toContain('\n');
    if (message.endsWith('choose '))
      expect(text.split('choose ')[1].split(', ').sort()).toEqual(NAMES.split(', ').sort());
  });
});

test('what has no elements is said to have none, where nothing is read for it', async () => {
  const warned = async (...args: string[]) => (await outcomeOf('trace', ...args, '--json')).stderr;
  expect(await warned('model.ts#dense', '--inputs', '0x3')).toBe(
    'odometer: what goes in or comes out has no elements, so that nothing is read and the cost is 0; give inputs of other shapes\n',
  );
  expect(await warned('model.ts#viewed', '--inputs', '4x3')).toContain(
    'nothing that is priced is read, so that the cost is 0: aliases, views and constants are free',
  );
});

test('help says how, and where a page comes from', async () => {
  const help = await helpOf('trace');
  expect(help).toMatch(/odometer trace model\.ts#predict --inputs\s/);
  expect(help).toMatch(/odometer\s+bench\s+--out/);
  expect(await helpOf('compare')).toMatch(/odometer\s+bench\s+--out/);
});
