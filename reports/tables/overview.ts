import type { RuleLabel } from '../../scenarios/rule/rule-label.ts';
import { commonLabels, pairOf, ratioTitle } from '../findings/compared-rules.ts';
import { ratioCell, totalCell } from '../findings/totals-to-accuracy.ts';
import { criterionRatio, criterionTotal } from '../findings/training-findings.ts';
import { updateCost } from '../findings/update-figures.ts';
import type { Results, ScenarioResult } from '../results/result.ts';
import { accuracyPercent, capitalised, significant } from '../writing/format.ts';
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
  const { title, training, updates } = scenario;
  return [
    title,
    training === undefined ? NONE : `${accuracyPercent(training.criterion.testAccuracy)} on ${training.data}`,
    totalCell(criterionTotal(scenario, updates[0])),
    totalCell(criterionTotal(scenario, updates[updates.length - 1])),
    ratioCell(criterionRatio('total', scenario)),
    updateRatio(scenario),
  ];
}

function updateRatio(scenario: ScenarioResult): string {
  const pair = pairOf(scenario, scenario.updates);
  const ratio = pair === null ? Number.NaN : updateCost(pair.compared) / updateCost(pair.reference);
  return Number.isFinite(ratio) ? significant(ratio) : NONE;
}
