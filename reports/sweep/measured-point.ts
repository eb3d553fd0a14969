import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { exactInteger } from '../../core/numbers/exact-integer.ts';
import { type MeasureOptions, measureUpdate } from '../../instrument/measure-update.ts';
import { measureReadout } from '../../scenarios/measure-readout.ts';
import { configuredRule, knownOptions, type Rule } from '../../scenarios/rule/rule.ts';
import type { Scenario } from '../../scenarios/rule/scenario.ts';
import { totalCost } from '../results/total-result.ts';
import type { TrainedRule } from '../results/trained-rule.ts';
import type { GridPoint } from './sweep-grid.ts';
import type { SweptPoint, SweptUpdate } from './sweep-result.ts';

/** The rules as they are configured at a point, by their ids. Throws InputError on a shape, batch or value that one cannot have. */
export function rulesAt({ id: task, rules }: Scenario, { shape, batch, options }: GridPoint): Map<string, Rule> {
  return new Map(
    Object.entries(rules).map(([id, rule]) => {
      const configured = configuredRule(`${task} ${id}`, rule, knownOptions(rule, options));
      configured.update(shape, batch);
      return [id, configured];
    }),
  );
}

/**
 * Traces and prices one update of every rule at a point; `trainings`, by rule, is what they learned there, where they did.
 * Throws InputError on a shape, batch or value that a rule cannot have.
 */
export function measuredPoint(
  scenario: Scenario,
  point: GridPoint,
  pricing: MeasureOptions,
  trainings: Readonly<Record<string, TrainedRule>> | null,
): SweptPoint {
  const { shape, batch, options } = point;
  const updates = [...rulesAt(scenario, point)].map(([algorithm, rule]): SweptUpdate => {
    const { cost, reads, macs, peakLiveBytes, stateElements } = measureUpdate(
      rule.update(shape, batch),
      pricing,
    ).measurement;
    const cold = cost.cold[ELEMENT_BYTES];
    const trained = trainings?.[algorithm];
    return {
      algorithm,
      cost: { cold, steady: cost.steady?.[ELEMENT_BYTES] ?? null },
      reads,
      macs,
      peakLiveBytes,
      stateBytes: ELEMENT_BYTES * stateElements,
      ...(trained === undefined ? {} : { trained: trainedFigures(trained, rule, point, cold, pricing) }),
    };
  });
  return { layers: [...shape.layers], batch, options: { ...options }, updates };
}

function trainedFigures(
  { runs, medianUpdatesToCriterion: updates, trainImages }: TrainedRule,
  rule: Rule,
  { shape }: GridPoint,
  cold: number | bigint,
  pricing: MeasureOptions,
): NonNullable<SweptUpdate['trained']> {
  const readout = measureReadout(rule, shape, trainImages, pricing);
  const readoutCost = readout === null ? 0 : exactInteger(readout.cost[ELEMENT_BYTES]);
  return {
    runs: runs.map(({ seed, updatesToCriterion, bestAccuracy }) => ({ seed, updatesToCriterion, bestAccuracy })),
    updates,
    readoutCost,
    totalCost: totalCost(updates, cold, readoutCost),
  };
}
