import { costFinding } from './findings.ts';
import { headlineCells, settingsLine } from './headline.ts';
import type { Results } from './result.ts';

/** The headline of every scenario as GitHub-flavoured Markdown: what was found, the table, the settings. */
export function markdownSummary(results: Results): string {
  const sections = results.scenarios.map((scenario) => {
    const { header, rows } = headlineCells(scenario);
    const table = [header, header.map((_, column) => (column === 0 ? '---' : '---:')), ...rows];
    return [
      `## ${escapeMarkdown(scenario.title)}`,
      escapeMarkdown(costFinding(scenario)),
      table.map((cells) => `| ${cells.map(escapeMarkdown).join(' | ')} |`).join('\n'),
      escapeMarkdown(`${settingsLine(scenario)}, ${costModelLine(results)}.`),
    ].join('\n\n');
  });
  return `${sections.join('\n\n')}\n`;
}

/** The cost model that all figures of the results share. */
export function costModelLine({ provenance: { costModel, loops, tool } }: Results): string {
  return `${costModel.semantics} semantics, ${costModel.granularity} granularity, ${loops} loop order, tensor-odometer ${tool}`;
}

/** Text that Markdown shows as it is, also in the cell of a table. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ');
}
