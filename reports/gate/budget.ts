import { InputError, withPlace } from '../../core/input-error.ts';
import { type ExactInteger, exactInteger } from '../../core/numbers/exact-integer.ts';
import type { BenchCase } from '../bench/bench-result.ts';
import { figureOf, METRICS, type Metric } from './baseline.ts';
import { caseCalled } from './case-name.ts';

/** A figure of a case that is not to be above a number, or above a multiple of another figure. */
export interface Budget {
  readonly text: string;
  readonly left: string;
  readonly right: { readonly number: bigint } | { readonly name: string; readonly factor: Factor };
}

/** An exact decimal number: `numerator / 10^decimals`. */
interface Factor {
  readonly text: string;
  readonly numerator: bigint;
  readonly decimals: number;
}

const ONE: Factor = { text: '1', numerator: 1n, decimals: 0 };

/** What a budget came to. */
export interface BudgetOutcome {
  readonly text: string;
  readonly metric: Metric;
  /** The case whose figure is to be low, and the figure. */
  readonly case: string;
  readonly value: ExactInteger;
  /** null: the bound is a number. */
  readonly other: string | null;
  /** What the figure was held against: a number, or a factor of the other's figure. */
  readonly bound: { readonly factor: string; readonly value: ExactInteger };
  readonly failed: boolean;
}

/** The budget that `CASE [METRIC] <= N`, `... <= CASE [METRIC]` or `... <= 0.5 * CASE` states. Throws InputError otherwise. */
export function parseBudget(text: string): Budget {
  const [left = '', right = '', ...more] = text.split('<=').map((side) => side.trim());
  if (left === '' || right === '' || more.length > 0) throw noBudget(text);
  if (/^\d{1,100}$/.test(right)) return { text, left, right: { number: BigInt(right) } };
  const [, whole, fraction = '', name] = /^(\d{1,30})(?:\.(\d{1,30}))? *\* *(\S.*)$/s.exec(right) ?? [];
  if (name === undefined) {
    if (/^[\d.,_]+( *\*)?$/.test(right)) throw noBudget(text);
    return { text, left, right: { name: right, factor: ONE } };
  }
  const written = fraction === '' ? whole : `${whole}.${fraction}`;
  const factor = { text: written, numerator: BigInt(whole + fraction), decimals: fraction.length };
  return { text, left, right: { name, factor } };
}

function noBudget(text: string): InputError {
  return new InputError(
    `budget "${text}": is no budget; write CASE <= N, CASE peak <= N, CASE <= CASE or CASE <= 0.5 * CASE`,
  );
}

/**
 * Holds a budget against what was measured. The metric is the cost where neither side names one. Throws InputError where
 * a case was not run, several are called so, or the sides name two metrics.
 */
export function budgetOutcome({ text, left, right }: Budget, cases: readonly BenchCase[]): BudgetOutcome {
  return withPlace(`budget "${text}"`, () => {
    const low = figureCalled(left, cases);
    const high = 'name' in right ? figureCalled(right.name, cases) : null;
    const metric = low.metric ?? high?.metric ?? 'cost';
    if (high !== null && (high.metric ?? metric) !== metric) {
      throw new InputError(`holds ${metric} against ${high.metric}; name one of them on both sides`);
    }
    const value = figureOf(low.one, metric);
    const { text: times, numerator, decimals } = 'factor' in right ? right.factor : ONE;
    const bound = 'number' in right ? right.number : BigInt(figureOf((high ?? low).one, metric));
    return {
      text,
      metric,
      case: low.one.id,
      value,
      other: high?.one.id ?? null,
      bound: { factor: times, value: exactInteger(bound) },
      failed: BigInt(value) * 10n ** BigInt(decimals) > numerator * bound,
    };
  });
}

/** Whether all that a budget names was measured. Throws InputError where several cases are called so. */
export function isMeasured({ text, left, right }: Budget, cases: readonly BenchCase[]): boolean {
  const names = 'name' in right ? [left, right.name] : [left];
  return withPlace(`budget "${text}"`, () => names.every((name) => findFigure(name, cases) !== null));
}

interface NamedFigure {
  readonly one: BenchCase;
  /** null: none is named. */
  readonly metric: Metric | null;
}

function figureCalled(text: string, cases: readonly BenchCase[]): NamedFigure {
  const found = findFigure(text, cases);
  if (found !== null) return found;
  throw new InputError(`no case that was run is called "${splitMetric(text).name}"; odometer bench --list names them`);
}

/** The case that is called so, or so without the metric at the end, which is then named; null: none is. */
function findFigure(text: string, cases: readonly BenchCase[]): NamedFigure | null {
  const ids = cases.map(({ id }) => id);
  const { name, metric } = splitMetric(text);
  const whole = caseCalled(text, ids);
  const id = whole ?? caseCalled(name, ids);
  const one = cases.find((measured) => measured.id === id);
  return one === undefined ? null : { one, metric: whole === null ? metric : null };
}

function splitMetric(text: string): { name: string; metric: Metric | null } {
  const metric = METRICS.find((name) => text.endsWith(` ${name}`)) ?? null;
  return { name: metric === null ? text : text.slice(0, -metric.length).trim(), metric };
}
