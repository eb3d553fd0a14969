import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { parseTrainedRule } from '../../../reports/results/trained-rule.ts';
import { commonTraining, trainingSeconds } from '../../../reports/results/training-result.ts';
import { labelInInput } from '../../../scenarios/label-in-input/scenario.ts';
import { handMadeTraining } from '../../support/results/hand-made-training.ts';
import type { BuiltInRule } from '../../support/scenarios/built-in-rules.ts';

type Training = ReturnType<typeof handMadeTraining>;

function named(algorithm: BuiltInRule, change: (json: Training) => object = (json) => json) {
  const where = `${algorithm}.json`;
  return { where, trained: parseTrainedRule(change(handMadeTraining(algorithm)), where) };
}

describe('a file of a trained rule', () => {
  test('is parsed to what it says', () => {
    const { trained } = named('ff');
    expect(trained).toEqual(handMadeTraining('ff'));
    expect(trainingSeconds(trained)).toBe(3);
  });

  test('may say how many updates the head had before each evaluation', () => {
    const { trained } = named('ff', (json) => ({ ...json, headUpdatesPerEvaluation: 20 }));
    expect(trained).toEqual({ ...handMadeTraining('ff'), headUpdatesPerEvaluation: 20 });
  });

  test.each<[string, (json: Training) => object, RegExp]>([
    ['no schema', ({ schema: _, ...rest }) => rest, /^a\.json: its "schema" is none, not "odometer-training\/1"/],
    [
      'another schema',
      (json) => ({ ...json, schema: 'odometer-results/1' }),
      /give what odometer train --json printed/,
    ],
    ['an unknown key', (json) => ({ ...json, extra: 1 }), /^a\.json: training: Unrecognized key: "extra"/],
    [
      'an option that is no value',
      (json) => ({ ...json, options: { speed: [1] } }),
      /^a\.json: options\.speed: Invalid input/,
    ],
    ['no runs', (json) => ({ ...json, runs: [] }), /^a\.json: runs: has no run; train again/],
    ['a seed twice', (json) => ({ ...json, runs: [json.runs[0], json.runs[0]] }), /runs: has a seed twice/],
    [
      'updates to criterion that the curve does not give',
      (json) => ({ ...json, runs: [{ ...json.runs[0], updatesToCriterion: 10 }, json.runs[1]] }),
      /runs: seed 0 meets the criterion after 20 updates by its curve, not 10;/,
    ],
    [
      'a criterion said to be met that is not',
      (json) => ({ ...json, criterion: { ...json.criterion, testAccuracy: 0.9 } }),
      /seed 0 meets the criterion after null updates by its curve, not 20/,
    ],
    [
      'a head without updates',
      (json) => ({ ...json, headUpdatesPerEvaluation: 0 }),
      /headUpdatesPerEvaluation: Too small/,
    ],
    ['a wrong median', (json) => ({ ...json, medianUpdatesToCriterion: 20 }), /median .* is 22\.5, not 20/],
    [
      'an accuracy above 1',
      (json) => ({ ...json, runs: [{ ...json.runs[0], testAccuracy: 1.5 }] }),
      /runs\.0\.testAccuracy/,
    ],
  ])('%s is refused', (_, change, message) => {
    const parse = () => parseTrainedRule(change(handMadeTraining('ff')), 'a.json');
    expect(parse).toThrow(InputError);
    expect(parse).toThrow(message);
  });

  test.each([[null], [7], ['text'], [[]]])('%j is refused', (json) => {
    expect(() => parseTrainedRule(json, 'a.json')).toThrow(/^a\.json: its "schema" is none/);
  });
});

describe('both rules', () => {
  const pair = (changeFf: (json: Training) => object, changeBp = changeFf) =>
    commonTraining({ ff: named('ff', changeFf), bp: named('bp', changeBp) }, labelInInput.rules);
  const same = (json: Training) => json;

  test('stand beside each other, without the time they took, seeds in order', () => {
    const { rules, criterion } = pair((json) => ({ ...json, runs: [json.runs[1], json.runs[0]] }));
    expect(rules.map(({ algorithm, learningRate }) => [algorithm, learningRate])).toEqual([
      ['ff', 0.25],
      ['bp', 0.125],
    ]);
    expect(rules[0].runs.map(({ seed }) => seed)).toEqual([0, 1]);
    expect(rules[0].runs[0]).not.toHaveProperty('seconds');
    expect(criterion).not.toHaveProperty('stopsAtCriterion');
  });

  test.each<[string, (json: Training) => object]>([
    ['batch 2 and 3', (json) => ({ ...json, batch: 3 })],
    ['layers 24-9-7 and 24-9-8', (json) => ({ ...json, shape: [24, 9, 8] })],
    ['scenario label-in-input and hybrid', (json) => ({ ...json, scenario: 'hybrid' })],
    ['trainSha256 aa and cc', (json) => ({ ...json, trainSha256: 'cc' })],
    ['testSha256 bb and cc', (json) => ({ ...json, testSha256: 'cc' })],
    ['trainImages 40 and 41', (json) => ({ ...json, trainImages: 41 })],
    ['seeds 0,1 and 0', (json) => ({ ...json, runs: [json.runs[0]], medianUpdatesToCriterion: 20 })],
    ['backend wasm and cpu', (json) => ({ ...json, backend: 'cpu' })],
    ['evaluationImages 10 and 20', (json) => ({ ...json, criterion: { ...json.criterion, evaluationImages: 20 } })],
    ['evaluateEvery 5 and log', (json) => ({ ...json, criterion: { ...json.criterion, evaluateEvery: 'log' } })],
    ['evaluateEvery 5 and 6', (json) => ({ ...json, criterion: { ...json.criterion, evaluateEvery: 6 } })],
    ['testAccuracy 0.8 and 0.79', (json) => ({ ...json, criterion: { ...json.criterion, testAccuracy: 0.79 } })],
    ['jitter default and true', (json) => ({ ...json, options: { jitter: true } })],
  ])('%s: not the same task, refused', (difference, change) => {
    const refused = () => pair(same, change);
    expect(refused).toThrow(InputError);
    expect(refused).toThrow(
      `ff.json and bp.json: Forward-Forward and backprop did not have the same task: ${difference}; train both alike`,
    );
  });

  test('may differ in what only one of them has, in the most epochs, in where they ran', () => {
    const ff = (json: Training) => ({ ...json, options: { goodnessThreshold: 3, learningRate: 0.25 }, epochsAsked: 9 });
    const bp = (json: Training) => ({ ...json, platform: 'there' });
    expect(pair(ff, bp).rules.map(({ epochsAsked, platform }) => [epochsAsked, platform])).toEqual([
      [9, 'here'],
      [3, 'there'],
    ]);
  });
});
