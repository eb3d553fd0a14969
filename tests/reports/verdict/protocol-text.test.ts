import { expect, test } from 'vitest';
import type { ReachedRatio } from '../../../reports/findings/totals-to-accuracy.ts';
import { scenarioByProtocol } from '../../../reports/protocol/protocol-training.ts';
import { resultsSchema, type ScenarioResult } from '../../../reports/results/result.ts';
import { caveats } from '../../../reports/verdict/caveats.ts';
import { protocolRatios } from '../../../reports/verdict/protocol-ratios.ts';
import { protocolCells, protocolFinding } from '../../../reports/verdict/protocol-text.ts';
import { handMadeProtocol, handMadeWholeProtocol } from '../../support/results/hand-made-protocol.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';
import { handMadeTrainedResults } from '../../support/results/hand-made-training.ts';

/** An update costs 100 and 80; there is no readout. */
const [made] = handMadeTrainedResults().scenarios;
const totals = made.totals?.map((one) => ({ ...one, readout: null, total: 22.5 * Number(one.costPerUpdate) }));
const before: ScenarioResult = { ...made, classes: 10, totals };
const whole = handMadeWholeProtocol();
const tuned = scenarioByProtocol(before, whole);

const lateRun = { algorithm: 'ff', learningRate: 0.003, seed: 1, updatesToCriterion: 30 } as const;
const [late] = handMadeProtocol([lateRun]).runs;
const both = scenarioByProtocol(before, { ...whole, runs: [...whole.runs, late] });

test('a protocol takes the place of the training before, with its rates, where all reported runs have been made', () => {
  expect(tuned?.protocol?.documented).toBeNull();
  expect(tuned?.training?.rules.map(({ learningRate }) => learningRate)).toEqual([0.01, 0.001]);
  expect(tuned?.updates.map(({ about }) => about.learningRate)).toEqual([0.01, 0.001]);
  expect(tuned?.totals?.map(({ updates, total }) => [updates, total])).toEqual([
    [14, 1400],
    [5.5, 440],
  ]);
  expect(both?.protocol?.documented?.rules[0].updatesToCriterion).toEqual([24, 30]);
  const unmade = { ...whole, runs: whole.runs.filter(({ learningRate, seed }) => learningRate !== 0.01 || seed !== 1) };
  expect(scenarioByProtocol(before, unmade)).toBeNull();
});

test('where a rule is not tuned yet, the documented rates of both are taken', () => {
  const runs = [...whole.runs.filter(({ seed }) => seed !== 100), late];
  const scenario = scenarioByProtocol(before, { ...whole, runs });
  expect(scenario?.protocol?.tuned).toBeNull();
  expect(scenario?.training?.rules.map(({ medianUpdatesToCriterion }) => medianUpdatesToCriterion)).toEqual([27, 5.5]);
  expect(protocolFinding([scenario ?? before])).toContain(
    '6.1 times (documented rates FF 0.003, BP 0.001, not tuned yet; extreme seeds 4.3 to 9.4)',
  );
});

function exactly(value: number): ReachedRatio {
  return { value, bound: 'exact' };
}

test('ratios at both choices of rates, with those of extreme seeds', () => {
  const ratios = protocolRatios(both ?? before, 'ff');
  // 14 x 100 over 5.5 x 80, 27 x 100 over 5.5 x 80; 12 x 100 over 7 x 80, 16 x 100 over 4 x 80, and so on.
  expect(ratios.map(({ choice, ratio }) => [choice, ratio?.value])).toEqual([
    ['tuned', 1400 / 440],
    ['documented', 2700 / 440],
  ]);
  expect(ratios.map(({ range }) => range)).toEqual([
    { least: exactly(1200 / 560), most: exactly(1600 / 320) },
    { least: exactly(2400 / 560), most: exactly(3000 / 320) },
  ]);
  expect(protocolCells([both ?? before])?.rows.map((row) => row.slice(1))).toEqual([
    ['80 % (chance 10 %)', 'tuned: 0.01, 0.001', '14 (12, 16)', '5.5 (4, 7)', '3.2', '2.1 to 5.0'],
    ['80 % (chance 10 %)', 'documented: 0.003, 0.001', '27 (24, 30)', '5.5 (4, 7)', '6.1', '4.3 to 9.4'],
  ]);
  expect(protocolCells([before])).toBeNull();
});

test('in a sentence, with what is not by the protocol yet', () => {
  const other = { ...before, id: 'other', title: 'Other' };
  expect(protocolFinding([both ?? before, other])).toBe(
    'By one protocol for every rule: A toy <b>& 3.2 times (cheapest rates FF 0.01, BP 0.001; extreme seeds 2.1 to 5.0; ' +
      'documented rates 6.1). Not yet by the protocol: Other; rates are the documented ones, and the reference may have ' +
      'stood at the first evaluation that counts.',
  );
  expect(protocolFinding([other])).toBeNull();
  const results = (scenarios: ScenarioResult[]) => ({ ...handMadeResults(), scenarios });
  const badges = (scenarios: ScenarioResult[]) => caveats(results(scenarios)).map(({ badge }) => badge);
  expect(badges([both ?? before, other])).toContain('Not yet by the protocol (Other)');
  expect(badges([other, { ...other, title: 'Third' }, both ?? before])).toContain(
    'Not yet by the protocol (all but A toy <b>&)',
  );
  expect(badges([both ?? before, other])).not.toContainEqual(expect.stringMatching(/^Documented rates/));
  const untuned = { ...other, protocol: { tuningSeeds: [100], rates: [], documented: null, tuned: null } };
  expect(badges([both ?? before, untuned])).toContain('Documented rates (Other)');
  expect(badges([other])).not.toContainEqual(expect.stringMatching(/protocol/));
});

test('where the rate that tuning chose is not the cheaper one with the reported seeds, it says so', () => {
  const early = handMadeProtocol(
    [10, 12].map((updatesToCriterion, seed) => ({ algorithm: 'ff', learningRate: 0.003, seed, updatesToCriterion })),
  ).runs;
  const others = whole.runs.filter(({ algorithm, learningRate, seed }) => {
    return algorithm !== 'ff' || learningRate !== 0.003 || seed === 100;
  });
  const scenario = scenarioByProtocol(before, { ...whole, runs: [...others, ...early] });
  // 14 updates at the cheapest rate, 11 at the documented one; 11 x 100 over 5.5 x 80.
  expect(protocolFinding([scenario ?? before])).toContain(
    'documented rates 2.5; FF needs fewer updates at its documented rate with these seeds)',
  );
});

test('a rule that was evaluated in steps of its own is judged, and said, by them', () => {
  const runs = whole.runs.map((run) => (run.algorithm === 'ff' ? { ...run, evaluateEvery: 4 } : run));
  const scenario = scenarioByProtocol(before, { ...whole, runs });
  expect(scenario?.training?.rules.map(({ evaluateEvery }) => evaluateEvery)).toEqual([4, undefined]);
  // Seed 0 met it after 12 updates, which are three evaluations; the median is of 12 and 16.
  expect(protocolRatios(scenario ?? before, 'ff')[0].reached.compared?.bound).toBe('at most');
});

test('a protocol that is not of the training beside it does not parse', () => {
  const scenario = both ?? before;
  const parsed = (change: Partial<NonNullable<ScenarioResult['protocol']>>) =>
    resultsSchema.parse({
      ...handMadeResults(),
      scenarios: [{ ...scenario, protocol: { ...scenario.protocol, ...change } }],
    });
  expect(parsed({}).scenarios[0].protocol).toEqual(scenario.protocol);
  expect(() => parsed({ tuned: scenario.protocol?.documented ?? null })).toThrow('is not of the training beside it');
});
