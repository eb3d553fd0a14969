import { exactInteger } from '../../core/numbers/exact-integer.ts';
import type { BenchCase, BenchResult } from '../bench/bench-result.ts';
import { fileOfCase } from '../bench/case-id.ts';
import { type Baseline, type BaselineLine, figureOf, METRICS, type Metric, requireSameHeader } from './baseline.ts';
import { type Budget, budgetOutcome } from './budget.ts';
import { byCodePoints } from './case-name.ts';
import { type CaseCheck, CHECK_SCHEMA, type Check, type MetricCheck } from './check-result.ts';
import { allParts, type CostParts } from './cost-parts.ts';
import { figureChange, worstVerdict } from './figure-change.ts';
import { boundsOf, isWithin, type Limit, requireUsedLimits } from './limit.ts';
import { type MovedPart, movedMost } from './moved-parts.ts';

/** What is to hold. */
export interface GateRules {
  readonly limits: readonly Limit[];
  readonly budgets: readonly Budget[];
  /** Any change of a figure fails. */
  readonly isExact: boolean;
  /** Cases that the baseline does not have fail. */
  readonly requireAll: boolean;
  /** Cases that are in the baseline alone pass. */
  readonly allowRemoved: boolean;
}

/** A baseline, and the file that it is of. */
export interface BaselineFile {
  readonly file: string;
  readonly baseline: Baseline;
}

type Figures = Readonly<Partial<Record<Metric, Pick<BaselineLine, 'value' | 'parts'>>>>;

/**
 * Holds what was measured against a baseline; `isRun` says which of its cases belong to the run, so that they are missed
 * where they are not in it. Throws InputError where header fields differ, a limit is of no case, or a budget names a case
 * that was not run.
 */
export function checkOf(
  result: BenchResult,
  { file, baseline }: BaselineFile,
  rules: GateRules,
  isRun: (id: string) => boolean,
): Check {
  requireSameHeader(baseline, result, file);
  const before = figuresById(baseline.lines);
  const now = new Map(result.cases.map((one) => [one.id, one]));
  requireUsedLimits(rules.limits, [...before.keys(), ...now.keys()]);
  const ids = [...new Set([...[...before.keys()].filter(isRun), ...now.keys()])].sort(byCodePoints);
  const cases = ids.map((id) => caseCheck(id, before.get(id), now.get(id), rules));
  const budgets = rules.budgets.map((budget) => budgetOutcome(budget, result.cases));
  const { tool, tfjs, environment, settings } = result;
  return {
    schema: CHECK_SCHEMA,
    tool,
    tfjs,
    environment,
    settings,
    baseline: file,
    passed: ![...cases, ...budgets].some(({ failed }) => failed),
    changed: cases.some(({ verdict }) => verdict !== 'same'),
    cases,
    budgets,
    totals: METRICS.map((metric) => totalOf(metric, cases)),
  };
}

function figuresById(lines: readonly BaselineLine[]): Map<string, Figures> {
  const found = new Map<string, Figures>();
  for (const line of lines) found.set(line.id, { ...found.get(line.id), [line.metric]: line });
  return found;
}

function caseCheck(id: string, before: Figures | undefined, now: BenchCase | undefined, rules: GateRules): CaseCheck {
  const metrics = METRICS.map((metric): MetricCheck => {
    const [old, current] = [before?.[metric]?.value ?? null, now === undefined ? null : figureOf(now, metric)];
    const { up, down } = boundsOf(id, metric, rules);
    const bound = old !== null && current !== null && current < old ? down : up;
    return {
      metric,
      ...figureChange(old, current),
      limit: { up: up.text, down: down?.text ?? null },
      failed: old !== null && current !== null && bound !== null && !isWithin(bound, old, current),
    };
  });
  const verdict = worstVerdict(metrics.map((change) => change.verdict));
  const isRefused = (verdict === 'new' && rules.requireAll) || (verdict === 'removed' && !rules.allowRemoved);
  const [cost] = metrics;
  return {
    id,
    file: fileOfCase(id),
    verdict,
    failed: isRefused || metrics.some(({ failed }) => failed),
    metrics,
    moved:
      now === undefined || cost.difference === null
        ? []
        : movedParts(before?.cost?.parts ?? {}, now, BigInt(cost.difference)),
  };
}

function movedParts(old: CostParts, now: BenchCase, difference: bigint): MovedPart[] {
  if (difference === 0n) return [];
  return movedMost(old, allParts(now), difference > 0n).map((part) =>
    part.name.startsWith(':') && part.by === 'line' ? { ...part, name: `${fileOfCase(now.id)}${part.name}` } : part,
  );
}

/** Sums of integers: a mean of ratios would weigh a small case as much as a large one. */
function totalOf(metric: Metric, cases: readonly CaseCheck[]): Check['totals'][number] {
  let [old, now] = [0n, 0n];
  for (const { metrics } of cases) {
    const change = metrics.find((one) => one.metric === metric);
    if (change === undefined || change.old === null || change.new === null) continue;
    old += BigInt(change.old);
    now += BigInt(change.new);
  }
  return { metric, old: exactInteger(old), new: exactInteger(now), difference: exactInteger(now - old) };
}
