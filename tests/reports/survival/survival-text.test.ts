import { expect, test } from 'vitest';
import { earliestFinding } from '../../../reports/findings/training-findings.ts';
import { survivalSection } from '../../../reports/page/sections/survival-section.ts';
import { resultsSchema, type ScenarioResult } from '../../../reports/results/result.ts';
import { columnRatios } from '../../../reports/survival/column-ratios.ts';
import { COLUMNS } from '../../../reports/survival/columns.ts';
import { survivalCells, survivalFinding, totalRangeText } from '../../../reports/survival/survival-text.ts';
import { committedResults } from '../../support/results/committed-results.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';

type Figures = NonNullable<ScenarioResult['robustness']>[number];

const PLACED = { 'most read first, reused': 30, 'program order, reused': 40, 'program order': 60 };
/** The reference has a tenth of what is beyond 32 KB, and nothing found. */
const REFERENCE: Figures = {
  algorithm: 'bp',
  version: '1.2.3',
  executed: 80,
  fused: 64,
  found: null,
  floor: 16,
  registers: 50,
  placed: PLACED,
  beyond: 4,
  lines: 200,
};
const COMPARED: Figures = {
  ...REFERENCE,
  algorithm: 'ff',
  executed: 100,
  fused: 96,
  found: 90,
  floor: 8,
  registers: 75,
  placed: { 'most read first, reused': 45, 'program order, reused': 60, 'program order': 180 },
  beyond: 40,
  lines: 300,
};

function scenarioOf(compared: Figures, reference: Figures = REFERENCE): ScenarioResult {
  const [scenario] = handMadeResults().scenarios;
  return { ...scenario, robustness: [compared, reference] };
}

test('every column has a ratio where both rules were measured, and the ends are of what was measured', () => {
  const [{ ratios, least, greatest, updates }] = columnRatios([scenarioOf(COMPARED)]);
  expect(ratios).toEqual([1.25, 1.5, null, 0.5, 1.5, 1.5, 1.5, 3, 10, 1.5]);
  // The floors' 0.5 is no ratio of costs.
  expect([least, greatest, updates]).toEqual([1.25, 10, null]);
  expect(columnRatios(handMadeResults().scenarios)).toEqual([]);
});

test('the table has a row a scenario, a dash where nothing was measured', () => {
  const { header, rows } = survivalCells([scenarioOf(COMPARED)]) ?? { header: [], rows: [] };
  expect(header).toEqual([
    'one update, FF / BP',
    ...COLUMNS.map(({ title }) => title),
    'least',
    'greatest',
    'in total',
  ]);
  expect(rows).toEqual([
    ['A toy <b>&', '1.3', '1.5', '—', '0.50', '1.5', '1.5', '1.5', '3.0', '10', '1.5', '1.3', '10', '—'],
  ]);
  expect(survivalCells(handMadeResults().scenarios)).toBeNull();
});

test('the paragraph says what holds by every column, where the ends are, what is empty, and what is not proved', () => {
  expect(survivalFinding([scenarioOf(COMPARED)])).toBe(
    'By every column that was measured, an update of Forward-Forward moves more than one of backprop: A toy <b>& 1.3 (as ' +
      'executed) to 10 (beyond 32 KB) times as much. Empty, not measured or not found: best found of A toy <b>&. Not ' +
      'proved: that an order or a placement is the best, which search and rules of thumb found; with better ones any ratio ' +
      'can change. A floor is a lower bound for each rule alone: the ratio of floors bounds nothing, and counts for neither ' +
      'the least nor the greatest.',
  );
  expect(survivalFinding(handMadeResults().scenarios)).toBeNull();
});

test('where a rule moves less, the columns are named', () => {
  const text = survivalFinding([scenarioOf({ ...COMPARED, lines: 100, registers: 45 })]);
  expect(text).toMatch(
    /^An update of Forward-Forward over one of backprop, by all columns that were measured: A toy <b>& 0\.50 \(lines of 64\) to 10 \(beyond 32 KB\)\. Forward-Forward moves less in A toy <b>& registers \(0\.90\) and A toy <b>& lines of 64 \(0\.50\), and more in all others\./,
  );
});

test('in total it is times the updates by the protocol', () => {
  const rule = (algorithm: string, updates: number) => ({
    algorithm,
    learningRate: 0.1,
    updatesToCriterion: [updates],
  });
  const tuned = { seeds: [0], rules: [rule('ff', 12), rule('bp', 4)] };
  const protocol = { tuningSeeds: [100], rates: [], documented: null, tuned };
  const scenario = { ...scenarioOf(COMPARED), protocol };
  expect(survivalCells([scenario])?.rows[0].at(-1)).toBe('3.8 to 30');
  expect(survivalFinding([scenario])).toContain(
    'In total, times the ratio of updates by the protocol: A toy <b>& 3.8 to 30.',
  );
});

test('in total it is a bound where the updates are', () => {
  const [locallyConnected] = committedResults()
    .flatMap(({ scenarios }) => scenarios)
    .filter(({ id }) => id === 'locally-connected');
  const [one] = columnRatios([locallyConnected]);
  // Backprop met the criterion at the first evaluation that counts.
  expect(earliestFinding(locallyConnected)).toContain('Backprop met it at the first evaluation');
  expect(one.updates?.bound).toBe('at least');
  expect(totalRangeText(one)).toMatch(/^≥ \d+ to ≥ \d+$/);
});

test('figures of other updates than those beside them do not parse', () => {
  const results = handMadeResults();
  const withFigures = (figures: Figures[]) => ({
    ...results,
    scenarios: [{ ...results.scenarios[0], robustness: figures }],
  });
  expect(resultsSchema.parse(withFigures([COMPARED, REFERENCE])).scenarios[0].robustness).toHaveLength(2);
  for (const wrong of [
    { ...COMPARED, executed: 99 },
    { ...COMPARED, algorithm: 'dfa' },
  ])
    expect(() => resultsSchema.parse(withFigures([wrong]))).toThrow('is not of the updates beside it');
});

test('on the page every cell says its column, and names from outside do nothing', () => {
  const html = survivalSection([scenarioOf(COMPARED)]);
  expect(html).toContain('<td data-label="beyond 32 KB" class="more-4">10×</td>');
  expect(html).toContain('A toy &lt;b&gt;&amp;');
  expect(html).not.toContain('<b>&');
  expect(survivalSection(handMadeResults().scenarios)).toBe('');
});
