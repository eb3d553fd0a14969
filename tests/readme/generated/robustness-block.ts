import type { ScenarioResult } from '../../../reports/results/result.ts';
import { COLUMNS } from '../../../reports/survival/columns.ts';
import { survivalCells, survivalFinding } from '../../../reports/survival/survival-text.ts';
import { escapeMarkdown, markdownTable } from '../../../reports/writing/markdown-table.ts';

/** The table of robustness as Markdown, what its columns are, and what survives all of them; '' where nothing was measured so. */
export function robustnessBlock(scenarios: readonly ScenarioResult[]): string {
  const [cells, finding] = [survivalCells(scenarios), survivalFinding(scenarios)];
  if (cells === null || finding === null) return '';
  const columns = COLUMNS.map(({ title, meaning }) => `*${title}*: ${escapeMarkdown(lowered(meaning))}`);
  return [markdownTable(cells), escapeMarkdown(finding), `${columns.join('; ')}.`].join('\n\n');
}

/** A sentence that goes on after a colon, and before others. */
function lowered(sentence: string): string {
  const text = sentence.replace(/\.$/, '');
  return text.startsWith('ByteDMD') ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
