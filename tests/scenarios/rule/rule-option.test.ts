import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { RULE_OPTIONS, SCENARIOS } from '../../../scenarios/catalog.ts';
import { configuredRule, knownOptions } from '../../../scenarios/rule/rule.ts';
import {
  checkedValue,
  integerIn,
  type OptionKind,
  type OptionValue,
  oneOf,
  onOrOff,
  positiveNumber,
  positiveShare,
  settingsOf,
  writtenFlag,
} from '../../../scenarios/rule/rule-option.ts';
import {
  goodnessThresholdOption,
  jitterOption,
  learningRateOption,
  normaliseOption,
  scoredLayersOption,
} from '../../../scenarios/rule/shared-options.ts';
import { BUILT_IN_RULES } from '../../support/scenarios/built-in-rules.ts';

describe('the values of a kind', () => {
  const { kind: scoredLayers } = scoredLayersOption(null);
  test.each<[string, OptionKind<OptionValue>, unknown[], unknown[]]>([
    ['a positive number', positiveNumber, [1e-300, 7], [0, -1, Number.NaN, Number.POSITIVE_INFINITY, '1', undefined]],
    ['in (0, 1]', positiveShare, [0.1, 1], [0, 1.1, '1']],
    ['an integer in 0..13', integerIn(0, 13), [0, 13], [-1, 14, 0.5, '3']],
    ['true or false', onOrOff, [true, false], [0, 'true', null]],
    ['one of mean, sum', oneOf(['mean', 'sum']), ['mean', 'sum'], ['max', true]],
    [
      '"all layers", "all but the first" or the',
      scoredLayers,
      ['all layers', 'all but the first', 0],
      ['all', -1, 0.5],
    ],
  ])('%s', (must, kind, good, bad) => {
    for (const value of good) expect(checkedValue('it', kind, value)).toBe(value);
    for (const value of bad) {
      expect(() => checkedValue('it', kind, value)).toThrow(InputError);
      expect(() => checkedValue('it', kind, value)).toThrow(`it must be ${must}`);
    }
  });
});

test('what is given is set, the rest is as documented', () => {
  const options = [learningRateOption(0.5), goodnessThresholdOption(null), jitterOption, normaliseOption] as const;
  const { learningRate, goodnessThreshold, jitter, normalise } = settingsOf(options, { jitter: true });
  expect([learningRate, goodnessThreshold, jitter, normalise]).toEqual([0.5, null, true, true]);
  expect(() => settingsOf(options, { learningRate: -1 })).toThrow(
    'the learning rate must be a positive number, got -1',
  );
});

test('what is on in the documented rule is written as turned off', () => {
  expect([jitterOption, normaliseOption, learningRateOption(1)].map(writtenFlag)).toEqual([
    '--jitter',
    '--no-normalise',
    '--lr',
  ]);
});

describe('the rules', () => {
  const rules = SCENARIOS.flatMap(({ rules }) => BUILT_IN_RULES.map((algorithm) => rules[algorithm]));

  test('share the declaration of an option of one name, but for the documented number', () => {
    for (const declared of rules.flatMap((rule) => rule.options)) {
      const same = RULE_OPTIONS.filter(({ name, flag }) => name === declared.name || flag === declared.flag);
      expect(same, declared.name).toHaveLength(1);
      const { documented, kind, ...words } = declared;
      const [{ documented: others, kind: otherKind, ...otherWords }] = same;
      expect(words).toEqual(otherWords);
      expect([kind.must, kind.form.takes]).toEqual([otherKind.must, otherKind.form.takes]);
      if (typeof documented === 'boolean') expect(others).toBe(documented);
    }
  });

  test('are documented with values that their options can have', () => {
    for (const { name, kind, documented } of rules.flatMap((rule) => rule.options)) {
      if (documented !== null) expect(kind.schema.safeParse(documented).success, name).toBe(true);
    }
  });

  test('refuse an option that they do not have, also when they are configured again', () => {
    const { ff, bp } = SCENARIOS[0].rules;
    expect(() => configuredRule('label-in-input bp', bp, { normalise: false })).toThrow(
      'label-in-input bp: has no option normalise; it takes learningRate, jitter',
    );
    const configured = bp.configured({ jitter: true }).configured({ learningRate: 1 });
    expect(configured.learningRate).toBe(1);
    expect(() => configured.configured({ normalise: false })).toThrow('the rule: has no option normalise');
    const asked = { normalise: false, jitter: true };
    expect([ff, bp].map((rule) => knownOptions(rule, asked))).toEqual([asked, { jitter: true }]);
  });
});
