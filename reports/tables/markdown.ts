import { scenarioAnswers } from '../findings/answers.ts';
import { costFinding } from '../findings/findings.ts';
import { answer, updatesFinding } from '../findings/training-findings.ts';
import type { Results } from '../results/result.ts';
import { contests } from '../verdict/factors.ts';
import { verdictText } from '../verdict/verdict-text.ts';
import { escapeMarkdown, markdownTable } from '../writing/markdown-table.ts';
import { factorCells } from './factor-table.ts';
import { headlineCells, settingsLine } from './headline.ts';
import { overviewCells } from './overview.ts';
import { inferenceCells, totalCells, trainingLine } from './total-table.ts';

/**
 * The results as GitHub-flavoured Markdown: the answer and what totals are made of in at most 12 lines, then, folded, the
 * figures of every scenario.
 */
export function markdownSummary(results: Results): string {
  const held = contests(results.scenarios);
  const verdict = verdictText(held);
  return `${[
    ...(verdict === null ? [] : [`### ${escapeMarkdown(verdict.headline)}`, markdownTable(factorCells(held))]),
    escapeMarkdown(`${costModelLine(results)}.`),
    '<details><summary>All figures</summary>',
    allFigures(results),
    '</details>',
  ].join('\n\n')}\n`;
}

function allFigures(results: Results): string {
  const sections = results.scenarios.map((scenario) => {
    const { header, rows } = headlineCells(scenario);
    const total = totalCells(scenario);
    const training = trainingLine(scenario);
    const tables = [total, { header, rows }, inferenceCells(scenario)].filter((table) => table !== null);
    return [
      `## ${escapeMarkdown(scenario.title)}`,
      escapeMarkdown(answer(scenario)),
      ...(total === null ? [] : [escapeMarkdown(`${updatesFinding(scenario)} ${costFinding(scenario)}`)]),
      ...tables.map(markdownTable),
      escapeMarkdown(`${settingsLine(scenario)}, ${costModelLine(results)}.`),
      ...(training === null ? [] : [escapeMarkdown(`${training}.`)]),
      ...scenarioAnswers(scenario, results).map(
        ({ question, answer }) => `**${escapeMarkdown(question)}** ${escapeMarkdown(answer)}`,
      ),
    ].join('\n\n');
  });
  const overview = overviewCells(results);
  return [...(overview === null ? [] : [markdownTable(overview)]), ...sections].join('\n\n');
}

/** The cost model that all figures of the results share. */
export function costModelLine({ provenance: { costModel, loops, schedule, tool } }: Results): string {
  const order = `${loops} loop order${schedule === undefined ? '' : `, schedule ${schedule}`}`;
  return `${costModel.semantics} semantics, ${costModel.granularity} granularity, ${order}, tensor-odometer ${tool}`;
}
