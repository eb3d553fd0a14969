import { InputError } from '../../core/input-error.ts';
import type { BenchResult } from '../bench/bench-result.ts';
import { acceptedBaseline, type Baseline, headerOf, requireSameHeader, updatedBaseline } from './baseline.ts';
import { budgetOutcome } from './budget.ts';
import { caseCalled } from './case-name.ts';
import { type BaselineFile, checkOf, type GateRules } from './check.ts';
import type { Check } from './check-result.ts';

/** A check whose changes are meant, and the baseline that takes them in where the check passes. */
export interface MeantChange {
  readonly check: Check;
  readonly next: Baseline;
}

/**
 * All that was measured, as the new baseline. `earlier` is the one before, null: there is none; it may be of another setting
 * where all of its cases were run. `isRun` as for `checkOf`. Throws InputError as that does.
 */
export function updateOf(
  result: BenchResult,
  file: string,
  earlier: Baseline | null,
  rules: GateRules,
  isRun: (id: string) => boolean,
): MeantChange {
  const isPartial = earlier?.lines.some(({ id }) => !isRun(id)) ?? false;
  if (earlier !== null && isPartial) requireSameHeader(earlier, result, file);
  const against = { header: headerOf(result), lines: earlier?.lines ?? [] };
  return {
    check: asMeant(checkOf(result, { file, baseline: against }, { ...rules, limits: [] }, isRun)),
    next: updatedBaseline(result, earlier, isRun),
  };
}

/**
 * What was measured of the case that is called `name`, taken into the baseline with a reason. Throws InputError where none
 * or several are called so, nothing of it changed, and as `checkOf` does.
 */
export function acceptanceOf(
  result: BenchResult,
  { file, baseline }: BaselineFile,
  rules: GateRules,
  { name, reason }: { readonly name: string; readonly reason: string },
): MeantChange {
  const id = caseCalled(
    name,
    result.cases.map((one) => one.id),
  );
  if (id === null) {
    throw new InputError(`--accept ${name}: no case that was run is called so; odometer bench --list names them`);
  }
  const only = { ...result, cases: result.cases.filter((one) => one.id === id) };
  const check = checkOf(only, { file, baseline }, { ...rules, budgets: [] }, (other) => other === id);
  // A budget may be of any case that was run.
  const budgets = rules.budgets.map((budget) => budgetOutcome(budget, result.cases));
  return { check: asMeant({ ...check, budgets }), next: acceptedBaseline(baseline, only, reason) };
}

/** No case fails where its change is meant; budgets still may. */
function asMeant(check: Check): Check {
  const cases = check.cases.map((one) => ({
    ...one,
    failed: false,
    metrics: one.metrics.map((change) => ({ ...change, failed: false })),
  }));
  return { ...check, cases, passed: !check.budgets.some(({ failed }) => failed) };
}
