import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { failureOf } from '../../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-mistakes-'));
const { log, info, debug } = console;
vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
vi.spyOn(process.stderr, 'write').mockReturnValue(true);
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  Object.assign(console, { log, info, debug });
  rmSync(folder, { recursive: true });
});

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A rule of one linear layer, or how it differs from that. */
function rule(name: string, parts: Readonly<Record<string, string>> = {}): string {
  const whole = {
    title: `'${name}'`,
    options: '{ learningRate: 0.1 }',
    state: '({ shape: { layers, classes } }) => [{ name: "W", shape: [layers[0], classes] }]',
    update: '({ batch: [x, y], state: [W] }) => ({ state: [W], read: { loss: tf.mean(tf.sub(tf.matMul(x, W), y)) } })',
    predict: '({ images, state: [W] }) => tf.matMul(images, W)',
    ...parts,
  };
  const body = Object.entries(whole).map(([part, text]) => `  ${part}: ${text},\n`);
  return written(
    `${name}.mjs`,
    `import * as tf from '@tensorflow/tfjs-core';\nimport { defineRule } from 'tensor-odometer';\nexport default defineRule({\n${body.join('')}});\n`,
  );
}

function task(name: string, parts: Readonly<Record<string, string>> = {}): string {
  const whole = {
    title: `'${name}'`,
    data: '() => ({ train: { images: [[0, 0], [1, 1]], labels: [0, 1] }, test: { images: [[0, 1]], labels: [1] } })',
    shape: '{ layers: [2, 3], classes: 2 }',
    batch: '2',
    epochs: '2',
    criterion: '0.9',
    ...parts,
  };
  const body = Object.entries(whole).map(([part, text]) => `  ${part}: ${text},\n`);
  return written(
    `${name}.mjs`,
    `import { defineTask } from 'tensor-odometer';\nexport default defineTask({\n${body.join('')}});\n`,
  );
}

const DISK_RING = ['--task', 'disk-ring', '--layers', '2,6,6', '--batch', '50'];

describe('a mistake in a file of a user’s is told before anything is trained, in one line that names the file and the field', () => {
  test.each<[string, () => string[], RegExp]>([
    // First: rules of files that were named before are among those to choose from.
    [
      'a rule of a task that has none',
      () => ['--task', task('bare'), '--rules', 'dfa'],
      /^odometer: bare: has no rule dfa; name the file of one of your own$/,
    ],
    [
      'a prediction that is wrong for several images alone',
      () => [
        ...DISK_RING,
        '--rules',
        rule('one-row', { predict: '({ images, state: [W] }) => tf.matMul(tf.slice(images, 0, [1, 2]), W)' }),
      ],
      /^odometer: one-row\.mjs.*: one-row: predict must return a score of every class for each image, \[7,2\], got \[1,2\]$/,
    ],
    [
      'shapes that do not go together',
      () => [
        ...DISK_RING,
        '--rules',
        rule('narrow', {
          update:
            '({ batch: [x], state: [W] }) => ({ state: [tf.add(W, tf.zeros([3, 5]))], read: { loss: tf.sum(x) } })',
        }),
      ],
      /^odometer: narrow\.mjs:7: .*2,2 and 3,5/,
    ],
    [
      'data that are others each time',
      () => [
        '--task',
        task('drawn', {
          data: '() => { const one = { images: [[Math.random(), 0], [1, 1]], labels: [0, 1] }; return { train: one, test: one }; }',
        }),
        '--rules',
        rule('learns'),
      ],
      /^odometer: drawn\.mjs: drawn: data: train has other images when it is made again; draw what is random from the random that/,
    ],
    [
      'a label that is no class',
      () => [
        '--task',
        task('labels', {
          data: `() => { const one = { images: [[0, 0]], labels: [2] }; return { train: one, test: one }; }`,
        }),
        '--rules',
        rule('learns-labels'),
      ],
      /^odometer: labels\.mjs: labels: data: train\.labels\[0\] must be a class in 0\.\.1, got 2$/,
    ],
    [
      'data that cannot be made',
      () => ['--task', task('lost', { data: `() => { throw new Error('no disk'); }` }), '--rules', rule('learns-lost')],
      /^odometer: lost\.mjs:4: Error: no disk$/,
    ],
    [
      'a title that no table has room for',
      () => [...DISK_RING, '--rules', rule('long', { title: `'${'x'.repeat(10_000)}'` })],
      /long\.mjs:3: defineRule: title must be one line of at most 80 letters, got 10000: "x{80}…"$/,
    ],
    [
      'numbers that are none in the state',
      () => [
        ...DISK_RING,
        '--rules',
        rule('nan', { state: `() => [{ name: 'W', shape: [2, 2], values: [0, 1, NaN, 1] }]` }),
      ],
      /^odometer: nan\.mjs: nan: state: W: values\[2\] must be a finite float32 number, got NaN$/,
    ],
    [
      'an asynchronous update',
      () => [...DISK_RING, '--rules', rule('waits', { update: 'async ({ state }) => ({ state, read: {} })' })],
      /^odometer: waits\.mjs: waits: update: the traced function returned a promise; trace a synchronous function$/,
    ],
    [
      'an update that disposes of the state',
      () => [
        ...DISK_RING,
        '--rules',
        rule('disposes', {
          update:
            '({ batch: [x, y], state: [W] }) => { const loss = tf.mean(tf.sub(tf.matMul(x, W), y)); const learned = tf.mul(W, 2); W.dispose(); return { state: [learned], read: { loss } }; }',
        }),
      ],
      /^odometer: disposes\.mjs: disposes: update disposes of W, which is not its own; leave that to who trains$/,
    ],
    [
      'a course that depends on values, and is not said to',
      () => [
        ...DISK_RING,
        '--rules',
        rule('reads', {
          update:
            '({ batch: [x], state: [W] }) => ({ state: [tf.mul(W, x.dataSync()[0])], read: { loss: tf.sum(x) } })',
        }),
      ],
      /^odometer: reads\.mjs:7: .*; say computed: true in the rule, or read them outside the trace$/,
    ],
    [
      'a task whose file lacks its ending',
      () => ['--task', relative('.', task('moons')).replace(/\.mjs$/, ''), '--rules', rule('of-moons')],
      /^odometer: Unknown scenario .*moons: use one of .*; the file is \.\..*moons\.mjs$/,
    ],
    [
      'a rule whose file lacks its ending',
      () => [...DISK_RING, '--rules', relative('.', rule('dfa')).replace(/\.mjs$/, '')],
      /^odometer: disk-ring: has no rule .*dfa; use one of ff, bp, .*or the file of one of your own; the file is \.\..*dfa\.mjs$/,
    ],
  ])('%s', async (_, args, message) => {
    const { text, exitCode } = await failureOf('compare', ...args(), '--epochs', '1', '--out', join(folder, 'out'));
    expect(text).toMatch(message);
    expect(text).not.toContain('\n');
    expect(exitCode).toBe(2);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});

test('two rules of one short name are refused with both their files, also where initials make it', async () => {
  const [first, second] = [rule('first', { title: "'all bits'" }), rule('second', { shortName: "'ab'" })];
  const args = ['compare', '--task', 'disk-ring', '--no-train', '--out', join(folder, 'twice'), '--rules'];
  expect(await failureOf(...args, `bp,${first},${second}`)).toEqual({
    text: `odometer: --rules: shortName of ${first} and of ${second} is "ab"; give one of them another`,
    exitCode: 2,
  });
});
