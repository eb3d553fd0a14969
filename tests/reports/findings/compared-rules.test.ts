import { expect, test } from 'vitest';
import { colourPlace, RULE_COLOURS } from '../../../reports/charts/theme.ts';
import { costFinding, differenceFinding, waitFinding } from '../../../reports/findings/findings.ts';
import { totalFinding } from '../../../reports/findings/training-findings.ts';
import { reportPage } from '../../../reports/page/page.ts';
import type { ScenarioResult } from '../../../reports/results/result.ts';
import { headlineCells } from '../../../reports/tables/headline.ts';
import { overviewCells } from '../../../reports/tables/overview.ts';
import { totalCells, trainingLine } from '../../../reports/tables/total-table.ts';
import { handMadeTrainedResults } from '../../support/results/hand-made-training.ts';

const trained = handMadeTrainedResults();
const labels = [
  { algorithm: 'ff', title: 'predictive <coding>', shortName: 'PC', colour: 3 },
  { algorithm: 'bp', title: 'target propagation', shortName: 'TP', colour: 8 },
];

const own: ScenarioResult = { ...trained.scenarios[0], rules: labels };

test('texts are made of the titles that the rules of a scenario have', () => {
  expect(costFinding(own)).toMatch(/^One predictive <coding> update moves 1\.25 .* as one target propagation update/);
  expect(totalFinding(own)).toMatch(/^To reach 80 % on made, predictive <coding> moves .* data as target propagation:/);
  expect(waitFinding(own)).toMatch(/^PC: .*; TP: /);
  const [ff, bp] = own.updates;
  expect(differenceFinding({ ...own, updates: [ff, { ...bp, phases: [] }] })).toMatch(
    /^Predictive <coding> against target propagation, by phase: forward passes \+60/,
  );
  expect(headlineCells(own).header).toEqual(['per update', 'Predictive <coding>', 'Target propagation', 'PC / TP']);
  expect(totalCells(own)?.header).toEqual(['to 80 %', 'Predictive <coding>', 'Target propagation', 'PC / TP']);
  expect(trainingLine(own)).toContain('learning rate PC 0.25, TP 0.125;');
});

test('colours come from the palette by the place of each rule, and begin anew after its last', () => {
  expect(own.rules.map(({ algorithm }) => colourPlace(own, algorithm))).toEqual([3, 2]);
});

test('the page shows titles from outside, and does not obey them', async () => {
  const page = await reportPage({ ...trained, scenarios: [own] });
  expect(page).toContain('<title>Data moved by predictive &lt;coding&gt; and target propagation<');
  expect(page).toMatch(/<h1[^>]*>Predictive &lt;coding&gt; moves [^<]* as much data as target propagation/);
  expect(page).toContain('class="rule-3">Predictive &lt;coding&gt;</th>');
  expect(page).not.toMatch(/Forward-Forward update|backprop update|predictive <coding/);
});

test('scenarios that compare different rules stand side by side without a rule in the heads', async () => {
  const both = { ...trained, scenarios: [own, { ...trained.scenarios[0], id: 'other' }] };
  expect(overviewCells(both)?.header).toEqual([
    'scenario',
    'to reach',
    'rule',
    'reference',
    'ratio',
    'one update, ratio',
  ]);
  expect(await reportPage(both)).toContain('<title>Data moved by learning rules<');
});

test('colours of text are dark enough to be read on white', () => {
  const channel = (byte: number) => (byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
  for (const { text } of RULE_COLOURS) {
    const [red, green, blue] = [1, 3, 5].map((at) => channel(Number.parseInt(text.slice(at, at + 2), 16)));
    const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    expect(1.05 / (luminance + 0.05), text).toBeGreaterThanOrEqual(4.5);
  }
});
