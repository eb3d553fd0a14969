/**
 * After which updates a run is evaluated: after every so many of them, or, with `log`, ever farther apart. A grid in equal
 * steps is too coarse for the rule that learns fast and too fine for the one that learns slowly; the steps of `log` are
 * the same share of the updates for both.
 */
export type EvaluationGrid = number | 'log';

/** Of `log`: steps are at most this part of the updates made so far. */
const PART = 20;
/** Of `log`: steps are 1, 2 or 5 times a power of ten. */
const STEPS = [5, 2, 1];

/**
 * The updates from an evaluation after `updates` to the next: the number of a grid that is one; of `log` the greatest of
 * 1, 2, 5, 10, 20, 50, ... that is at most 5 % of `updates`, and 1 where none is.
 */
export function stepAfter(updates: number, grid: EvaluationGrid): number {
  if (grid !== 'log') return grid;
  let power = 1;
  while (10 * PART * power <= updates) power *= 10;
  return power * (STEPS.find((step) => step * PART * power <= updates) ?? 1);
}

/** Whether a run is evaluated after `updates`, which are one or more. Steps of `log` grow at multiples of the next. */
export function isEvaluated(updates: number, grid: EvaluationGrid): boolean {
  return updates % stepAfter(updates, grid) === 0;
}

/** Whether these are all places of evaluations in a run of `updates`, in order. */
export function areEvaluations(places: readonly number[], updates: number, grid: EvaluationGrid): boolean {
  let at = 0;
  for (const place of places) {
    at += stepAfter(at, grid);
    if (place !== at) return false;
  }
  return at <= updates && at + stepAfter(at, grid) > updates;
}

/** After how many updates the evaluation of this number is, the first being 1. */
export function updatesAtEvaluation(evaluation: number, grid: EvaluationGrid): number {
  let at = 0;
  for (let made = 0; made < evaluation; made++) at += stepAfter(at, grid);
  return at;
}

/** How far evaluations lie apart: `one every 50 updates`. */
export function gridText(grid: EvaluationGrid): string {
  if (grid !== 'log') return `one every ${grid} updates`;
  return 'one every 1, 2, 5, 10, ... updates, at most 5 % of those made so far';
}
