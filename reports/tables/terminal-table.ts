import pc from 'picocolors';
import { costFinding, differenceFinding, phaseFinding } from '../findings/findings.ts';
import { answer, updatesFinding } from '../findings/training-findings.ts';
import type { Results } from '../results/result.ts';
import { visibleText } from '../writing/visible-text.ts';
import { headlineCells, settingsLine } from './headline.ts';
import { costModelLine } from './markdown.ts';
import { overviewCells } from './overview.ts';
import { inferenceCells, totalCells, trainingLine } from './total-table.ts';

/** The headline of every scenario for a terminal: colours where it has them and NO_COLOR does not forbid them. */
export function terminalSummary(results: Results): string {
  const model = costModelLine(results);
  const overview = overviewCells(results);
  const scenarios = results.scenarios
    .map((scenario) => {
      const { header, rows } = headlineCells(scenario);
      const total = totalCells(scenario);
      const training = trainingLine(scenario);
      const inference = inferenceCells(scenario);
      const difference = differenceFinding(scenario);
      const updates = updatesFinding(scenario);
      const findings = [
        ...(updates === null ? [] : [updates, costFinding(scenario)]),
        ...(difference === null ? [] : [`${difference}.`]),
        `${phaseFinding(scenario)}.`,
      ];
      const settings = [`${settingsLine(scenario)}, ${model}.`, ...(training === null ? [] : [`${training}.`])];
      return [
        pc.bold(visibleText(`${scenario.title}: ${answer(scenario)}`)),
        ...findings.map(visibleText),
        ...settings.map((line) => pc.dim(visibleText(line))),
        '',
        ...[total, { header, rows }, inference].flatMap((table) =>
          table === null ? [] : [...alignedTable(table.header, table.rows), ''],
        ),
      ].join('\n');
    })
    .join('\n');
  if (overview === null) return scenarios;
  return [scenarios, pc.bold('Total ByteDMD cost'), ...alignedTable(overview.header, overview.rows), ''].join('\n');
}

/** Lines of a table: the first column to the left, figures to the right. */
function alignedTable(titles: readonly string[], content: readonly (readonly string[])[]): string[] {
  const header = titles.map(visibleText);
  const rows = content.map((row) => row.map(visibleText));
  const widths = header.map((title, c) => Math.max(title.length, ...rows.map((row) => row[c].length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join('  ');
  return [pc.bold(line(header)), pc.dim(widths.map((width) => '-'.repeat(width)).join('  ')), ...rows.map(line)];
}
