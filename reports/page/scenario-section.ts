import type { DrawnChart } from '../charts/drawn/drawn-chart.ts';
import { depthCharts, icicleCharts, learningCharts, presetCharts } from '../charts/drawn/drawn-charts.ts';
import { colourPlace } from '../charts/theme.ts';
import { trainingCharts } from '../charts/training/training-charts.ts';
import { updateCharts } from '../charts/update/update-charts.ts';
import type { Answer } from '../findings/answers.ts';
import { scenarioAnswers } from '../findings/answers.ts';
import { accuracyFinding, answer, criterionRatios } from '../findings/training-findings.ts';
import type { Results, ScenarioResult } from '../results/result.ts';
import { headlineCells, settingsLine } from '../tables/headline.ts';
import { classCells, inferenceCells, predictionCells, totalCells, trainingLine } from '../tables/total-table.ts';
import { layersText } from '../verdict/task-text.ts';
import { marked, shortRatio } from '../writing/format.ts';
import { anchor, escapeHtml } from '../writing/html.ts';
import { htmlTable } from '../writing/html-page.ts';
import type { TextCells } from '../writing/text-table.ts';
import { chartFigure } from './sections/chart-figure.ts';
import { presetClass } from './sections/energy-switch.ts';
import type { Explanations } from './sections/explanations.ts';
import { icicleViews } from './sections/icicle-switch.ts';
import { withTerms } from './sections/terms.ts';

/** What is found of one scenario, the page's number `place`, as HTML that opens, the first open; its figures one fold further down. */
export function scenarioSection(
  results: Results,
  scenario: ScenarioResult,
  place: number,
  explanations: Explanations,
): string {
  const figures = (charts: readonly DrawnChart[]): string[] =>
    charts.map((chart) => chartFigure(chart, scenario, explanations));
  const energies = presetCharts(scenario, results.provenance.energyPresets).map(
    (charts, index) => `<div class="${presetClass(index)}">${figures(charts).join('\n')}</div>`,
  );
  const isReduced = scenario.batch !== scenario.documentedBatch || scenario.preset === 'quick';
  const trained = trainingLine(scenario);
  const settings = `${scenario.title}. ${settingsLine(scenario)}.${trained === null ? '' : ` ${trained}.`}`;
  const isDecided = criterionRatios('total', scenario).every((ratio) => ratio !== null);
  return `<details class="scenario"${place === 0 ? ' open' : ''}>
<summary><h2>${escapeHtml(scenario.title)}${escapeHtml(ratiosText(scenario))}</h2><span>${escapeHtml(layersText(scenario.layers))}</span></summary>
<section id="${anchor(scenario.id)}">
${scenario.training !== undefined && isDecided ? '' : `<p class="answer">${escapeHtml(answer(scenario))}</p>`}
${[...figures(learningCharts(scenario)), icicleViews(icicleCharts(scenario), scenario, place, explanations), ...energies].join('\n')}
${fold('Questions', answerList(scenarioAnswers(scenario, results)))}
${fold('Depths, memory and locks', figures([...depthCharts(scenario), ...updateCharts(scenario)]).join('\n'))}
${fold(
  'Training',
  [
    ...(trained === null ? [] : [`<p>${escapeHtml(`${accuracyFinding(scenario)}.`)}</p>`]),
    ...figures(trainingCharts(scenario)),
    textTable(
      scenario,
      'Accuracy on all test images, by what predicts (median over the seeds)',
      predictionCells(scenario),
    ),
    textTable(scenario, 'Accuracy on the test images of each class (median over the seeds)', classCells(scenario)),
  ].join('\n'),
)}
${fold(
  'All figures',
  `<p class="settings${isReduced ? ' reduced' : ''}">${escapeHtml(settings)}</p>
${figureTable(scenario, totalCells(scenario))}
${figureTable(scenario, headlineCells(scenario))}
${figureTable(scenario, inferenceCells(scenario))}`,
)}
</section>
</details>`;
}

/** `: 43×`; of several rules each ratio; '' where there is none. */
function ratiosText(scenario: ScenarioResult): string {
  const ratios = criterionRatios('total', scenario).filter((ratio) => ratio !== null);
  const texts = ratios.map(({ value, bound }) => `${marked(bound, shortRatio(value, bound))}×`);
  return texts.length === 0 ? '' : `: ${texts.join(', ')}`;
}

function fold(title: string, content: string): string {
  if (content.trim() === '') return '';
  return `<details><summary>${escapeHtml(title)}</summary>\n${content}\n</details>`;
}

function answerList(answers: readonly Answer[]): string {
  if (answers.length === 0) return '';
  const told = new Set<number>();
  const items = answers.map(
    ({ question, answer }) => `<dt>${escapeHtml(question)}</dt><dd>${withTerms(answer, told)}</dd>`,
  );
  return `<dl class="answers">${items.join('\n')}</dl>`;
}

/** A table of figures, a column a rule; its first row is what matters most. */
function figureTable(scenario: ScenarioResult, cells: TextCells | null): string {
  if (cells === null) return '';
  const { header, rows } = cells;
  const classes = ['', ...scenario.updates.map(({ algorithm }) => `rule-${colourPlace(scenario, algorithm)}`), ''];
  const head = header.map((cell, i) => `<th scope="col" class="${classes[i]}">${escapeHtml(cell)}</th>`).join('');
  const told = new Set<number>();
  const body = rows
    .map(([label, ...figures], index) => {
      const data = figures.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('');
      return `<tr${index === 0 ? ' class="first"' : ''}><th scope="row">${withTerms(label, told)}</th>${data}</tr>`;
    })
    .join('\n');
  const label = `${scenario.title}: ${header[0]}`;
  return `<section class="scroll" tabindex="0" aria-label="${escapeHtml(label)}"><table class="figures"><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></section>`;
}

function textTable(scenario: ScenarioResult, title: string, cells: TextCells | null): string {
  if (cells === null) return '';
  return `<h3>${escapeHtml(title)}</h3>\n${htmlTable(cells, `${scenario.title}: ${title}`)}`;
}
