import type { DrawnChart } from '../../charts/drawn/drawn-chart.ts';
import type { ScenarioResult } from '../../results/result.ts';
import { anchor, escapeHtml, unbroken } from '../../writing/html.ts';
import type { Explanations } from './explanations.ts';
import { withTerms } from './terms.ts';

/** A drawn chart of a scenario with its heading, what it says, and a button that says how it is read, as HTML. */
export function chartFigure(chart: DrawnChart, scenario: ScenarioResult, explanations: Explanations): string {
  const finding = chart.finding(scenario);
  const lines = chart.lines?.(scenario) ?? [];
  return `<figure id="${anchor(`${scenario.id}-${chart.id}`)}">
<h3>${escapeHtml(chart.title)}</h3>
${finding === '' ? '' : `<p class="finding">${withTerms(finding)}</p>`}
${chart.svg(scenario)}
${lines.length === 0 ? '' : `<ul class="lines" data-of="${escapeHtml(scenario.id)}">${lines.map((line) => `<li>${escapeHtml(unbroken(line))}</li>`).join('')}</ul>`}
<figcaption>${explanations.button(chart.title, chart.explanation(scenario))}</figcaption>
</figure>`;
}
