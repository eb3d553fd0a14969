import { scenarioAnswers } from '../findings/answers.ts';
import { ratioTitle } from '../findings/compared-rules.ts';
import { costFinding } from '../findings/findings.ts';
import { answer, updatesFinding } from '../findings/training-findings.ts';
import type { Results } from '../results/result.ts';
import { type Contest, contests } from '../verdict/factors.ts';
import { targetText } from '../verdict/task-text.ts';
import { verdictText } from '../verdict/verdict-text.ts';
import { marked, shortRatio, threeDigits } from '../writing/format.ts';
import { escapeMarkdown, markdownTable } from '../writing/markdown-table.ts';
import type { TextCells } from '../writing/text-table.ts';
import { headlineCells, settingsLine } from './headline.ts';
import { overviewCells } from './overview.ts';
import { inferenceCells, totalCells, trainingLine } from './total-table.ts';

/** Rows of the table of totals: with these, what stands before the fold has 12 lines. */
const MOST_ROWS = 5;

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

/** A row a contest: the ratio, with its seeds, and its factors. */
function factorCells(held: readonly Contest[]): TextCells {
  const shown = held.length > MOST_ROWS ? held.slice(0, MOST_ROWS - 1) : held;
  const rows = shown.map(({ scenario, rule, factors: { total, updates, update, reads, costPerRead, seeds } }) => {
    const ratio = total ?? { value: update, bound: 'exact' };
    const range = seeds === null ? '' : ` (${shortRatio(seeds.least)} to ${shortRatio(seeds.most)})`;
    const first = updates === null ? [] : [marked(updates.bound, threeDigits(updates.value, updates.bound))];
    return [
      `${scenario.title}, ${ratioTitle(scenario, rule)}`,
      `${marked(ratio.bound, threeDigits(ratio.value, ratio.bound))}${range}`,
      [...first, threeDigits(reads), threeDigits(costPerRead)].join(' × '),
      total === null ? 'one update' : (targetText(scenario) ?? ''),
    ];
  });
  const more = held.length - shown.length;
  return {
    header: ['network', 'ratio (seeds)', 'updates × reads × cost a read', 'to'],
    rows: [...rows, ...(more === 0 ? [] : [[`and ${more} more`, '', '', '']])],
  };
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
export function costModelLine({ provenance: { costModel, loops, tool } }: Results): string {
  return `${costModel.semantics} semantics, ${costModel.granularity} granularity, ${loops} loop order, tensor-odometer ${tool}`;
}
