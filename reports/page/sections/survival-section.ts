import { comparedRules, haveSameRules } from '../../findings/compared-rules.ts';
import type { ScenarioResult } from '../../results/result.ts';
import { columnRatios } from '../../survival/column-ratios.ts';
import { COLUMNS } from '../../survival/columns.ts';
import { survivalFinding, totalRangeText } from '../../survival/survival-text.ts';
import { protocolFinding } from '../../verdict/protocol-text.ts';
import { escapeHtml } from '../../writing/html.ts';
import { type RatioRow, ratioCell, ratioTable, textCell } from './scorecard-table.ts';

const LEAST = 'least';
const GREATEST = 'greatest';
const TOTAL = 'in total';

/** What remains of the verdict at other rates, in other orders and memories, as HTML; '' where nothing of that was run or measured. */
export function survivalSection(scenarios: readonly ScenarioResult[]): string {
  const findings = [protocolFinding(scenarios), survivalFinding(scenarios)].filter((finding) => finding !== null);
  if (findings.length === 0) return '';
  return `${findings.map((finding) => `<p>${escapeHtml(finding)}</p>`).join('\n')}
${survivalTable(scenarios)}`;
}

function survivalTable(scenarios: readonly ScenarioResult[]): string {
  const all = columnRatios(scenarios);
  if (all.length === 0) return '';
  const isOnePair = haveSameRules(scenarios) && comparedRules(scenarios[0]).length === 1;
  const exact = (title: string, value: number | null): string =>
    ratioCell(title, value === null ? null : { value, bound: 'exact' });
  const rows = all.map((one): RatioRow => {
    const { scenario, labels, ratios, least, greatest } = one;
    return {
      title: scenario.title,
      id: scenario.id,
      rule: isOnePair ? null : labels.compared.title,
      cells: [
        ...ratios.map((ratio, index) => exact(COLUMNS[index].title, ratio)),
        exact(LEAST, least),
        exact(GREATEST, greatest),
        textCell(TOTAL, totalRangeText(one)),
      ],
    };
  });
  const ends = [LEAST, GREATEST, TOTAL].map((title) => ({ title, meaning: '' }));
  return `<section class="scroll" tabindex="0" aria-label="One update by every measure">${ratioTable('robustness', [...COLUMNS, ...ends], rows)}</section>`;
}
