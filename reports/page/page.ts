import { CHARTS } from '../charts/all-charts.ts';
import type { Chart } from '../charts/chart.ts';
import { chartOfBothWidths } from '../charts/svg.ts';
import { colourPlace, legendOf } from '../charts/theme.ts';
import { trainingCharts } from '../charts/training/training-charts.ts';
import type { Answer } from '../findings/answers.ts';
import { scenarioAnswers } from '../findings/answers.ts';
import { comparedRules, haveSameRules, ruleLabel } from '../findings/compared-rules.ts';
import { DEFINITIONS } from '../findings/definitions.ts';
import { costFinding, differenceFinding, phaseFinding } from '../findings/findings.ts';
import { answer, updatesFinding } from '../findings/training-findings.ts';
import type { Results, ScenarioResult } from '../results/result.ts';
import { resultsJson } from '../results/result.ts';
import { headlineCells, settingsLine } from '../tables/headline.ts';
import { overviewCells } from '../tables/overview.ts';
import { classCells, inferenceCells, predictionCells, totalCells, trainingLine } from '../tables/total-table.ts';
import { listed } from '../writing/format.ts';
import { escapeHtml } from '../writing/html.ts';
import { htmlPage, htmlTable } from '../writing/html-page.ts';
import type { TextCells } from '../writing/text-table.ts';
import { energyTable } from './energy-tables.ts';
import { PAGE_STYLE } from './page-style.ts';
import { provenanceList } from './provenance.ts';

/**
 * The whole report as one HTML page that needs nothing else: charts are drawings in it, no script runs, nothing is
 * requested. The results are in it as JSON (`script#odometer-results`). The same results give the same bytes.
 */
export async function reportPage(results: Results): Promise<string> {
  const { scenarios } = results;
  const sections: string[] = [];
  for (const scenario of scenarios) sections.push(await scenarioSection(results, scenario, scenarios.length > 1));
  const main = `<h1>${escapeHtml(pageQuestion(scenarios))}</h1>
${overviewTable(results)}
${sections.join('\n')}
<h2>What the words mean</h2>
<dl>${DEFINITIONS.map(([term, meaning]) => `<dt>${escapeHtml(term)}</dt><dd>${escapeHtml(meaning)}</dd>`).join('\n')}</dl>
<h2>Energy figures and their sources</h2>
<p>Primary: the source states the figure. Derived: computed from such figures. Assumed: chosen here, no source states it.</p>
${results.provenance.energyPresets.map(energyTable).join('\n')}
<h2>How these figures were made</h2>
${provenanceList(results)}
<p>The whole results are in this file as JSON, in the element <code>script#odometer-results</code>.</p>`;
  return htmlPage({
    title: `${pageTitle(scenarios)}: ${scenarios.map(({ title }) => title).join(', ')}`,
    style: PAGE_STYLE,
    main,
    data: { id: 'odometer-results', json: resultsJson(results) },
  });
}

function pageTitle(scenarios: readonly ScenarioResult[]): string {
  const titles = ruleTitles(scenarios);
  return titles.length === 0 ? 'Data moved' : `Data moved by ${listed(titles)}`;
}

function pageQuestion(scenarios: readonly ScenarioResult[]): string {
  const titles = ruleTitles(scenarios);
  const reference = titles.at(-1);
  const rules = titles.length < 2 ? '' : ` ${listed(titles.slice(0, -1))} against ${reference},`;
  return scenarios.some(({ training }) => training !== undefined)
    ? `How much data moves until the network has learned,${rules} and where?`
    : `How much data does one training update move,${rules} and where?`;
}

/** The titles of the rules, the reference last; none where the scenarios compare different ones. */
function ruleTitles(scenarios: readonly ScenarioResult[]): string[] {
  if (!haveSameRules(scenarios)) return [];
  const [first] = scenarios;
  const ids = [...comparedRules(first), first.reference];
  return ids.map((algorithm) => ruleLabel(first, algorithm).title);
}

async function scenarioSection(results: Results, scenario: ScenarioResult, needsTitle: boolean): Promise<string> {
  const figures: string[] = [];
  for (const chart of [...trainingCharts(scenario), ...CHARTS]) figures.push(await chartFigure(chart, scenario));
  const isReduced = scenario.batch !== scenario.documentedBatch || scenario.preset === 'quick';
  const title = escapeHtml(scenario.title);
  const training = trainingLine(scenario);
  const updates = updatesFinding(scenario);
  const answers = scenarioAnswers(scenario, results);
  return `<section id="${escapeHtml(scenario.id)}">
${needsTitle ? `<h2>${title}</h2>` : ''}
<p class="answer">${escapeHtml(answer(scenario))}</p>
${updates === null ? '' : `<p class="where">${escapeHtml(updates)}</p>`}
${figureTable(scenario, totalCells(scenario))}
<p class="where">${escapeHtml([...(updates === null ? [] : [costFinding(scenario)]), whereCostGoes(scenario)].join(' '))}</p>
<p class="settings${isReduced ? ' reduced' : ''}">${title}. ${escapeHtml(settingsLine(scenario))}.
${training === null ? '' : `${escapeHtml(training)}.`}</p>
${figureTable(scenario, headlineCells(scenario))}
${figureTable(scenario, inferenceCells(scenario))}
${answers.length === 0 ? '' : `<h3>What is asked of it</h3>\n<dl class="answers">${answers.map(answerItem).join('\n')}</dl>`}
${figures.join('\n')}
${textTable('Accuracy on all test images, by what predicts (median over the seeds)', predictionCells(scenario))}
${textTable('Accuracy on the test images of each class (median over the seeds)', classCells(scenario))}
</section>`;
}

/** Several scenarios side by side, each with a link to its section. */
function overviewTable(results: Results): string {
  const cells = overviewCells(results);
  if (cells === null) return '';
  const head = cells.header.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('');
  const body = cells.rows.map(([title, ...others], index) => {
    const link = `<a href="#${escapeHtml(results.scenarios[index].id)}">${escapeHtml(title)}</a>`;
    return `<tr><th scope="row">${link}</th>${others.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
  });
  return `<p class="where">ByteDMD cost in total until the criterion is met, and of one update.</p>
<div class="scroll"><table class="figures" id="overview"><thead><tr>${head}</tr></thead><tbody>
${body.join('\n')}
</tbody></table></div>`;
}

function answerItem({ question, answer }: Answer): string {
  return `<dt>${escapeHtml(question)}</dt><dd>${escapeHtml(answer)}</dd>`;
}

/** A table of figures, a column a rule; its first row is what matters most. */
function figureTable(scenario: ScenarioResult, cells: TextCells | null): string {
  if (cells === null) return '';
  const { header, rows } = cells;
  const classes = ['', ...scenario.updates.map(({ algorithm }) => `rule-${colourPlace(scenario, algorithm)}`), ''];
  const head = header.map((cell, i) => `<th scope="col" class="${classes[i]}">${escapeHtml(cell)}</th>`).join('');
  const body = rows
    .map(([label, ...figures], index) => {
      const data = figures.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('');
      return `<tr${index === 0 ? ' class="first"' : ''}><th scope="row">${escapeHtml(label)}</th>${data}</tr>`;
    })
    .join('\n');
  return `<div class="scroll"><table class="figures"><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

function textTable(title: string, cells: TextCells | null): string {
  if (cells === null) return '';
  return `<h3>${escapeHtml(title)}</h3>\n${htmlTable(cells)}`;
}

function whereCostGoes(scenario: ScenarioResult): string {
  const difference = differenceFinding(scenario);
  return [...(difference === null ? [] : [difference]), phaseFinding(scenario)].map((text) => `${text}.`).join(' ');
}

async function chartFigure(chart: Chart, scenario: ScenarioResult): Promise<string> {
  const finding = chart.finding(scenario);
  const label = `${chart.title}. ${finding}`;
  const legend = legendOf(scenario, chart.legend).map(
    ({ name, colour }) => `<li><span style="background:${escapeHtml(colour)}"></span>${escapeHtml(name)}</li>`,
  );
  const id = `${scenario.id}-${chart.id}`;
  return `<figure id="${escapeHtml(id)}">
<h3>${escapeHtml(chart.title)}</h3>
<p class="finding">${escapeHtml(finding)}.</p>
<ul class="legend">${legend.join('')}</ul>
${await chartOfBothWidths((width) => chart.spec(scenario, width), id, label)}
<figcaption>${escapeHtml(chart.explanation(scenario))}</figcaption>
</figure>`;
}
