import type { RuleLabel } from '../../scenarios/rule/rule-label.ts';
import { commonLabels, pairOf, ratioTitle } from '../findings/compared-rules.ts';
import { totalRatio } from '../findings/training-findings.ts';
import { updateCost } from '../findings/update-figures.ts';
import type { Results, ScenarioResult } from '../results/result.ts';
import type { TotalResult } from '../results/total-result.ts';
import { accuracyPercent, capitalised, inWords, significant } from '../writing/format.ts';
import type { TextCells } from '../writing/text-table.ts';

const NONE = '—';

/** Several scenarios side by side, a row each: totals to the criterion and one update; null for a single one. */
export function overviewCells({ scenarios }: Results): TextCells | null {
  if (scenarios.length < 2) return null;
  const labels = commonLabels(scenarios);
  const ratio = labels === null ? 'ratio' : ratioTitle(labels);
  const rules = labels === null ? ['rule', 'reference'] : [labels.compared, labels.reference].map(titleOf);
  return { header: ['scenario', 'to reach', ...rules, ratio, `one update, ${ratio}`], rows: scenarios.map(row) };
}

function titleOf({ title }: RuleLabel): string {
  return capitalised(title);
}

function row(scenario: ScenarioResult): string[] {
  const { title, training, totals = [] } = scenario;
  const ratio = totalRatio(scenario);
  const pair = pairOf(scenario, totals);
  const totalText = (one: TotalResult | undefined): string =>
    one === undefined || one.total === null ? NONE : inWords(one.total);
  return [
    title,
    training === undefined ? NONE : `${accuracyPercent(training.criterion.testAccuracy)} on ${training.data}`,
    totalText(pair?.compared),
    totalText(pair?.reference),
    ratio === null ? NONE : significant(ratio),
    updateRatio(scenario),
  ];
}

function updateRatio(scenario: ScenarioResult): string {
  const pair = pairOf(scenario, scenario.updates);
  const ratio = pair === null ? Number.NaN : updateCost(pair.compared) / updateCost(pair.reference);
  return Number.isFinite(ratio) ? significant(ratio) : NONE;
}
