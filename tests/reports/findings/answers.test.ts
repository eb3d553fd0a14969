import { beforeAll, describe, expect, test } from 'vitest';
import { scenarioAnswers } from '../../../reports/findings/answers.ts';
import type { Results, ScenarioResult } from '../../../reports/results/result.ts';
import type { AnswerKind } from '../../../scenarios/rule/question.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';
import { handMadeTrainedResults } from '../../support/results/hand-made-training.ts';
import { SMALL_IDS, smallComparison } from '../../support/results/small-comparison.ts';

describe('the questions asked of every scenario', () => {
  let results: Results;
  beforeAll(() => {
    results = smallComparison();
  });

  test.each(SMALL_IDS)('%s: has questions of its own and the scorecard, answered with figures', (id) => {
    const scenario = results.scenarios.find((one) => one.id === id);
    if (scenario === undefined) throw new Error(`no ${id}`);
    const answers = scenarioAnswers(scenario, results);
    expect(answers.filter(({ isOwn }) => isOwn).length).toBeGreaterThan(0);
    expect(answers.filter(({ isOwn }) => !isOwn)).toHaveLength(3);
    for (const { answer } of answers) {
      expect(answer).toMatch(/\d/);
      expect(answer).not.toMatch(/NaN|Infinity|undefined|null/);
    }
  });

  test('the recurrent network is compared with the feed-forward one where that is in the results', () => {
    const scenario = results.scenarios.find((one) => one.id === 'recurrent');
    if (scenario === undefined) throw new Error('no recurrent');
    const [both, depths] = scenarioAnswers(scenario, results);
    expect(both.answer).toMatch(
      /^Per training image, an update moves [\d.,]+ times as much data as one of label-in-input/,
    );
    expect(depths.answer).toMatch(/deep or deeper, against .* deep or deeper for label-in-input; it costs/);
    const [alone] = scenarioAnswers(scenario, { ...results, scenarios: [scenario] });
    expect(alone.answer).toBe('The results hold no label-in-input to compare with.');
  });
});

/** The scenario, asking one question of its own. */
function asked(scenario: ScenarioResult, answeredBy: AnswerKind): ScenarioResult {
  const questions = [{ question: 'Well?', answeredBy }];
  return { ...scenario, described: { questions } };
}

test('a scenario that is held against none says so', () => {
  const results = handMadeResults();
  const [{ question, answer, isOwn }] = scenarioAnswers(asked(results.scenarios[0], 'other scenario'), results);
  expect([question, answer, isOwn]).toEqual(['Well?', 'The results hold no other scenario to compare with.', true]);
});

test('answers are computed from the figures', () => {
  const results = handMadeResults();
  const [scenario] = results.scenarios;
  const [ff, bp] = scenario.updates;
  const phase = (name: string, cost: number) => ({ phase: name, reads: 1, instructions: 1, cost: { 1: 1, 4: cost } });
  const of = (local: number, passes = [['positive forward', 30]] as [string, number][]) => ({
    ...asked(scenario, 'normalising'),
    updates: [
      { ...ff, phases: [phase('gradient', local), phase('normalise', 10), ...passes.map((pass) => phase(...pass))] },
      { ...bp, phases: [phase('backward', 50), phase('forward', 30)] },
    ],
  });
  const passes: [string, number][] = [
    ['positive forward', 30],
    ['negative forward', 20],
    ['re-forward', 10],
  ];
  const [saves] = scenarioAnswers(of(30, passes), results);
  expect(saves.answer).toBe(
    'The backward pass of backprop costs 50 an update, the local gradients of Forward-Forward 30, its normalising 10, ' +
      'which is 10 % of its update. So gradients save 20, of which normalising eats 50 %. The forward passes of ' +
      'Forward-Forward, two and again after the update, cost 60 against 30: in all an update moves 1.25 times as much ' +
      'data as one of backprop.',
  );
  const [loses] = scenarioAnswers(of(55), results);
  expect(loses.answer).toContain('So gradients save nothing, they cost 5 more, and normalising comes on top.');
  expect(loses.answer).toContain('The forward passes of Forward-Forward cost 30 against 30: in all');
  expect(scenarioAnswers(of(50), results)[0].answer).toContain('they cost 0 more');
});

test('the total is the answer where both rules were trained', () => {
  const results = handMadeTrainedResults();
  const [scenario] = results.scenarios;
  const [beaten] = scenarioAnswers(asked(scenario, 'data moved'), results);
  expect(beaten.answer).toMatch(/^To reach 80 % on made, .* One Forward-Forward update moves 1\.25 times/);
});

test('a question about two rules is asked where these are held against each other, and there alone', () => {
  const results = handMadeResults();
  const [scenario] = results.scenarios;
  const about = (...of: [string, string]): ScenarioResult => {
    return { ...scenario, described: { questions: [{ question: 'Well?', answeredBy: 'reads', of }] } };
  };
  const questions = (one: ScenarioResult) => scenarioAnswers(one, results).map(({ question }) => question);
  expect(questions(about('ff', 'bp'))).toContain('Well?');
  expect(questions(about('bp', 'ff'))).toContain('Well?');
  expect(questions(about('dfa', 'bp'))).not.toContain('Well?');
  expect(questions(about('dfa', 'bp')).length).toBeGreaterThan(0);
});

test('without both rules nothing is answered', () => {
  const results = handMadeResults();
  const [scenario] = results.scenarios;
  expect(scenarioAnswers({ ...scenario, updates: [scenario.updates[0]] }, results)).toEqual([]);
});
