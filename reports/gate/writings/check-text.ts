import pc from 'picocolors';
import { visibleText } from '../../writing/visible-text.ts';
import type { Check } from '../check-result.ts';
import type { Bound } from '../limit.ts';
import {
  budgetLine,
  caseLines,
  hiddenLine,
  outcomeOf,
  settingsLine,
  shownCases,
  statement,
  totalLines,
} from './statement.ts';

/** As wide as the longest outcome, and a space. */
const INDENT = 8;

/**
 * A check for a terminal: a paragraph a changed case, the budgets, the totals that changed, and at the end the statement.
 * Changes within `least` are left out, failures never. Colours where the terminal has them.
 */
export function checkText(check: Check, least: Bound | null): string {
  const cases = shownCases(check, least)
    .toSorted((a, b) => Number(a.failed) - Number(b.failed))
    .flatMap((one) => paragraph(outcomeOf(one), one.id, caseLines(one)));
  const budgets = check.budgets.flatMap((budget) =>
    paragraph(budget.failed ? 'FAILED' : 'holds', `budget ${budgetLine(budget)}`, []),
  );
  const totals = totalLines(check).flatMap((line) => paragraph('total', line, []));
  const end = check.passed ? pc.green : pc.red;
  return [
    ...cases,
    ...budgets,
    ...totals,
    ...[hiddenLine(check, least)].filter((line) => line !== ''),
    pc.dim(visibleText(settingsLine(check))),
    end(visibleText(statement(check))),
    '',
  ].join('\n');
}

function paragraph(outcome: string, what: string, lines: readonly string[]): string[] {
  const colour = outcome === 'FAILED' ? pc.red : (text: string) => text;
  return [
    `${colour(outcome.padEnd(INDENT))}${visibleText(what)}`,
    ...lines.map((line) => `${' '.repeat(INDENT)}${visibleText(line)}`),
  ];
}
