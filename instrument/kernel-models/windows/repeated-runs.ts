import type { WindowRun } from './window-runs.ts';

/** Runs that come again and again: each time the next windows have the same taps, `tapStep` further. */
export interface RepeatedRuns {
  readonly times: number;
  readonly tapStep: number;
  /** Windows each time. */
  readonly windows: number;
  /** The first time. */
  readonly runs: readonly WindowRun[];
}

/** More runs than this do not come in one repetition, where windows move by one position. */
const MOST_RUNS = 2;

/**
 * The same runs, those that repeat taken together: where windows move more slowly than their taps are apart, every few
 * windows are like the few before, one tap further. O(runs).
 */
export function repeatedRuns(runs: readonly WindowRun[]): RepeatedRuns[] {
  const found: RepeatedRuns[] = [];
  for (let first = 0; first < runs.length; ) {
    let best = repetition(runs, first, 1);
    for (let count = 2; count <= MOST_RUNS; count++) {
      const other = repetition(runs, first, count);
      if (other.times > 1 && other.times * count > best.times * best.runs.length) best = other;
    }
    found.push(best);
    first += best.times * best.runs.length;
  }
  return found;
}

/** `count` runs from `first` on, as often as they repeat. */
function repetition(runs: readonly WindowRun[], first: number, count: number): RepeatedRuns {
  const once = runs.slice(first, first + count);
  const windows = once.reduce((sum, { length }) => sum + length, 0);
  const next = runs[first + count];
  const tapStep = next === undefined ? 0 : next.firstTap - once[0].firstTap;
  let end = first + count;
  while (end < runs.length && repeats(runs[end - count], runs[end], windows, tapStep)) end++;
  return { times: Math.max(1, Math.floor((end - first) / count)), tapStep, windows, runs: once };
}

function repeats(before: WindowRun, run: WindowRun, windows: number, tapStep: number): boolean {
  return (
    run.start === before.start + windows &&
    run.firstTap === before.firstTap + tapStep &&
    run.length === before.length &&
    run.taps === before.taps &&
    run.position === before.position
  );
}
