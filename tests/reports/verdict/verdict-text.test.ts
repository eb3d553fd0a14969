import { expect, test } from 'vitest';
import type { Results, ScenarioResult } from '../../../reports/results/result.ts';
import { caveats } from '../../../reports/verdict/caveats.ts';
import { contests } from '../../../reports/verdict/factors.ts';
import { verdictText } from '../../../reports/verdict/verdict-text.ts';
import { committedResults } from '../../support/results/committed-results.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';
import { handMadeEarlyResults, handMadeMissedResults } from '../../support/results/hand-made-training.ts';
import { totalRatio } from '../../support/results/recomputed-figures.ts';
import { expectNumbers } from '../../support/results/stated-numbers.ts';

const scenarios = committedResults().flatMap((results) => results.scenarios);
const verdictOf = (these: readonly ScenarioResult[]) => verdictText(contests(these));
const badgesOf = (results: Results) => caveats(results).map(({ badge }) => badge);

test('the committed results in a sentence, and why', () => {
  const ratios = scenarios.map((scenario) => totalRatio(scenario)?.ratio ?? 0);
  const { headline, reasons: [why] = [] } = verdictOf(scenarios) ?? {};
  expect(headline).toMatch(/^Forward-Forward moves .* times as much data as backprop to learn the same thing$/);
  expectNumbers(headline ?? '', [Math.min(...ratios), Math.max(...ratios)]);
  expect(why).toMatch(/times as many updates, and each makes 1\.4 to 2\.5 times as many reads\. /);
  expect(why).toMatch(/In two of five networks its reads are nearer, up to 29 % cheaper apiece: not enough\.$/);
});

test('a single scenario names its target', () => {
  const [labelInInput] = scenarios.filter(({ id }) => id === 'label-in-input');
  const { headline = '' } = verdictOf([labelInInput]) ?? {};
  expect(headline).toMatch(/^Forward-Forward moves \d+ times as much data as backprop to reach 95 % on MNIST$/);
  expectNumbers(headline, [totalRatio(labelInInput)?.ratio ?? 0, 0.95]);
  const [recurrent] = scenarios.filter(({ id }) => id === 'recurrent');
  expect(verdictOf([recurrent])?.reasons).toEqual([
    expect.stringMatching(
      /^It needs [\d.]+ times as many updates, and each makes 1\.4 times as many reads\. A read costs the same\.$/,
    ),
  ]);
});

test('every rule that is compared gets a sentence', () => {
  const [scenario] = handMadeResults().scenarios;
  const [ff] = scenario.updates;
  const third = {
    ...scenario,
    rules: [...scenario.rules, { algorithm: 'dfa', title: 'feedback alignment', shortName: 'DFA', colour: 2 }],
    updates: [
      ...scenario.updates,
      { ...ff, algorithm: 'dfa', reads: 5, cost: { ...ff.cost, cold: { ...ff.cost.cold, 4: 40 } } },
    ],
  };
  expect(verdictOf([third])).toEqual({
    headline:
      'One update of Forward-Forward moves 1.3 times as much data as one of backprop; ' +
      'one update of feedback alignment moves 0.50 times as much data as one of backprop',
    reasons: [
      'Forward-Forward makes as many reads an update. A read costs 1.3 times as much: none is nearer.',
      'Feedback alignment makes 0.50 times as many reads an update. A read costs the same.',
    ],
  });
});

test('why there is no total to compare', () => {
  expect(verdictOf(handMadeMissedResults().scenarios)?.headline).toBe(
    'One update of Forward-Forward moves 1.3 times as much data as one of backprop: no total to compare, since a rule ' +
      'did not reach the target with every seed',
  );
  expect(verdictOf(handMadeEarlyResults(['ff', 'bp']).scenarios)?.headline).toMatch(/both met the target as soon as/);
});

test('what a reader has to know first', () => {
  const committed = committedResults();
  const without = scenarios.filter(({ protocol }) => protocol === undefined);
  const badges = badgesOf({ ...committed[0], scenarios });
  expect(badges).toContain('Near chance (Locally connected)');
  expect(badges.some((badge) => badge.startsWith('Not yet by the protocol'))).toBe(without.length > 0);
  expect(badgesOf({ ...committed[0], scenarios: without })).not.toContainEqual(expect.stringMatching(/^Not yet/));
  expect(badgesOf(handMadeResults())).toEqual(['Reduced', 'Not trained']);
  expect(badgesOf(handMadeMissedResults())).toEqual(['Toy settings', 'Target not met']);
});
