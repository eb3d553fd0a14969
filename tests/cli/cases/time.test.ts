import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { benchSchema } from '../../../reports/bench/bench-result.ts';
import { failureOf, odometer } from '../../support/sources/command.ts';

// Each case is timed in a process of its own, which has to load TensorFlow.js first.
vi.setConfig({ testTimeout: 90_000 });

const folder = mkdtempSync(join(tmpdir(), 'odometer-time-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEAD = `import * as tf from '@tensorflow/tfjs-core';
import { cases, input, nest, output, range, savedTrace, scalarProgram, tensorProgram } from 'tensor-odometer';
`;

test('--time gives nests, TensorFlow.js programs and plain loops a median within its quartiles, and changes no figure', async () => {
  const file = join(folder, 'kernels.odometer.mjs');
  const events = [{ op: 'add', in: [1, 2], out: [3] }];
  const add = { name: 'add', args: [1, 2], arg_groups: [[1], [2]], events, returns: [3] };
  writeFileSync(join(folder, 'program.json'), JSON.stringify({ format: 'bytedmd-vectors/1', programs: [add] }));
  writeFileSync(
    file,
    `${HEAD}
// Throws where it is given what a run before has left.
const emptied = (list) => {
  let sum = list.pop();
  for (let i = 0; i < 999; i++) sum = sum.add(1);
  return sum;
};
const doubled = () => nest({ x: input([4]), y: output([4]) }, ({ x, y }) => {
  for (const i of range(4)) y.set(i, x.get(i).mul(2));
});
export default cases(
  { name: 'nest', body: doubled },
  { name: 'loops', body: () => scalarProgram(emptied, [[1]]) },
  { name: 'file', body: () => savedTrace('program.json') },
  { name: 'tensors', body: () => tensorProgram((x) => tf.mul(x, x), [tf.zeros([8])]) },
);
`,
  );
  const untimed = benchSchema.parse(JSON.parse(await odometer('bench', file, '--json')));
  const timed = benchSchema.parse(JSON.parse(await odometer('bench', file, '--json', '--time')));
  expect(timed.cases.map(({ time, ...figures }) => figures)).toEqual(untimed.cases);
  const [nest, loops, saved, tensors] = timed.cases.map(({ time }) => time);
  expect(saved).toBeUndefined();
  for (const time of [nest, loops, tensors]) {
    expect(time?.samples).toBeGreaterThan(0);
    expect(time?.lowerQuartileMs).toBeLessThanOrEqual(time?.medianMs ?? -1);
    expect(time?.medianMs).toBeLessThanOrEqual(time?.upperQuartileMs ?? -1);
  }
});

test('what a case does wrong while it is timed is one line with its place', async () => {
  const file = join(folder, 'fickle.odometer.mjs');
  const body = `tensorProgram((x) => {
    if (tf.getBackend() === 'cpu') throw new Error('not on cpu');
    return tf.mul(x, x);
  }, [tf.zeros([8])])`;
  writeFileSync(file, `${HEAD}export default cases({ name: 'a', body: () => ${body} });\n`);
  const { text, exitCode } = await failureOf('bench', file, '--time');
  expect(exitCode).toBe(2);
  expect(text).toMatch(/fickle\.odometer\.mjs:4: case "a": .*not on cpu$/);
});
