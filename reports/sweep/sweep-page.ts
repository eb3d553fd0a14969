import { chartOfBothWidths, chartSvg } from '../charts/svg.ts';
import { ruleLabel } from '../findings/compared-rules.ts';
import { REPORT_STYLE } from '../page/report-style.ts';
import { type ChartImages, withImages } from '../pictures/chart-images.ts';
import { exactJson } from '../results/figures/exact-count.ts';
import { escapeHtml } from '../writing/html.ts';
import { htmlPage } from '../writing/html-page.ts';
import { hasSweepChart, sweepChart } from './sweep-chart.ts';
import { sweepCsv } from './sweep-csv.ts';
import { type Variant, variantsOf } from './sweep-figures.ts';
import { type SweepResult, sweepJson } from './sweep-result.ts';
import { sweepFindings, sweepSentences } from './sweep-sentences.ts';
import { sweepCells, sweepMarkdown, sweepSettingsLine } from './sweep-table.ts';

/** The file of a whole sweep that says that the others beside it are of one result. */
export const SWEEP_FILE = 'sweep.json';
const PICTURE_PX = 800;

const SWEEP_STYLE = `${REPORT_STYLE}
h1 { font-size: clamp(1.3rem, 1rem + 1.3vw, 1.75rem); }
ul.said { padding-left: 1.1rem; }
ul.said li { margin: 0.3rem 0; }
@media screen and (prefers-color-scheme: dark) {
  figure svg [fill="white"] { fill: var(--paper); }
  figure svg [stroke="white"] { stroke: var(--paper); }
}
`;

/** A whole sweep as files, text by name: JSON, CSV, Markdown, the page, and its picture alone where one is drawn. */
export async function sweepFiles(sweep: SweepResult): Promise<Map<string, string>> {
  const [variant] = variantsOf(sweep);
  const files = new Map([
    ['sweep.csv', sweepCsv(sweep)],
    ['sweep.md', sweepMarkdown(sweep)],
    ['sweep.html', await sweepPage(sweep)],
  ]);
  if (hasSweepChart(variant)) {
    const svg = await chartSvg(sweepChart(sweep, variant, PICTURE_PX), 'sweep', pictureLabel(sweep));
    files.set('sweep.svg', `${svg}\n`);
  }
  return files.set(SWEEP_FILE, sweepJson(sweep));
}

/** The picture of every set of options as SVG and PNG, by name; none where nothing is drawn. */
export async function sweepCharts(sweep: SweepResult): Promise<ChartImages> {
  const svgs: [string, string][] = [];
  for (const variant of variantsOf(sweep).filter(hasSweepChart)) {
    const options = Object.entries(variant.options).map(([name, value]) => `-${name}-${value}`);
    const svg = await chartSvg(sweepChart(sweep, variant, PICTURE_PX), 'sweep', pictureLabel(sweep));
    svgs.push([`${sweep.task.id}-sweep${options.join('')}`, svg]);
  }
  return withImages(svgs);
}

/** A sweep as one HTML page that needs nothing else; the sweep is in it as JSON (`script#odometer-sweep`). */
async function sweepPage(sweep: SweepResult): Promise<string> {
  const [variant, ...others] = variantsOf(sweep);
  const { growing, crossing, cheapest } = sweepFindings(sweep);
  const main = `<h1>${escapeHtml(`${sweep.task.title}: what an update costs and holds, by depth, width and batch`)}</h1>
${sentenceList([...cheapest, ...growing])}
<p class="settings">${escapeHtml(sweepSettingsLine(sweep))}.</p>
${hasSweepChart(variant) ? await picture(sweep, variant, others.length > 0) : ''}
${crossing.length === 0 ? '' : `<h2>Where rules cross</h2>\n${sentenceList(crossing)}`}
<h2>All points</h2>
<p class="settings">The state is weights, biases and moments of the optimiser, alive all the time under every rule.</p>
${pointTable(sweep)}
<p>The whole sweep is in this file as JSON, in the element <code>script#odometer-sweep</code>.</p>`;
  return htmlPage({
    title: `${sweep.task.title}, swept`,
    style: SWEEP_STYLE,
    main,
    data: { id: 'odometer-sweep', json: exactJson(sweep) },
  });
}

function sentenceList(sentences: readonly string[]): string {
  if (sentences.length === 0) return '';
  return `<ul class="said">${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('\n')}</ul>`;
}

async function picture(sweep: SweepResult, variant: Variant, isOneOfSeveral: boolean): Promise<string> {
  const drawn = await chartOfBothWidths((width) => sweepChart(sweep, variant, width), 'sweep', pictureLabel(sweep));
  const options = Object.entries(variant.options).map(([name, value]) => `${name} ${value}`);
  const referenceTitle = ruleLabel(sweep, sweep.reference).title;
  const which = isOneOfSeveral ? ` Drawn at ${options.join(', ')}.` : '';
  return `<figure>
${drawn}
<figcaption>All axes are logarithmic, and those of one figure the same in every panel. What is neither on an axis nor named above a
panel is as documented for the task, where that was measured. A note in a panel says from, to or at which places on its axis a rule
has less than ${escapeHtml(referenceTitle)}.${escapeHtml(which)}</figcaption>
</figure>`;
}

function pictureLabel(sweep: SweepResult): string {
  return `${sweep.task.title}: cost and peak live memory of an update. ${sweepSentences(sweep).join(' ')}`;
}

/** As wide as it is: on a narrow screen it scrolls. */
function pointTable(sweep: SweepResult): string {
  const { header, rows } = sweepCells(sweep);
  const head = header.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`);
  return `<section class="scroll" tabindex="0" aria-label="All points"><table><thead><tr>${head}</tr></thead><tbody>
${body.join('\n')}
</tbody></table></section>`;
}
