import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseTrainedRule } from '../../../reports/results/trained-rule.ts';
import { parseResults } from '../../../reports/results/upgraded-results.ts';
import { failureOf, odometer, withFlags } from '../../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-rules-'));
const example = fileURLToPath(new URL('../../../examples/learning-rules/feedback-alignment.ts', import.meta.url));
const { log, info, debug } = console;
vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
vi.spyOn(process.stderr, 'write').mockReturnValue(true);
beforeAll(() => copyFileSync(example, path('feedback-alignment.ts')));
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  Object.assign(console, { log, info, debug });
  rmSync(folder, { recursive: true });
});

/** Seconds: points in the plane, two classes. */
const SMALL = ['--task', 'disk-ring', '--layers', '2,6,6', '--batch', '50'];
const STOP = ['--train-subset', '100', '--epochs', '3', '--seeds', '0'];

function path(name: string): string {
  return join(folder, name);
}

function resultsIn(name: string) {
  return parseResults(JSON.parse(readFileSync(join(path(name), 'results.json'), 'utf8')), name);
}

/** A rule of one linear layer in a file, with a change of its parts. */
function ruleFile(name: string, changes: Readonly<Record<string, string>> = {}): string {
  const parts = {
    title: `'rule ${name}'`,
    options: '{ learningRate: 0.1, decay: 0 }',
    state: '({ shape: { layers, classes } }) => [{ name: "W", shape: [layers[0], classes] }]',
    update:
      '({ batch: [x, y], state: [W], options }) => { const e = tf.sub(tf.matMul(x, W), y);' +
      ' return { state: [tf.sub(W, tf.mul(tf.matMul(x, e, true), options.learningRate / 50))], read: { loss: tf.mean(tf.square(e)) } }; }',
    predict: '({ images, state: [W] }) => tf.matMul(images, W)',
    ...changes,
  };
  const body = Object.entries(parts).map(([part, text]) => `  ${part}: ${text},`);
  const lines = [
    "import * as tf from '@tensorflow/tfjs-core';",
    "import { defineRule } from 'tensor-odometer';",
    'export default defineRule({',
    ...body,
    '});',
  ];
  writeFileSync(path(`${name}.mjs`), `${lines.join('\n')}\n`);
  return path(`${name}.mjs`);
}

describe('a rule of a file is compared with built-in ones', () => {
  test('in the order given, under its own title, against the rule that is asked for', async () => {
    const rules = ['--rules', `ff,${path('feedback-alignment.ts')}`, 'bp'];
    const printed = await odometer('compare', ...SMALL, ...rules, '--no-train', '--out', path('three'));
    expect(printed).toContain('Feedback alignment');
    const [{ rules: named, reference, updates }] = resultsIn('three').scenarios;
    expect(named.map(({ algorithm, title }) => [algorithm, title])).toEqual([
      ['ff', 'Forward-Forward'],
      ['feedback-alignment', 'feedback alignment'],
      ['bp', 'backprop'],
    ]);
    expect(named[1].definedIn).toEqual({ 'feedback-alignment.ts': expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(named[0]).not.toHaveProperty('definedIn');
    expect(reference).toBe('bp');
    expect(updates).toHaveLength(3);
    const against = ['--against', path('feedback-alignment.ts')];
    await odometer('compare', ...SMALL, ...rules, ...against, '--no-train', '--out', path('against'));
    expect(resultsIn('against').scenarios[0].reference).toBe('feedback-alignment');
  });

  test('trained, and what odometer train printed gives the same results', async () => {
    const rule = path('feedback-alignment.ts');
    await odometer('compare', ...SMALL, ...STOP, '--until', '0.99', '--rules', 'bp', rule, '--out', path('trained'));
    const files: string[] = [];
    for (const one of ['bp', rule]) {
      files.push(path(`trained-${files.length}.json`));
      const args = [...SMALL, ...STOP, '--until', '0.99', '--rules', one, '--no-checkpoint', '--json'];
      writeFileSync(files[files.length - 1], await odometer('train', ...args));
    }
    const trained = parseTrainedRule(JSON.parse(readFileSync(files[1], 'utf8')), 'file');
    expect(trained).toMatchObject({ algorithm: 'feedback-alignment', title: 'feedback alignment' });
    const named = ['--task', 'disk-ring', '--rules', `bp,${rule}`];
    await odometer('compare', ...named, '--trained', ...files, '--out', path('files'));
    const [{ preset: _, ...scenario }] = resultsIn('trained').scenarios;
    expect(resultsIn('files').scenarios).toEqual([scenario]);
    expect(scenario.training?.rules.map(({ algorithm }) => algorithm)).toEqual(['bp', 'feedback-alignment']);
    const unknown = await failureOf('compare', '--trained', ...files, '--out', path('nothing'));
    expect(unknown.text).toContain(
      'trained-1.json: is of the rule feedback-alignment; name it in --rules, too, or leave',
    );
  });

  test('alone, with an option of its own, which stands in the results', async () => {
    const rules = ['--rules', ruleFile('alone'), '--option', 'decay=0.5', '--lr', '0.2'];
    await odometer('compare', ...SMALL, ...rules, '--no-train', '--out', path('alone'));
    const [{ updates, reference }] = resultsIn('alone').scenarios;
    expect(updates.map(({ about }) => about)).toEqual([expect.objectContaining({ decay: 0.5, learningRate: 0.2 })]);
    expect(reference).toBe('alone');
  });

  test('and traced, and listed', async () => {
    const rule = path('feedback-alignment.ts');
    const args = ['--layers', '2,6,6', '--batch', '50', '--json'];
    const traced = JSON.parse(await odometer('trace', rule, '--task', 'disk-ring', ...args));
    const chosen = JSON.parse(await odometer('trace', 'disk-ring', '--algorithm', rule, ...args));
    expect(chosen.cost).toEqual(traced.cost);
    expect(traced.name).toBe('feedback alignment');
    const listed = JSON.parse(await odometer('list', rule, '--json'));
    expect(listed).toMatchObject({
      scenarios: [],
      rules: [{ algorithm: 'feedback-alignment', file: 'feedback-alignment.ts' }],
    });
    expect(await odometer('list', rule)).toMatch(
      /^feedback-alignment +feedback alignment \(FA\), feedback-alignment\.ts$/m,
    );
  });
});

test('a run of a rule whose file has changed is not gone on with, unless it is to begin anew', async () => {
  const file = ruleFile('changing');
  const args = [...SMALL, ...STOP, '--algorithm', file, '--checkpoint-dir', path('states'), '--json'];
  await odometer('train', ...args);
  expect(readdirSync(path('states'))).toEqual(['disk-ring-changing-seed-0.state']);
  expect(JSON.parse(await odometer('train', ...args)).algorithm).toBe('changing');
  writeFileSync(file, `${readFileSync(file, 'utf8')}// Another text.\n`);
  const { text, exitCode } = await failureOf('train', ...args);
  expect(text).toMatch(
    /^odometer: changing\.mjs: was changed since .*\.state was written; put it back, or add --fresh to start anew$/,
  );
  expect(exitCode).toBe(2);
  await odometer('train', ...args, '--fresh');
});

test('of a run whose rule imports a file that has changed that file is named, and removing the folder is not advised', async () => {
  const file = ruleFile('importing');
  const helper = path('helper.mjs');
  writeFileSync(helper, 'export const one = 1;\n');
  writeFileSync(file, `import './helper.mjs';\n${readFileSync(file, 'utf8')}`);
  const args = [...SMALL, ...STOP, '--algorithm', file, '--checkpoint-dir', path('helped'), '--json'];
  await odometer('train', ...args);
  writeFileSync(helper, 'export const one = 2;\n');
  const { text } = await failureOf('train', ...args);
  expect(text).toMatch(
    /^odometer: helper\.mjs, which importing\.mjs imports: was changed since .*\.state was written; put it back, or add --fresh to start anew$/,
  );
  writeFileSync(helper, 'export const one = 1;\n');
  expect(JSON.parse(await odometer('train', ...args)).algorithm).toBe('importing');
});

describe('what is wrong with a rule is one line that names its file, before anything is trained', () => {
  test.each<[string, () => string[], RegExp]>([
    ['a file that is not there', () => ['--rules', path('no.mjs')], /no\.mjs: no such file/],
    ['no rule or task', () => [...noRule('none', 'export const x = 1;')], /none\.mjs: exports no rule or task; export/],
    ['what throws', () => [...noRule('throws', "throw new Error('no data');")], /throws\.mjs:1: Error: no data/],
    [
      'several rules',
      () => ['--rules', several('several')],
      /several\.mjs: exports several rules and tasks; name one of .*#a, .*#b/,
    ],
    [
      'no title',
      () => ['--rules', ruleFile('untitled', { title: "''" })],
      /untitled\.mjs:3: defineRule: title must be/,
    ],
    [
      'a title twice',
      () => ['--rules', 'bp', ruleFile('copy', { title: "'Backprop'" })],
      /--rules: title of bp and of .*copy\.mjs is "Backprop"; give one of them another/,
    ],
    ['an id twice', () => ['--rules', 'bp', ruleFile('bp')], /bp\.mjs: rule bp: there is one of this name already/],
    [
      'a state of a wrong size',
      () => ['--rules', ruleFile('sized', { state: '() => [{ name: "W", shape: [2], values: [1] }]' })],
      /sized\.mjs.*: rule sized: state: W: \[2\] has 2 values, got 1/,
    ],
    [
      'a new state of another shape',
      () => [
        '--rules',
        ruleFile('shaped', { update: '({ state: [W] }) => ({ state: [tf.sum(W)], read: { loss: tf.sum(W) } })' }),
      ],
      /shaped\.mjs.*: rule shaped: new W must be float32\[2,2\], got float32\[\]/,
    ],
    [
      'a dropped state tensor',
      () => [
        '--rules',
        ruleFile('drops', { update: '({ state: [W] }) => ({ state: [], read: { loss: tf.sum(W) } })' }),
      ],
      /drops\.mjs.*: rule drops: the update must return the state \(W\), got 0 tensors; W is missing/,
    ],
    [
      'a prediction of the wrong length',
      () => ['--rules', ruleFile('wide', { predict: '({ images }) => tf.concat([images, images], 1)' })],
      /wide\.mjs.*: rule wide: predict must return a score of every class for each image, \[1,2\], got \[1,4\]/,
    ],
    [
      'an update that throws',
      () => ['--rules', ruleFile('fails', { update: '() => { throw new TypeError("no weights"); }' })],
      /fails\.mjs:7: TypeError: no weights/,
    ],
    [
      'no such option',
      () => ['--rules', ruleFile('plain'), '--option', 'x=1'],
      /--option x: disk-ring plain has no such option; it has learningRate, decay/,
    ],
    ['no value', () => ['--rules', 'bp', '--option', 'decay'], /--option decay: is not NAME=VALUE/],
    ['a rule twice', () => ['--rules', 'bp,bp'], /--rules: names bp twice/],
    ['no rule', () => ['--rules', 'bp,'], /--rules: "bp," has an empty name beside a comma/],
    ['a reference that is not compared', () => ['--rules', 'ff', '--against', 'bp'], /--against: bp is not compared/],
    ['a rule as the task', () => ['--task', ruleFile('task'), '--rules', 'bp'], /exports a rule, and no task/],
  ])('%s', async (_, args, message) => {
    const { text, exitCode } = await failureOf(
      'compare',
      ...withFlags([...SMALL, ...STOP], ...args()),
      '--out',
      path('nothing'),
    );
    expect(text).toMatch(message);
    expect(text).not.toContain('\n');
    expect(exitCode).toBe(2);
    expect(existsSync(path('nothing'))).toBe(false);
  });

  test('rules of no task, and a rule to trace on no task', async () => {
    const rules = await failureOf('compare', '--rules', 'bp', '--out', path('nothing'));
    expect(rules.text).toContain('--rules: of no task; name it by --task');
    const traced = await failureOf('trace', path('feedback-alignment.ts'));
    expect(traced.text).toContain('exports a rule; name the task that it learns, as in --task label-in-input');
  });
});

function noRule(name: string, text: string): string[] {
  writeFileSync(path(`${name}.mjs`), `${text}\n`);
  return ['--rules', path(`${name}.mjs`)];
}

function several(name: string): string {
  const text = readFileSync(ruleFile(name), 'utf8');
  writeFileSync(path(`${name}.mjs`), `${text.replace('export default', 'export const a =')}export const b = a;\n`);
  return path(`${name}.mjs`);
}
