import { haveSameRules, ruleLabel } from '../findings/compared-rules.ts';
import { MEASURED_ELSEWHERE, presetsFinding } from '../findings/energy-findings.ts';
import type { Results, ScenarioResult } from '../results/result.ts';
import { resultsJson } from '../results/result.ts';
import { contests } from '../verdict/factors.ts';
import { listed } from '../writing/format.ts';
import { escapeHtml } from '../writing/html.ts';
import { htmlPage } from '../writing/html-page.ts';
import { columnsJson } from '../writing/json-columns.ts';
import { firstScreen } from './first-screen.ts';
import { REPORT_STYLE } from './report-style.ts';
import { scenarioSection } from './scenario-section.ts';
import { PAGE_SCRIPT } from './script/page-script.ts';
import { energySwitch, switchStyle } from './sections/energy-switch.ts';
import { energyTable } from './sections/energy-tables.ts';
import { Explanations } from './sections/explanations.ts';
import { icicleStyle } from './sections/icicle-switch.ts';
import { provenanceList } from './sections/provenance.ts';
import { survivalSection } from './sections/survival-section.ts';
import { definitions } from './sections/terms.ts';

/**
 * The whole report as one HTML page that needs nothing else: charts are drawings in it, its script only adds to what
 * can be read without it, nothing is requested. The answer stands first, each scenario opens below it, the largest ratio of totals on top. The results are in
 * it as JSON in columns (`script#odometer-results`). The same results give the same bytes.
 */
export async function reportPage(results: Results): Promise<string> {
  const scenarios = inOrder(results.scenarios);
  const explanations = new Explanations();
  const sections = scenarios.map((scenario, index) => scenarioSection(results, scenario, index, explanations));
  const survival = survivalSection(results.scenarios);
  const main = `<a class="skip" href="#scenarios">Skip to networks</a>
${firstScreen(results)}
${survival === '' ? '' : closed('Other rates, orders, memories', survival)}
<div id="scenarios">
${energySwitch(results.provenance.energyPresets)}
${sections.join('\n')}
</div>
${definitions()}
${explanations.html()}
${closed(
  'Energy figures',
  `<p>Primary: the source states the figure. Derived: computed from such figures. Assumed: chosen here, no source states it.</p>
<p>${escapeHtml(presetsFinding(scenarios, results.provenance.energyPresets))}</p>
<p>${escapeHtml(MEASURED_ELSEWHERE)}</p>
${results.provenance.energyPresets.map(energyTable).join('\n')}`,
)}
${closed(
  'Provenance',
  `${provenanceList(results)}
<p>The whole results are in this file as JSON, lists of records as columns, deflated and in base64, in the element <code>script#odometer-results</code>; the button JSON gives them as they are.</p>`,
)}`;
  return htmlPage({
    title: pageTitle(results.scenarios),
    style: `${REPORT_STYLE}${switchStyle(results.provenance.energyPresets)}${icicleStyle(scenarios)}`,
    main,
    data: { id: 'odometer-results', json: columnsJson(resultsJson(results)), isPacked: true },
    script: PAGE_SCRIPT,
  });
}

/** The largest ratio of totals first, those of a scenario without any rule to compare last. */
function inOrder(scenarios: readonly ScenarioResult[]): ScenarioResult[] {
  return [...new Set([...contests(scenarios).map(({ scenario }) => scenario), ...scenarios])];
}

function closed(title: string, content: string): string {
  return `<details class="method"><summary><h2>${escapeHtml(title)}</h2></summary>\n${content}\n</details>`;
}

/** What the page is about, short enough for a tab. */
function pageTitle(scenarios: readonly ScenarioResult[]): string {
  const [first] = scenarios;
  const titles = haveSameRules(scenarios)
    ? first.rules.map(({ algorithm }) => ruleLabel(first, algorithm).title)
    : ['learning rules'];
  return `Data moved by ${listed(titles)}`;
}
