import { expect, test } from 'vitest';
import type { Results, ScenarioResult } from '../../../reports/results/result.ts';
import { caveats } from '../../../reports/verdict/caveats.ts';
import { contests } from '../../../reports/verdict/factors.ts';
import { verdictText } from '../../../reports/verdict/verdict-text.ts';
import { committedResults } from '../../support/results/committed-results.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';
import { handMadeEarlyResults, handMadeMissedResults } from '../../support/results/hand-made-training.ts';

const scenarios = committedResults().flatMap((results) => results.scenarios);
const verdictOf = (these: readonly ScenarioResult[]) => verdictText(contests(these));
const badgesOf = (results: Results) => caveats(results).map(({ badge }) => badge);

test('the committed results in a sentence, and why', () => {
  expect(verdictOf(scenarios)).toEqual({
    headline: 'Forward-Forward moves 8.8 to 43 times as much data as backprop to learn the same thing',
    reasons: [
      'It needs at least 4.0 to 22 times as many updates, and each makes 1.4 to 2.5 times as many reads. ' +
        'In two of five networks its reads are nearer, up to 29 % cheaper apiece: not enough.',
    ],
  });
});

test('a single scenario names its target', () => {
  const [labelInInput] = scenarios.filter(({ id }) => id === 'label-in-input');
  expect(verdictOf([labelInInput])?.headline).toBe(
    'Forward-Forward moves 43 times as much data as backprop to reach 95 % on MNIST',
  );
  const [recurrent] = scenarios.filter(({ id }) => id === 'recurrent');
  expect(verdictOf([recurrent])?.reasons).toEqual([
    'It needs 6.3 times as many updates, and each makes 1.4 times as many reads. A read costs the same.',
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
  expect(badgesOf({ ...committed[0], scenarios })).toEqual([
    'One seed (Hybrid negatives)',
    'Near chance (Locally connected)',
  ]);
  expect(badgesOf(handMadeResults())).toEqual(['Reduced', 'Not trained']);
  expect(badgesOf(handMadeMissedResults())).toEqual(['Toy settings', 'Target not met']);
});
