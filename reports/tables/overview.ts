import { totalRatio } from '../findings/training-findings.ts';
import type { Results, ScenarioResult } from '../results/result.ts';
import { accuracyPercent, inWords, significant } from '../writing/format.ts';
import type { TextCells } from '../writing/text-table.ts';

const NONE = '—';

/** Several scenarios side by side, a row each: totals to the criterion and one update; null for a single one. */
export function overviewCells({ scenarios }: Results): TextCells | null {
  if (scenarios.length < 2) return null;
  const header = ['scenario', 'to reach', 'Forward-Forward', 'Backprop', 'FF / BP', 'one update, FF / BP'];
  return { header, rows: scenarios.map(row) };
}

function row(scenario: ScenarioResult): string[] {
  const { title, training, totals = [], updates } = scenario;
  const ratio = totalRatio(scenario);
  const totalOf = (rule: 'ff' | 'bp'): string => {
    const total = totals.find(({ algorithm }) => algorithm === rule)?.total ?? null;
    return total === null ? NONE : inWords(total);
  };
  return [
    title,
    training === undefined ? NONE : `${accuracyPercent(training.criterion.testAccuracy)} on ${training.data}`,
    totalOf('ff'),
    totalOf('bp'),
    ratio === null ? NONE : significant(ratio),
    updateRatio(updates),
  ];
}

function updateRatio(updates: ScenarioResult['updates']): string {
  const costOf = (rule: 'ff' | 'bp'): number =>
    Number(updates.find(({ algorithm }) => algorithm === rule)?.cost.cold[4]);
  const ratio = costOf('ff') / costOf('bp');
  return Number.isFinite(ratio) ? significant(ratio) : NONE;
}
