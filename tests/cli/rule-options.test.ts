import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { commandLine } from '../../cli/command-line.ts';
import { ALL_RULES, ONE_RULE } from '../../cli/flags/rule-flags.ts';
import { parseTrainedRule } from '../../reports/results/trained-rule.ts';
import { parseResults } from '../../reports/results/upgraded-results.ts';
import { RULE_OPTIONS, SCENARIOS } from '../../scenarios/catalog.ts';
import { diskRing } from '../../scenarios/data/disk-ring.ts';
import { syntheticColour } from '../../scenarios/data/synthetic-colour.ts';
import { syntheticDigits } from '../../scenarios/data/synthetic-digits.ts';
import type { OptionValue, RuleOption, RuleOptions } from '../../scenarios/rule/rule-option.ts';
import { BUILT_IN_RULES } from '../support/scenarios/built-in-rules.ts';
import { failureOf, odometer } from '../support/sources/command.ts';

const FEW = { train: 20, test: 20, seed: 0 };
const DATA = { synthetic: syntheticDigits(FEW), 'synthetic-colour': syntheticColour(FEW), 'disk-ring': diskRing(FEW) };
// What is learned is all the same here, and judging it by all images would take most of the time.
vi.mock('../../scenarios/data/catalog.ts', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  loadDataset: async (name: keyof typeof DATA) => DATA[name],
}));

const folder = mkdtempSync(join(tmpdir(), 'odometer-options-'));
vi.spyOn(process.stderr, 'write').mockReturnValue(true);
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** About the smallest networks of two layers: to be traced, and to learn from the data of the scenario. */
const SMALL: Readonly<Record<string, { traced: string; trained: string }>> = {
  'label-in-input': { traced: '20,4,3', trained: '784,4,3' },
  hybrid: { traced: '20,4,3', trained: '784,4,3' },
  recurrent: { traced: '20,4,3', trained: '784,4,3' },
  'locally-connected': { traced: '675,25,4', trained: '3072,484,324' },
  'disk-ring': { traced: '2,3,3', trained: '2,3,3' },
};
/** Seconds on a machine that does nothing else. */
const TIMEOUT = 180_000;
/** Two updates, and a judgement by the test images. */
const RUN = '--epochs 1 --train-subset 4 --batch 2 --evaluation-images 2 --no-checkpoint --json'.split(' ');

/** Flags that ask for another value than the documented one, and that value. */
function asked({ flag, kind, documented }: RuleOption): { flags: string[]; value: OptionValue } {
  const { form, schema } = kind;
  switch (form.takes) {
    case 'nothing':
      return { flags: [documented === true ? `--no-${flag}` : `--${flag}`], value: documented !== true };
    case 'choice': {
      const value = form.choices.find((choice) => choice !== documented) ?? '';
      return { flags: [`--${flag}`, value], value };
    }
    case 'words':
      return { flags: [`--${flag}`, '1'], value: 1 };
    case 'number': {
      const value = [Number(documented) / 2, 2, 0.5].find((each) => schema.safeParse(each).success) ?? Number.NaN;
      return { flags: [`--${flag}`, String(value)], value };
    }
  }
}

function allAsked(options: readonly RuleOption[]): { flags: string[]; values: RuleOptions } {
  return {
    flags: options.flatMap((option) => asked(option).flags),
    values: Object.fromEntries(options.map((option) => [option.name, asked(option).value])),
  };
}

const RULES = SCENARIOS.flatMap(({ id, rules }) =>
  BUILT_IN_RULES.map((algorithm) => ({ id, algorithm, options: rules[algorithm].options })),
);
const OPTIONS = RULES.flatMap(({ options, ...rule }) => options.map((option) => ({ ...rule, option })));

describe('an option of a rule', () => {
  test.each(OPTIONS)('$id $algorithm: trace takes --$option.flag and states it', async ({ id, algorithm, option }) => {
    const { flags, value } = asked(option);
    const args = ['--algorithm', algorithm, '--batch', '1', '--layers', SMALL[id].traced, ...flags, '--json'];
    const { options } = JSON.parse(await odometer('trace', id, ...args));
    expect(options).toMatchObject({ [option.name]: value });
    expect(value).not.toBe(option.documented);
  });

  test.each(RULES)('$id $algorithm: train takes all', { timeout: TIMEOUT }, async ({ id, algorithm, options }) => {
    const { flags, values } = allAsked(options);
    const args = ['--algorithm', algorithm, '--layers', SMALL[id].trained, ...RUN, ...flags];
    const trained = parseTrainedRule(JSON.parse(await odometer('train', id, ...args)), id);
    expect(trained.options).toEqual(values);
    expect(trained.learningRate).toBe(values.learningRate);
  });

  test.each(SCENARIOS)('$id: compare gives each to the rules that know it', { timeout: TIMEOUT }, async (scenario) => {
    const { id, rules } = scenario;
    const known = RULE_OPTIONS.filter(({ name }) =>
      BUILT_IN_RULES.some((algorithm) => rules[algorithm].options.some((option) => option.name === name)),
    );
    const { flags } = allAsked(known);
    const out = join(folder, id);
    await odometer('compare', id, '--no-train', '--batch', '1', '--layers', SMALL[id].traced, ...flags, '--out', out);
    const { scenarios } = parseResults(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')), id);
    for (const { algorithm, about } of scenarios[0].updates) {
      const [its, others] = [true, false].map((isIts) =>
        known.filter(({ name }) => rules[algorithm].options.some((option) => option.name === name) === isIts),
      );
      expect(about).toMatchObject(allAsked(its).values);
      for (const { name } of others) expect(about).not.toHaveProperty(name);
    }
  });
});

test('recurrent --iterations 4 is traced, in about half the reads of eight', async () => {
  const args = ['recurrent', '--algorithm', 'bp', '--batch', '1', '--layers', '20,6,5', '--json'];
  const [eight, four] = [
    JSON.parse(await odometer('trace', ...args)),
    JSON.parse(await odometer('trace', ...args, '--iterations', '4')),
  ];
  expect([eight, four].map(({ options }) => options.iterations)).toEqual([8, 4]);
  expect(four.reads).toBeLessThan(0.6 * eight.reads);
  expect(four.cost.cold[4]).toBeLessThan(eight.cost.cold[4]);
});

test('an option of one rule alone is asked for by the id of the rule, and goes to no other', async () => {
  const one = [
    '--option',
    'ff.learningRate=0.25',
    '--option',
    'learningRate=0.5',
    '--option',
    'ff.discardedReforward=false',
  ];
  await odometer('compare', 'disk-ring', '--no-train', '--batch', '4', ...one, '--out', join(folder, 'one'));
  const [{ updates }] = parseResults(
    JSON.parse(readFileSync(join(folder, 'one', 'results.json'), 'utf8')),
    'one',
  ).scenarios;
  expect(updates.map(({ about }) => [about.learningRate, about.discardedReforward])).toEqual([
    [0.25, false],
    [0.5, undefined],
  ]);
  const traced = await odometer(
    'trace',
    'disk-ring',
    '--algorithm',
    'ff',
    '--option',
    'ff.learningRate=0.25',
    '--json',
  );
  expect(JSON.parse(traced).options.learningRate).toBe(0.25);
});

test.each([
  ['x.jitter=true', '--option x.jitter=true: x is none of the rules here, which are ff, bp'],
  ['bp.damping=1', '--option bp.damping: disk-ring bp has no such option; it has learningRate, jitter'],
  [
    'ff.discardedReforward=often',
    '--option ff.discardedReforward: the discarded re-forward must be true or false, got often',
  ],
  ['ff.learningRate=fast', '--option ff.learningRate: the learning rate must be a positive number, got "fast"'],
])('--option %s is refused', async (option, message) => {
  const { text, exitCode } = await failureOf('compare', 'disk-ring', '--no-train', '--option', option, '--out', folder);
  expect([text, exitCode]).toEqual([`odometer: ${message}`, 2]);
});

describe('an option that means nothing', () => {
  const out = join(folder, 'nothing');
  test.each([
    [
      'to the rule that is traced',
      ['trace', 'label-in-input', '--algorithm', 'bp', '--no-discarded-reforward'],
      'odometer: --no-discarded-reforward: label-in-input bp has no such option; it has --lr, --jitter',
    ],
    [
      'to either rule of a scenario',
      ['compare', 'label-in-input', '--no-train', '--iterations', '4', '--out', out],
      'odometer: --iterations: no rule of label-in-input has such an option; they have --lr, --threshold, --jitter, ' +
        '--hard-negatives, --predict-layers, --no-discarded-reforward, --no-normalise',
    ],
    [
      'to any of several',
      ['compare', 'disk-ring', 'locally-connected', '--damping', '1', '--out', out],
      'odometer: --damping: no rule of disk-ring or locally-connected has such an option; they have --lr, --threshold, --jitter, ' +
        '--hard-negatives, --predict-layers, --no-discarded-reforward, --goodness, --score',
    ],
    [
      'to trained files, which have theirs',
      ['compare', '--trained', 'ff.json', 'bp.json', '--jitter', '--out', out],
      'odometer: --jitter: is a setting, and the files of --trained have theirs; leave out one of them',
    ],
  ])('%s is refused, naming those that do', async (_, args, text) => {
    expect(await failureOf(...args)).toEqual({ text, exitCode: 2 });
  });

  test('is told before a value that it cannot have', async () => {
    const { text } = await failureOf('trace', 'hybrid', '--algorithm', 'bp', '--damping', '7');
    expect(text).toContain('--damping: hybrid bp has no such option');
    const { text: range } = await failureOf('trace', 'recurrent', '--algorithm', 'bp', '--damping', '7');
    expect(range).toBe('odometer: --damping: the damping must be in (0, 1], got 7');
  });
});

test.each([
  ['trace', ONE_RULE],
  ['train', ONE_RULE],
  ['compare', ALL_RULES],
])('%s --help lists every option once, under its heading', async (command, heading) => {
  const help = await new Promise<string>((resolve) => {
    commandLine([]).parse([command, '--help'], {}, (_error, _args, output) => resolve(output));
  });
  const group = help.split('\n\n').filter((part) => part.startsWith(heading.slice(0, 40)));
  expect(group).toHaveLength(1);
  for (const { flag } of RULE_OPTIONS) {
    expect(help.match(new RegExp(`^ +--${flag} `, 'gm')), flag).toHaveLength(1);
    expect(group[0]).toMatch(new RegExp(`^ +--${flag} `, 'm'));
  }
});
