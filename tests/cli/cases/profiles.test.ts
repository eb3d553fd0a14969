import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { benchSchema } from '../../../reports/bench/bench-result.ts';
import { stacksOf } from '../../support/results/speedscope-file.ts';
import { failureOf, odometer } from '../../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-profiles-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'kernels.odometer.mjs');
writeFileSync(
  file,
  `import * as tf from '@tensorflow/tfjs-core';
import { cases, input, nest, output, phase, range, scalarProgram, tensorProgram } from 'tensor-odometer';

const scaled = () => nest({ x: input([4]), y: output([4]) }, ({ x, y }) => {
  phase('scale', () => {
    for (const i of range(4)) {
      y.set(i, x.get(i).mul(2));
    }
  });
});
export default cases(
  { name: 'nest', body: scaled },
  { name: 'loops', body: () => scalarProgram((xs) => xs.reduce((a, b) => a.add(b)), [[1, 2, 3]]) },
  { name: 'tensors', body: () => tensorProgram((x) => tf.sum(tf.mul(x, x)), [tf.zeros([8])]) },
);
`,
);

const numbers = z.record(z.string(), z.union([z.string(), z.number()]));
const traceEvents = z.strictObject({
  traceEvents: z.array(
    z.strictObject({
      ph: z.enum(['X', 'C', 'M']),
      name: z.string(),
      pid: z.int(),
      tid: z.int(),
      ts: z.int().min(0),
      dur: z.int().min(0).optional(),
      args: numbers,
    }),
  ),
  displayTimeUnit: z.enum(['ms', 'ns']),
  otherData: numbers,
});

function parsed(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

test('--speedscope of bench: a profile a case, which adds up to its cost', async () => {
  const path = join(folder, 'bench.speedscope.json');
  const { cases } = benchSchema.parse(JSON.parse(await odometer('bench', file, '--json', '--speedscope', path)));
  const profiles = stacksOf(parsed(path));
  expect(profiles.map(({ name, total }) => [name, total])).toEqual(cases.map(({ id, cost }) => [id, cost]));
  for (const { total, stacks } of profiles) expect(stacks.reduce((sum, [, weight]) => sum + weight, 0)).toBe(total);
  const [nest, loops, tensors] = profiles;
  expect(nest.stacks).toEqual([
    [expect.stringMatching(/^phase scale > .* > reads x > .*kernels\.odometer\.mjs:7$/), nest.total],
  ]);
  expect(loops.stacks.length).toBeGreaterThan(0);
  expect(tensors.stacks.map(([stack]) => stack)).toContainEqual(expect.stringMatching(/Multiply > reads .*:14$/));
});

test('--speedscope of trace: the profile of the update adds up to its cold cost', async () => {
  const path = join(folder, 'trace.speedscope.json');
  const args = ['label-in-input', '--algorithm', 'ff', '--layers', '24,9,9', '--batch', '2', '--json'];
  const { cost } = JSON.parse(await odometer('trace', ...args, '--speedscope', path));
  const [{ total, stacks }] = stacksOf(parsed(path));
  expect(total).toBe(cost.cold[4]);
  expect(stacks.map(([stack]) => stack)).toContainEqual(expect.stringMatching(/^phase .* > layer 1 > .* > reads /));
});

test('--trace-events: calls inside layers inside phases by instructions, and the live bytes', async () => {
  const path = join(folder, 'trace.json');
  const args = ['label-in-input', '--algorithm', 'ff', '--layers', '24,9,9', '--batch', '2', '--json'];
  const report = JSON.parse(await odometer('trace', ...args, '--trace-events', path));
  const events = traceEvents.parse(parsed(path)).traceEvents;
  const slices = events.filter(({ ph }) => ph === 'X').map(({ name, ts, dur = 0 }) => ({ name, ts, end: ts + dur }));
  const executed = Object.values<number>(report.instructions).reduce((sum, count) => sum + count, 0);
  expect(Math.max(...slices.map(({ end }) => end))).toBe(executed);
  const phases = slices.filter(({ name }) => name.startsWith('phase '));
  expect(phases.reduce((sum, { ts, end }) => sum + end - ts, 0)).toBe(executed);
  // Two slices of one thread are one in the other, or do not meet.
  for (const a of slices) {
    for (const b of slices) expect(a.end <= b.ts || b.end <= a.ts || isIn(a, b) || isIn(b, a)).toBe(true);
  }
  const live = events.filter(({ ph }) => ph === 'C').map(({ args }) => Number(args.bytes));
  expect(Math.max(...live)).toBe(report.peakLiveBytes);
});

test('--trace-events of bench: a process a case, plain loops as counts of their operations and live bytes', async () => {
  const path = join(folder, 'bench.json');
  await odometer('bench', file, '--trace-events', path);
  const events = traceEvents.parse(parsed(path)).traceEvents;
  expect(events.filter(({ ph }) => ph === 'M').map(({ pid }) => pid)).toEqual([1, 2, 3]);
  const counters = events.filter(({ pid, ph }) => pid === 2 && ph === 'C');
  const ofOperations = counters.filter(({ name }) => name === 'operations');
  expect(ofOperations.map(({ ts, args }) => [ts, args.add])).toEqual([
    [0, 1],
    [1, 1],
  ]);
  // Three numbers at first; each addition takes two cells away and leaves one.
  const live = counters.filter(({ name }) => name === 'live bytes');
  expect(live.map(({ ts, args }) => [ts, args.bytes])).toEqual([
    [0, 12],
    [1, 8],
  ]);
});

test('a file that cannot be written is refused', async () => {
  const path = join(folder, 'no', 'such.json');
  expect(await failureOf('bench', file, '--speedscope', path)).toMatchObject({ exitCode: 2 });
});

interface Slice {
  readonly ts: number;
  readonly end: number;
}

function isIn(inner: Slice, outer: Slice): boolean {
  return inner.ts >= outer.ts && inner.end <= outer.end;
}
