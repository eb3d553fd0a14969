import type { Pair } from '../findings/compared-rules.ts';
import { type ReachedRatio, type ReachedTotal, ratioOf, totalsTo } from '../findings/totals-to-accuracy.ts';
import type { Contest } from './factors.ts';

/** The ratio of totals to reach an accuracy. */
export interface TargetRatio {
  /** From 0 to 1. */
  readonly target: number;
  readonly ratio: ReachedRatio;
  /** What each rule moves to it. */
  readonly updates: Pair<ReachedTotal>;
}

const TARGETS = 40;
/** Accuracies are whole parts of this, so that each is the number that it is written as. */
const PARTS = 1e4;

/**
 * How many times as much a rule moves as the reference to accuracies from half of the criterion, or from chance where
 * that is more, up to the criterion, by the same runs. An accuracy to which they tell no ratio is left out.
 */
export function targetRatios({ scenario, rule }: Contest): TargetRatio[] {
  const { training, classes } = scenario;
  if (training === undefined) return [];
  const { testAccuracy: criterion } = training.criterion;
  const least = Math.min(criterion, Math.max(criterion / 2, 1 / classes));
  return Array.from({ length: TARGETS + 1 }, (_, step) =>
    step === TARGETS ? criterion : Math.round(PARTS * (least + ((criterion - least) * step) / TARGETS)) / PARTS,
  ).flatMap((target) => {
    const updates = totalsTo(target, scenario, rule);
    const ratio = ratioOf('total', updates);
    return ratio === null || updates === null ? [] : [{ target, ratio, updates }];
  });
}
