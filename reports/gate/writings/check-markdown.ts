import { capitalised, exactDigits } from '../../writing/format.ts';
import { escapeMarkdown, markdownTable } from '../../writing/markdown-table.ts';
import type { CaseCheck, Check, MetricCheck } from '../check-result.ts';
import type { Bound } from '../limit.ts';
import {
  budgetLine,
  caseLines,
  differenceText,
  hiddenLine,
  outcomeOf,
  remedy,
  settingsLine,
  shownCases,
  statement,
  totalLines,
} from './statement.ts';

/** A comment of GitHub holds 65,536 characters; what is beyond the table has its room in the rest. */
const MOST_CHARACTERS = 50_000;
/** Failed cases of which is said what moved. */
const MOST_MOVED = 20;

/**
 * A check as GitHub-flavoured Markdown, for a job's summary and a comment. Its first line is hidden: by
 * `<!-- odometer-check/1 baseline=FILE changed=true -->` a comment is found again, and one that says nothing new is not made.
 * Changes within `least` are left out, failures never; so are rows that would not fit a comment.
 */
export function checkMarkdown(check: Check, least: Bound | null): string {
  const cases = shownCases(check, least).toSorted((a, b) => Number(b.failed) - Number(a.failed));
  const { rows, left } = fitting(cases.flatMap(caseRows));
  const header = ['case', 'outcome', 'figure', 'before', 'now', 'change', 'limit'];
  const moved = cases.filter(({ failed, moved: parts }) => failed && parts.length > 0).slice(0, MOST_MOVED);
  const totals = totalLines(check);
  const sections = [
    `### ${check.passed ? 'Data movement' : 'Data movement: failed'}`,
    `${escapeMarkdown(statement(check))} ${check.changed ? 'Figures changed.' : 'No figure changed.'}`,
    rows.length === 0 ? '' : markdownTable({ header, rows }),
    left === 0 ? '' : `${exactDigits(left)} more figures are in the log.`,
    bullets(moved.map((one) => `${one.id}: ${caseLines(one).at(-1)}`)),
    bullets(check.budgets.map((budget) => `budget ${budget.failed ? 'failed' : 'holds'}: ${budgetLine(budget)}`)),
    totals.length === 0 ? '' : `${escapeMarkdown(`In total, over the cases on both sides: ${totals.join('; ')}`)}.`,
    hiddenLine(check, least),
    `<sub>${escapeMarkdown(settingsLine(check))}</sub>`,
    check.passed ? '' : `${escapeMarkdown(capitalised(remedy(check)))}.`,
  ];
  const body = sections.filter((section) => section !== '').join('\n\n');
  // A path such as packages/@scope/a would notify whoever is called so.
  return `${markerLine(check)}\n\n${body.replaceAll('@', '@<!-- -->')}\n`;
}

/** What leads the Markdown of every check against one baseline. */
function markerLine({ baseline, changed }: Check): string {
  // Two dashes would end the comment.
  const name = encodeURI(baseline).replace(/[^\w./%]/g, '_');
  return `<!-- odometer-check/1 baseline=${name} changed=${changed} -->`;
}

function caseRows(one: CaseCheck): string[][] {
  return one.metrics
    .filter(({ verdict }) => verdict !== 'same')
    .map((change) => [one.id, outcomeOf(one), change.metric, ...figureCells(change)]);
}

function figureCells({ old, new: now, limit, verdict }: MetricCheck): string[] {
  return [
    old === null ? '' : exactDigits(old),
    now === null ? '' : exactDigits(now),
    old === null || now === null ? '' : differenceText(old, now),
    (verdict === 'worse' ? limit.up : verdict === 'better' ? limit.down : null) ?? '',
  ];
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n');
}

/** The first rows, as many as there is room for. */
function fitting(rows: readonly string[][]): { rows: string[][]; left: number } {
  let room = MOST_CHARACTERS;
  const end = rows.findIndex((row) => {
    room -= row.reduce((sum, cell) => sum + escapeMarkdown(cell).length + 3, 2);
    return room < 0;
  });
  return end < 0 ? { rows: [...rows], left: 0 } : { rows: rows.slice(0, end), left: rows.length - end };
}
