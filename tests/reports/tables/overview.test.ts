import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { reportPage } from '../../../reports/page/page.ts';
import { markdownSummary } from '../../../reports/tables/markdown.ts';
import { overviewCells } from '../../../reports/tables/overview.ts';
import { terminalSummary } from '../../../reports/tables/terminal-table.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';
import { handMadeTrainedResults } from '../../support/results/hand-made-training.ts';

const trained = handMadeTrainedResults();
const [{ title }] = trained.scenarios;
const [untrained] = handMadeResults().scenarios;
const both = { ...trained, scenarios: [...trained.scenarios, { ...untrained, id: 'other', title: 'Another' }] };

test('several scenarios stand side by side, what was not trained without a total', () => {
  expect(overviewCells(both)).toEqual({
    header: ['scenario', 'to reach', 'Forward-Forward', 'Backprop', 'FF / BP', 'one update, FF / BP'],
    rows: [
      [title, '80 % on made', '9.01 quadrillion', '1,800', '5,003,999,585,968', '1.250'],
      ['Another', '—', '—', '—', '—', '1.250'],
    ],
  });
});

test('a single scenario needs no overview', () => {
  expect(overviewCells(trained)).toBeNull();
});

test('page, summary and terminal show it', async () => {
  const page = await reportPage(both);
  expect(page.indexOf('id="overview"')).toBeLessThan(page.indexOf('class="answer"'));
  expect(page).toContain('<a href="#other">Another</a>');
  expect(markdownSummary(both)).toMatch(/^\| scenario \| to reach \|/m);
  expect(stripVTControlCharacters(terminalSummary(both))).toMatch(/^Another +1\.25 /m);
});
