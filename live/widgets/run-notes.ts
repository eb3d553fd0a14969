import type { LiveRun } from '../running/live-run.ts';
import type { RuleId } from '../running/toy-task.ts';

/** What has been run in the page, for whoever tells it: how often a rule was updated, and when it met the criterion. */
export interface RunNote {
  readonly updates: number;
  readonly met: number | null;
}

const listeners: ((rule: RuleId, note: RunNote) => void)[] = [];

export function onRun(then: (rule: RuleId, note: RunNote) => void): void {
  listeners.push(then);
}

/** Tells how far a run is, where it has just been judged. */
export function noteRun(rule: RuleId, run: LiveRun): void {
  if (run.curve.at(-1)?.updates !== run.updates) return;
  for (const then of listeners) then(rule, { updates: run.updates, met: run.updatesToCriterion() });
}
