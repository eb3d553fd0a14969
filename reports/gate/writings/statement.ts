/** What is said of a check, in every writing of it. */

import type { ExactInteger } from '../../../core/numbers/exact-integer.ts';
import { counted, exactDigits, twoDigits } from '../../writing/format.ts';
import type { BudgetCheck, CaseCheck, Check, MetricCheck } from '../check-result.ts';
import { VERDICTS, type Verdict } from '../figure-change.ts';
import { type Bound, isWithin } from '../limit.ts';

const WORDS: Readonly<Record<Verdict, string>> = {
  worse: 'worse',
  better: 'better',
  new: 'new',
  removed: 'removed',
  same: 'the same',
};

/** The check in a sentence: `Failed (1 of 48 cases): 48 cases against odometer.baseline.txt: 1 worse, 47 the same.` */
export function statement({ passed, cases, budgets, baseline }: Check): string {
  const failed = [
    ...failedOf(cases, cases.length === 1 ? 'case' : 'cases'),
    ...failedOf(budgets, budgets.length === 1 ? 'budget' : 'budgets'),
  ];
  const held = budgets.length > 0 && budgets.every((budget) => !budget.failed);
  const counted = VERDICTS.toReversed().flatMap((verdict) => {
    const many = cases.filter((one) => one.verdict === verdict).length;
    return many === 0 ? [] : [`${exactDigits(many)} ${WORDS[verdict]}`];
  });
  const outcome = passed ? 'Passed' : `Failed (${failed.join(', ')})`;
  const all = `${exactDigits(cases.length)} ${cases.length === 1 ? 'case' : 'cases'} against ${baseline}`;
  const ofBudgets = held ? `; ${budgets.length === 1 ? 'the budget holds' : `${budgets.length} budgets hold`}` : '';
  return `${outcome}: ${all}: ${counted.join(', ')}${ofBudgets}.`;
}

function failedOf(checks: readonly { readonly failed: boolean }[], name: string): string[] {
  const failed = checks.filter((one) => one.failed).length;
  return failed === 0 ? [] : [`${exactDigits(failed)} of ${exactDigits(checks.length)} ${name}`];
}

/** What to do about a check that failed. */
export function remedy({ cases, budgets }: Check): string {
  const ways = [
    ...(cases.some(({ failed }) => failed)
      ? ['where it is meant, run odometer check --accept CASE --reason TEXT, or --update, and commit the baseline']
      : []),
    ...(budgets.some(({ failed }) => failed) ? ['a budget is kept by moving less data, or by raising it'] : []),
  ];
  return ways.join('; ');
}

/** What the figures depend on beside the cases, and where they were measured. */
export function settingsLine({ tool, tfjs, settings, environment }: Check): string {
  const { semantics, granularity, bytes, seed } = settings;
  const model = `${semantics} semantics, ${granularity} granularity, ${counted(bytes, 'byte')} an element, seed ${seed}`;
  return `tensor-odometer ${tool}, tfjs ${tfjs}, ${model}; node ${environment.node} on ${environment.platform}`;
}

/** The word for a case: `FAILED`, or what became of it. */
export function outcomeOf({ failed, verdict }: CaseCheck): string {
  return failed ? 'FAILED' : verdict;
}

/** Cases of which something is to be said: those that failed, are new or removed, or changed by more than is to be shown. */
export function shownCases({ cases }: Check, least: Bound | null): CaseCheck[] {
  return cases.filter(
    ({ failed, verdict, metrics }) =>
      failed ||
      verdict === 'new' ||
      verdict === 'removed' ||
      metrics.some((change) => change.verdict !== 'same' && !(least !== null && isSmall(change, least))),
  );
}

function isSmall({ old, new: now }: MetricCheck, least: Bound): boolean {
  return old !== null && now !== null && isWithin(least, old, now);
}

/** How many changed cases `shownCases` leaves out, said; '' where none. */
export function hiddenLine(check: Check, least: Bound | null): string {
  const hidden = check.cases.filter(({ verdict }) => verdict !== 'same').length - shownCases(check, least).length;
  if (hidden === 0 || least === null) return '';
  return `${exactDigits(hidden)} changed by no more than ${least.text.slice(1)} and are not shown.`;
}

/** The changed figures of a case, a line each, and then what moved most: `cost 10 -> 12, +2 (+20 %), limit +1%`. */
export function caseLines({ verdict, failed, metrics, moved }: CaseCheck): string[] {
  if (verdict === 'new' || verdict === 'removed') {
    const figures = metrics.map((change) => `${change.metric} ${exactDigits(change.new ?? change.old ?? 0)}`);
    const why = verdict === 'new' ? 'is not in the baseline' : 'is in the baseline and was not found';
    return [`${figures.join(', ')}${failed ? `; ${why}` : ''}`];
  }
  const changes = metrics.filter((change) => change.verdict !== 'same').map(changeLine);
  const parts = moved.map(
    (part) => `${part.by} ${part.name} ${differenceText(part.old, part.new)}, ${arrow(part.old, part.new)}`,
  );
  return [...changes, ...(parts.length === 0 ? [] : [`moved most: ${parts.join('; ')}`])];
}

function changeLine({ metric, old, new: now, limit, verdict, failed }: MetricCheck): string {
  if (old === null || now === null) return `${metric} ${exactDigits(old ?? now ?? 0)}`;
  const bound = verdict === 'worse' ? limit.up : limit.down;
  const stated = bound === null || (verdict === 'better' && !failed) ? '' : `, limit ${bound}`;
  return `${metric} ${arrow(old, now)}, ${differenceText(old, now)}${stated}`;
}

function arrow(old: ExactInteger, now: ExactInteger): string {
  return `${exactDigits(old)} -> ${exactDigits(now)}`;
}

/** The exact difference, and in per cent of the old figure where that is not 0: `+83 (+0.076 %)`. */
export function differenceText(old: ExactInteger, now: ExactInteger): string {
  const difference = BigInt(now) - BigInt(old);
  const sign = difference > 0n ? '+' : '';
  const digits = `${sign}${exactDigits(difference)}`;
  if (BigInt(old) === 0n) return digits;
  return `${digits} (${sign}${twoDigits((100 * Number(difference)) / Number(old))} %)`;
}

/** A budget with what it came to: `flash <= naive: cost 957,755 is above 774,373, +183,382 (+24 %)`. */
export function budgetLine({ text, metric, value, bound, failed }: BudgetCheck): string {
  const factor = bound.factor === '1' ? '' : `${bound.factor} x `;
  const against = `${metric} ${exactDigits(value)} is ${failed ? 'above' : 'within'} ${factor}${exactDigits(bound.value)}`;
  return `${text}: ${against}${failed && factor === '' ? `, ${differenceText(bound.value, value)}` : ''}`;
}

/** The totals that changed, over the cases that are on both sides. */
export function totalLines({ totals }: Check): string[] {
  return totals
    .filter(({ old, new: now }) => BigInt(old) !== BigInt(now))
    .map(({ metric, old, new: now }) => `${metric} ${arrow(old, now)}, ${differenceText(old, now)}`);
}
