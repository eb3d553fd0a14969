import { median } from '../../core/numbers/statistics.ts';
import { type EvaluationGrid, updatesAtEvaluation } from '../evaluations/evaluation-grid.ts';

/**
 * When a run has learned enough. Both rules are evaluated after every so many updates on the same test images; the
 * criterion is met at the first evaluation at which the mean accuracy of the last three reaches it. One evaluation
 * alone would reward luck: on 2000 images at 95 % its standard error is half a percent.
 */
export const EVALUATIONS_AVERAGED = 3;

/** One evaluation: after how many updates, and how many of its images got their true label. */
export interface Evaluation {
  readonly updates: number;
  readonly correct: number;
}

/**
 * The mean accuracies of every three evaluations in a row, `images` images each; the first belongs to the third
 * evaluation. Exact in the sense that 1900 of 2000, three times, is the number written 0.95.
 */
export function averagedAccuracies(evaluations: readonly Evaluation[], images: number): number[] {
  return evaluations.slice(EVALUATIONS_AVERAGED - 1).map((_, index) => {
    const correct = evaluations.slice(index, index + EVALUATIONS_AVERAGED).reduce((sum, at) => sum + at.correct, 0);
    return correct / (EVALUATIONS_AVERAGED * images);
  });
}

/** Updates made at the first evaluation that meets the criterion `accuracy`; null where none does. */
export function updatesToCriterion(
  evaluations: readonly Evaluation[],
  images: number,
  accuracy: number,
): number | null {
  const first = averagedAccuracies(evaluations, images).findIndex((average) => average >= accuracy);
  return first < 0 ? null : evaluations[first + EVALUATIONS_AVERAGED - 1].updates;
}

/** The highest mean of three evaluations in a row; null before the third. */
export function bestAccuracy(evaluations: readonly Evaluation[], images: number): number | null {
  const averages = averagedAccuracies(evaluations, images);
  return averages.length === 0 ? null : Math.max(...averages);
}

/** Median over the runs of their updates to criterion; null where one never met it, for then there is no total. */
export function medianUpdates(perRun: readonly (number | null)[]): number | null {
  const met = perRun.filter((updates) => updates !== null);
  return met.length === 0 || met.length < perRun.length ? null : median(met);
}

/**
 * Whether the median over the runs, all of which met the criterion, is an upper bound: that of runs that met it at the
 * first evaluation that counts, so that fewer updates may do. Of an even number of runs one of the two in the middle is
 * enough.
 */
export function isMedianBound(perRun: readonly (number | null)[], evaluateEvery: EvaluationGrid): boolean {
  const sorted = perRun.filter((updates) => updates !== null).sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] <= updatesAtEvaluation(EVALUATIONS_AVERAGED, evaluateEvery);
}
