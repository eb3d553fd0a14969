import type { Measurement } from '../../core/measurement/measurement.ts';
import { pricedPrediction, pricedUpdate } from '../running/priced-update.ts';
import { RULE_IDS, type RuleId } from '../running/toy-task.ts';

/** What is measured of a rule, in this page. */
export interface MeasuredRule {
  readonly update: Measurement;
  readonly prediction: Measurement;
}

/** Bytes of an element, at which costs are told. */
export const BYTES = 4;

const known = new Map<RuleId, MeasuredRule>();
const waiting: ((rule: RuleId, measured: MeasuredRule) => void)[] = [];

/** Calls `then` with the figures of each rule, once they are there. */
export function onMeasured(then: (rule: RuleId, measured: MeasuredRule) => void): void {
  waiting.push(then);
  for (const [rule, measured] of known) then(rule, measured);
}

/** Cost of an update of a rule; null until it has been measured. */
export function costPerUpdate(rule: RuleId): number | null {
  return (known.get(rule)?.update.cost.cold[BYTES] as number | null) ?? null;
}

/** Traces and prices both rules, one after the other, so that the page can answer in between: about a second in all. */
export function measureRules(soon: (work: () => void) => void): void {
  const left = [...RULE_IDS].reverse();
  const next = (): void => {
    const rule = left.shift();
    if (rule === undefined) return;
    const measured = { update: pricedUpdate(rule), prediction: pricedPrediction(rule) };
    known.set(rule, measured);
    for (const then of waiting) then(rule, measured);
    soon(next);
  };
  soon(next);
}
