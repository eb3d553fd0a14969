import { chartOfBothWidths, chartSvg } from '../charts/svg.ts';
import { ruleLabel } from '../findings/compared-rules.ts';
import { PAGE_STYLE } from '../page/page-style.ts';
import { exactJson } from '../results/figures/exact-count.ts';
import { escapeHtml } from '../writing/html.ts';
import { htmlPage } from '../writing/html-page.ts';
import { hasSweepChart, sweepChart } from './sweep-chart.ts';
import { sweepCsv } from './sweep-csv.ts';
import { type Variant, variantsOf } from './sweep-figures.ts';
import { type SweepResult, sweepJson } from './sweep-result.ts';
import { sweepSentences } from './sweep-sentences.ts';
import { sweepCells, sweepMarkdown, sweepSettingsLine } from './sweep-table.ts';

/** The file of a whole sweep that says that the others beside it are of one result. */
export const SWEEP_FILE = 'sweep.json';
const PICTURE_PX = 800;

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

/** A sweep as one HTML page that needs nothing else; the sweep is in it as JSON (`script#odometer-sweep`). */
async function sweepPage(sweep: SweepResult): Promise<string> {
  const [variant, ...others] = variantsOf(sweep);
  const sentences = sweepSentences(sweep).map((sentence) => `<li>${escapeHtml(sentence)}</li>`);
  const main = `<h1>${escapeHtml(`${sweep.task.title}: what an update costs and holds, by depth, width and batch`)}</h1>
<ul class="said">${sentences.join('\n')}</ul>
<p class="settings">${escapeHtml(sweepSettingsLine(sweep))}.</p>
${hasSweepChart(variant) ? await picture(sweep, variant, others.length > 0) : ''}
<h2>All points</h2>
<p class="settings">The state is weights, biases and moments of the optimiser, alive all the time under every rule.</p>
${pointTable(sweep)}
<p>The whole sweep is in this file as JSON, in the element <code>script#odometer-sweep</code>.</p>`;
  return htmlPage({
    title: `${sweep.task.title}, swept`,
    style: `${PAGE_STYLE}ul.said { padding-left: 1.1rem; font-size: 1.05rem; }\nul.said li { margin: 0.45rem 0; }\n`,
    main,
    data: { id: 'odometer-sweep', json: exactJson(sweep) },
  });
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
