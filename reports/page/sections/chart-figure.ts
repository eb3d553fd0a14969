import type { DrawnChart } from '../../charts/drawn/drawn-chart.ts';
import type { ScenarioResult } from '../../results/result.ts';
import { anchor, escapeHtml } from '../../writing/html.ts';

/** A drawn chart of a scenario with its heading, what it says, and, when it is opened, how it is read, as HTML. */
export function chartFigure(chart: DrawnChart, scenario: ScenarioResult): string {
  const finding = chart.finding(scenario);
  return `<figure id="${anchor(`${scenario.id}-${chart.id}`)}">
<h3>${escapeHtml(chart.title)}</h3>
${finding === '' ? '' : `<p class="finding">${escapeHtml(finding)}</p>`}
${chart.svg(scenario)}
<figcaption><details class="how"><summary aria-label="How to read ${escapeHtml(chart.title)}">?</summary><p>${escapeHtml(chart.explanation(scenario))}</p></details></figcaption>
</figure>`;
}
