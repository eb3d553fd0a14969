import { describe, expect, test } from 'vitest';
import { scenarioAnswers } from '../../../reports/findings/answers.ts';
import { ratioOf, totalsTo } from '../../../reports/findings/totals-to-accuracy.ts';
import {
  accuraciesFinding,
  accuracyFinding,
  answer,
  earliestFinding,
  updatesFinding,
} from '../../../reports/findings/training-findings.ts';
import { reportPage } from '../../../reports/page/page.ts';
import { trainingReportText } from '../../../reports/printed/training-report.ts';
import type { Results, ScenarioResult } from '../../../reports/results/result.ts';
import { parseTrainedRule } from '../../../reports/results/trained-rule.ts';
import { csvFiles } from '../../../reports/tables/csv.ts';
import { markdownSummary } from '../../../reports/tables/markdown.ts';
import { overviewCells } from '../../../reports/tables/overview.ts';
import { terminalSummary } from '../../../reports/tables/terminal-table.ts';
import { totalCells } from '../../../reports/tables/total-table.ts';
import {
  handMadeEarlyResults,
  handMadeRun,
  handMadeTrainedResults,
  handMadeTraining,
} from '../../support/results/hand-made-training.ts';

const EARLY = 'met it at the first evaluation that counts, after 15 updates: fewer may do';

describe('where the reference met the criterion at the first evaluation that counts', () => {
  const results = handMadeEarlyResults(['bp']);
  const [scenario] = results.scenarios;

  test('sentences say what its total and the ratio are bounds of, rounded to the side where they stay bounds', () => {
    expect(answer(scenario)).toBe(
      'To reach 80 % on made, Forward-Forward moves at least 7,505,999,378,952 times as much data as backprop: ' +
        'a ByteDMD cost of 9.01 quadrillion against at most 1,200.',
    );
    expect(updatesFinding(scenario)).toContain(`Backprop: at most 15 updates (median), 80 each. Backprop ${EARLY}`);
    expect(accuracyFinding(scenario)).toContain('Backprop: met after at most 15 updates (median)');
    expect(accuracyFinding(scenario)).toContain('Forward-Forward: met after 22.5 updates (median)');
  });

  test('tables mark them, on the terminal, in Markdown and on the page', async () => {
    expect(totalCells(scenario)?.rows.slice(0, 2)).toEqual([
      ['Total ByteDMD cost to 80 %', '9,007,199,254,743,245', '≤ 1,200', '≥ 7,505,999,378,952'],
      ['Updates to it, median', '22.5', '≤ 15', '≥ 1.500'],
    ]);
    const both = { ...results, scenarios: [scenario, { ...scenario, id: 'other' }] };
    expect(overviewCells(both)?.rows[0].slice(2, 5)).toEqual(['9.01 quadrillion', '≤ 1,200', '≥ 7,505,999,378,952']);
    for (const text of [terminalSummary(results), markdownSummary(results), await reportPage(results)]) {
      expect(text).toContain('≥ 7,505,999,378,952');
      expect(text).toContain('≤ 1,200');
    }
  });

  test('CSV says so in a column of its own, and the total stays a number', () => {
    const [header, ff, bp] = csvFiles(results).get('totals.csv')?.split('\n') ?? [];
    expect(header).toMatch(/,total_cost_bytedmd,total_is_upper_bound$/);
    expect(ff).toMatch(/,9007199254743245,no$/);
    expect(bp).toMatch(/,1200,yes$/);
  });
});

test('a ratio over a bound of the compared rule is at most that', () => {
  const [scenario] = handMadeEarlyResults(['ff']).scenarios;
  expect(answer(scenario)).toMatch(
    /moves at most 5,003,999,585,969 times .* of at most 9\.01 quadrillion against 1,800\./,
  );
  expect(totalCells(scenario)?.rows[1]).toEqual(['Updates to it, median', '≤ 15', '22.5', '≤ 0.6667']);
});

test('two bounds have no ratio', () => {
  const [scenario] = handMadeEarlyResults(['ff', 'bp']).scenarios;
  expect(answer(scenario)).toBe(
    'No ratio of totals to 80 % on made: both rules met it at the first evaluation that counts. Forward-Forward moves ' +
      'a ByteDMD cost of at most 9.01 quadrillion. Backprop moves a ByteDMD cost of at most 1,200.',
  );
  expect(earliestFinding(scenario)).toMatch(/^Forward-Forward and backprop met it .* the totals are at most these\.$/);
  expect(totalCells(scenario)?.rows[0].at(-1)).toBe('—');
});

test('the median of an even number of runs is a bound where one of the two in the middle is', () => {
  const [scenario] = handMadeTrainedResults().scenarios;
  // 15 and 20 updates to 70 %.
  expect(totalsTo(0.7, scenario, 'ff')?.reference).toEqual({
    algorithm: 'bp',
    updates: 17.5,
    total: 1400,
    bound: 'at most',
  });
  expect(totalsTo(0.8, scenario, 'ff')?.reference).toEqual({
    algorithm: 'bp',
    updates: 22.5,
    total: 1800,
    bound: 'exact',
  });
});

test('the report of a training says so, too', () => {
  const training = handMadeTraining('bp');
  const text = (json: object) => trainingReportText(parseTrainedRule(json, 'a.json'));
  expect(text(training)).toContain('Median of updates to 80.00 %: 22.5.');
  const runs = [0, 1].map((seed) => ({ ...handMadeRun(seed, [7, 8, 9], 15, 1), seconds: 1 }));
  expect(text({ ...training, runs, medianUpdatesToCriterion: 15 })).toContain(
    'Median of updates to 80.00 %: at most 15.',
  );
});

describe('other accuracies', () => {
  test('are told by the same runs, those above chance alone', () => {
    const [scenario] = handMadeTrainedResults().scenarios;
    expect(accuraciesFinding({ ...scenario, classes: 10 }, 'ff')).toBe(
      'Forward-Forward over backprop, by the same runs: to 70 % no ratio (at most 17.5 updates against at most 17.5), ' +
        'to 75 % 5,003,999,585,968 (22.5 against 22.5), to 77 % 5,003,999,585,968 (22.5 against 22.5), ' +
        'to 79 % 5,003,999,585,968 (22.5 against 22.5), to 80 % 5,003,999,585,968 (22.5 against 22.5).',
    );
    expect(accuraciesFinding({ ...scenario, classes: 1 }, 'ff')).toBeNull();
  });

  test('without training nothing is said of them', () => {
    const [{ training: _, totals: __, ...scenario }] = handMadeTrainedResults().scenarios;
    expect(accuraciesFinding(scenario, 'ff')).toBeNull();
  });
});

describe('totals of two scenarios', () => {
  const results = handMadeTrainedResults();
  const [{ described: _, ...scenario }] = results.scenarios;
  const [mine, other] = ['recurrent', 'label-in-input'].map((id) => ({ ...scenario, id }));

  /** The scenario with another criterion, and runs of which so many images are right at each evaluation. */
  function to(testAccuracy: number, correct: readonly number[]): ScenarioResult {
    const { training, totals } = other;
    if (training === undefined || totals === undefined) throw new Error('internal: hand-made results are not trained');
    const { curve } = handMadeRun(0, correct, null, 1);
    const rules = training.rules.map((rule) => ({ ...rule, runs: rule.runs.map((run) => ({ ...run, curve })) }));
    return {
      ...other,
      training: { ...training, criterion: { ...training.criterion, testAccuracy }, rules },
      totals: totals.map((one) => ({ ...one, costPerUpdate: 80, readout: null })),
    };
  }

  const said = (held: ScenarioResult): string => {
    const all: Results = { ...results, scenarios: [mine, held] };
    return scenarioAnswers(mine, all)[0].answer;
  };

  test('are compared at one accuracy, which the runs of the other passed on the way to its own', () => {
    // The mean of three reaches 80 % after 25 updates, and 90 % after 35.
    expect(said(to(0.9, [5, 6, 7, 8, 9, 9, 9]))).toContain(
      'in total, to 80 %, 9.01 quadrillion against 2,000, 4,503,599,627,372 times as much.',
    );
  });

  test('are compared at the lower criterion of the other, where its runs end there', () => {
    expect(said(to(0.7, [5, 6, 7, 8]))).toMatch(
      /in total, to 70 %, at most 9\.01 quadrillion against 1,600, at most 5,629,499,534,\d\d\d times as much\.$/,
    );
  });

  test('have no ratio where both are bounds, or no accuracy is told by the runs of both', () => {
    expect(said(to(0.7, [7, 7, 7]))).toContain(
      'in total, to 70 %, at most 9.01 quadrillion against at most 1,200, of which no ratio follows.',
    );
    expect(said(to(0.9, [1, 1, 1]))).toMatch(/; there is no accuracy to which the runs of both tell a total\.$/);
  });

  test('are not compared on other images', () => {
    const { training } = other;
    const elsewhere = { ...other, ...(training && { training: { ...training, testSha256: 'cc' } }) };
    expect(said(elsewhere)).toBe(
      'Per training image, an update moves 1.00 times as much data as one of label-in-input.',
    );
  });
});

test('a total of nothing is no reference', () => {
  const [scenario] = handMadeTrainedResults().scenarios;
  const pair = totalsTo(0.8, scenario, 'ff');
  if (pair === null) throw new Error('internal: hand-made results are not trained');
  expect(ratioOf('total', { ...pair, reference: { ...pair.reference, total: 0 } })).toBeNull();
});
