import type { InferenceResult } from '../../../reports/results/inference-result.ts';
import type { ScenarioResult, UpdateResult } from '../../../reports/results/result.ts';

/** What sentences state, computed from the files anew, without what makes the sentences. FF comes first, then BP. */

export function costOf({ cost }: UpdateResult): number {
  return Number(cost.cold[4]);
}

/** Cost of the phases of these names. */
export function phasesOf({ phases }: UpdateResult, names: readonly string[]): number {
  return phases.filter(({ phase }) => names.includes(phase)).reduce((sum, { cost }) => sum + Number(cost[4]), 0);
}

export function instructionsOf({ instructions }: UpdateResult): number {
  return Object.values(instructions).reduce((sum, count) => sum + count, 0);
}

/** How long the layer that waits longest does, in instructions. */
export function longestWaitOf({ waits }: UpdateResult): number {
  return waits.reduce((longest, wait) => Math.max(longest, wait.updatedAfter - wait.firstInstruction), 0);
}

export function predictionOf({ inference = [] }: ScenarioResult, place: number): InferenceResult {
  return inference[place];
}

/** What a ratio of totals to the criterion is of: both totals, and those of each seed; recomputed. null: there is none. */
export function totalRatio(scenario: ScenarioResult) {
  const { training, totals = [] } = scenario;
  const accuracy = training?.criterion.testAccuracy ?? Number.NaN;
  const [ff, bp] = [0, 1].map((rule) => reached(scenario, rule, accuracy));
  if (ff === null || bp === null) return null;
  const perSeed = (training?.rules ?? []).map(({ runs }, rule) =>
    runs.map(
      (run) =>
        (run.updatesToCriterion ?? Number.NaN) * Number(totals[rule].costPerUpdate) +
        Number(totals[rule].readout?.cost ?? 0),
    ),
  );
  const [mine, theirs] = perSeed;
  const seeds = [Math.min(...mine) / Math.max(...theirs), Math.max(...mine) / Math.min(...theirs)] as const;
  return { ff, bp, ratio: ff.total / bp.total, seeds: mine.length < 2 ? null : seeds };
}

interface Reached {
  readonly updates: number;
  readonly total: number;
  /** Whether the median is of the third evaluation. */
  readonly isFirst: boolean;
}

/** Median updates, and the total, to an accuracy: the mean of three evaluations in a row reaches it. null: not with every seed. */
export function reached({ training, totals = [] }: ScenarioResult, rule: number, accuracy: number): Reached | null {
  if (training === undefined) return null;
  const images = training.criterion.evaluationImages;
  const perSeed = training.rules[rule].runs.map(({ curve }) => {
    const right = curve.map(({ testAccuracy }) => Math.round(testAccuracy * images));
    const met = right.findIndex(
      (_, at) => at >= 2 && right[at] + right[at - 1] + right[at - 2] >= needed(accuracy, images),
    );
    return met < 0 ? Number.POSITIVE_INFINITY : curve[met].updates;
  });
  const sorted = [...perSeed].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  if (!Number.isFinite(sorted[sorted.length - 1])) return null;
  const updates = (low + high) / 2;
  const { costPerUpdate, readout } = totals[rule];
  const total = updates * Number(costPerUpdate) + Number(readout?.cost ?? 0);
  return {
    updates,
    total,
    isFirst: low === thirdEvaluation(training.rules[rule].evaluateEvery ?? training.criterion.evaluateEvery),
  };
}

/** After how many updates the third evaluation is: of `log` they begin after each of the first. */
export function thirdEvaluation(every: number | 'log'): number {
  return every === 'log' ? 3 : 3 * every;
}

/** Right images of three evaluations that are at least this share, in whole parts of 10,000. */
function needed(accuracy: number, images: number): number {
  return Math.ceil((Math.round(accuracy * 1e4) * 3 * images) / 1e4);
}
