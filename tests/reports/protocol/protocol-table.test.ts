import { expect, test } from 'vitest';
import { accuracyCells } from '../../../reports/protocol/accuracy-table.ts';
import { missingFindings } from '../../../reports/protocol/missing-runs.ts';
import { ratiosCells, tuningCells, updatesCells } from '../../../reports/protocol/protocol-table.ts';
import { scenarioBy, trainingsBy } from '../../../reports/protocol/protocol-training.ts';
import { uncountedCosts } from '../../../reports/protocol/uncounted-costs.ts';
import type { ScenarioResult } from '../../../reports/results/result.ts';
import { handMadeProtocol, handMadeWholeProtocol } from '../../support/results/hand-made-protocol.ts';
import { handMadeTrainedResults } from '../../support/results/hand-made-training.ts';

/** An update costs 100 and 80, predicting two images 40; there is no readout. */
const [made] = handMadeTrainedResults().scenarios;
const totals = made.totals?.map((one) => ({ ...one, readout: null, total: 22.5 * Number(one.costPerUpdate) }));
const scenario: ScenarioResult = { ...made, classes: 10, totals };
const whole = { protocol: handMadeWholeProtocol(), scenario };

test('updates of both choices stand beside their rates, each seed too', () => {
  expect(updatesCells([whole]).rows.map((row) => row.slice(2))).toEqual([
    ['80 %', '0.003', '24 (24)', '0.01', '14 (12, 16)'],
    ['80 %', '0.001', '5.5 (4, 7)', '0.001', '5.5 (4, 7)'],
  ]);
});

test('updates to the first evaluation that counts are a bound', () => {
  const run = { algorithm: 'bp', learningRate: 0.001, updatesToCriterion: 3 } as const;
  const protocol = handMadeProtocol([0, 1].map((seed) => ({ ...run, seed })));
  expect(updatesCells([{ protocol, scenario }]).rows[1][4]).toBe('≤ 3 (3, 3)');
});

test('what was tuned says how every rate ended', () => {
  const { protocol } = whole;
  const failed = { algorithm: 'ff', learningRate: 0.03, seed: 100, version: '1', diverged: 'it did', cpuSeconds: 1 };
  const runs = protocol.runs.filter((run) => run.learningRate !== 0.03 && run.learningRate !== 0.0001);
  const [ff, bp] = tuningCells([{ protocol: { ...protocol, runs, diverged: [failed] }, scenario }]).rows;
  expect(ff.slice(2)).toEqual([
    '0.003',
    '0.01',
    '0.0003: > 20; 0.001: > 20; 0.003: 20; 0.01: 12; 0.03: diverged',
    '100',
  ]);
  expect(bp.slice(2)).toEqual(['0.001', '—', '0.0001: —; 0.0003: 5; 0.001: 5; 0.003: 9; 0.01: > 5', '100']);
});

test('a ratio is one of medians over the seeds that both have, with the range of its seeds', () => {
  const [row] = ratiosCells([whole]).rows;
  // 24 x 100 over 4 x 80 with seed 0; 14 x 100 over 5.5 x 80; 12 x 100 over 7 x 80, 16 x 100 over 4 x 80.
  expect(row.slice(1)).toEqual(['80 %', '7.5', '—', '0', '3.2', '2.1 to 5.0', '0, 1']);
});

test('what the protocol trained is a training as any other', () => {
  const trainings = trainingsBy(whole.protocol, 'tuned');
  expect(Object.values(trainings ?? {}).map(({ options, runs }) => [options, runs.length])).toEqual([
    [{ learningRate: 0.01 }, 2],
    [{}, 2],
  ]);
  expect(scenarioBy(scenario, whole.protocol, 'tuned')?.totals?.map(({ total }) => total)).toEqual([1400, 440]);
  expect(scenarioBy(scenario, handMadeProtocol([]), 'tuned')).toBeNull();
});

test('the ratio at every accuracy that both reach, from chance to the criterion', () => {
  const by = scenarioBy(scenario, whole.protocol, 'tuned') as ScenarioResult;
  const cells = accuracyCells(by, 'ff');
  expect(cells?.header).toEqual(['to (chance: 10 %)', 'updates FF', 'updates BP', 'total FF', 'total BP', 'FF / BP']);
  const accuracies = [...Array.from({ length: 13 }, (_, index) => 15 + 5 * index), 76, 77, 78, 79, 80];
  expect(cells?.rows.map(([accuracy]) => accuracy)).toEqual(accuracies.map((accuracy) => `${accuracy} %`));
  // Three evaluations of 5 right images are half: the first that count are those of update 3.
  expect(cells?.rows[0].slice(1)).toEqual(['at most 3', 'at most 3', '≤ 300', '≤ 240', '—']);
  expect(cells?.rows.at(-1)?.slice(1)).toEqual(['14', '5.5', '1,400', '440', '3.2']);
});

test('what is not counted: predicting, evaluating, fitting readouts', () => {
  const by = scenarioBy(scenario, whole.protocol, 'tuned') as ScenarioResult;
  const [ff, bp] = uncountedCosts(by);
  expect(ff).toMatchObject({ prediction: 20, evaluation: 200, evaluations: 14, readout: null, ofTotal: 2 });
  expect(bp).toMatchObject({ evaluations: 5.5, ofTotal: (5.5 * 200) / 440 });
});

test('what has not been run is named, and a rule without runs is held against the reference by its runs of before', () => {
  expect(missingFindings([whole])).toEqual([`${scenario.title}, Forward-Forward: seed 1 at 0.003.`]);
  const { protocol } = whole;
  const bpAlone = { ...protocol, runs: protocol.runs.filter(({ algorithm }) => algorithm === 'bp') };
  expect(missingFindings([{ protocol: bpAlone, scenario }])).toEqual([
    `${scenario.title}, Forward-Forward: tuning at 0.003, 0.01, 0.001, 0.03 and 0.0003; seeds 0 and 1 at 0.003; ` +
      'the seeds at the cheapest rate, if it is another.',
  ]);
});
