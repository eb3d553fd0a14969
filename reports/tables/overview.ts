import { comparedRules, haveSameRules, pairOf, ratioTitle, ruleLabel, ruleTitle } from '../findings/compared-rules.ts';
import { ratioCell, totalCell } from '../findings/totals-to-accuracy.ts';
import { criterionRatios, criterionTotal } from '../findings/training-findings.ts';
import { updateCost } from '../findings/update-figures.ts';
import type { Results, ScenarioResult } from '../results/result.ts';
import { accuracyPercent, significant } from '../writing/format.ts';
import type { TextCells } from '../writing/text-table.ts';

const NONE = '—';

/**
 * Several scenarios side by side: totals to the criterion and one update; null for a single one. A row a scenario where
 * all compare the same rules, else a row for each rule that is held against a reference.
 */
export function overviewCells({ scenarios }: Results): TextCells | null {
  if (scenarios.length < 2) return null;
  if (!haveSameRules(scenarios)) {
    const header = ['scenario', 'to reach', 'rule', 'reference', 'ratio', 'one update, ratio'];
    return { header, rows: scenarios.flatMap(rowsByRule) };
  }
  const [first] = scenarios;
  const ratios = comparedRules(first).flatMap((rule) => {
    const title = ratioTitle(first, rule);
    return [title, `one update, ${title}`];
  });
  const titles = first.rules.map(({ algorithm }) => ruleTitle(first, algorithm));
  return { header: ['scenario', 'to reach', ...titles, ...ratios], rows: scenarios.map(row) };
}

function row(scenario: ScenarioResult): string[] {
  const ratios = criterionRatios('total', scenario).map(ratioCell);
  return [
    scenario.title,
    goal(scenario),
    ...scenario.rules.map((rule) => totalCell(criterionTotal(scenario, rule))),
    ...comparedRules(scenario).flatMap((rule, index) => [ratios[index], updateRatio(scenario, rule)]),
  ];
}

function rowsByRule(scenario: ScenarioResult): string[][] {
  const ratios = criterionRatios('total', scenario).map(ratioCell);
  const named = (algorithm: string) =>
    `${ruleLabel(scenario, algorithm).shortName} ${totalCell(criterionTotal(scenario, { algorithm }))}`;
  return comparedRules(scenario).map((rule, index) => [
    scenario.title,
    goal(scenario),
    named(rule),
    named(scenario.reference),
    ratios[index],
    updateRatio(scenario, rule),
  ]);
}

function goal({ training }: ScenarioResult): string {
  return training === undefined ? NONE : `${accuracyPercent(training.criterion.testAccuracy)} on ${training.data}`;
}

function updateRatio(scenario: ScenarioResult, rule: string): string {
  const pair = pairOf(scenario, rule, scenario.updates);
  const ratio = pair === null ? Number.NaN : updateCost(pair.compared) / updateCost(pair.reference);
  return Number.isFinite(ratio) ? significant(ratio) : NONE;
}
