import type { Node } from '../../../core/trace/nest.ts';
import { loop } from '../model/element-loops.ts';

/** Where one position of an axis takes its pixels from. Positions of another kind are treated by another body. */
export interface AxisStep {
  readonly taps: readonly number[];
  readonly kind: number;
}

/** Consecutive positions of a kind whose taps all move by `step` from each to the next. */
interface AxisRun extends AxisStep {
  readonly start: number;
  readonly length: number;
  readonly step: number;
}

/** Runs that are repeated: every time `period` positions on, with all taps `advance` further. */
export interface AxisSegment {
  readonly repeats: number;
  readonly period: number;
  readonly advance: number;
  readonly runs: readonly AxisRun[];
}

/** What a body in the loops over an axis is given. */
export interface AxisWalk extends AxisStep {
  /** The first position. */
  readonly position: number;
  /** What one step of each loop of the axis adds to the position, and to every tap. */
  readonly positionSteps: readonly number[];
  readonly tapSteps: readonly number[];
}

/** Runs that are looked at as one period: with more of them a segment is no shorter than a table. */
const MOST_RUNS = 64;

/**
 * The positions of an axis in order, as segments: when an image is made eight times as large, one of 63 repeats and one
 * at the border. O(positions * MOST_RUNS); at worst a segment for each position.
 */
export function axisSegments(steps: readonly AxisStep[]): AxisSegment[] {
  const runs = runsOf(steps);
  const segments: AxisSegment[] = [];
  for (let first = 0; first < runs.length; ) {
    let [best, count] = [1, repeatsAt(runs, first, 1)];
    for (let group = 2; group <= MOST_RUNS && first + 2 * group <= runs.length; group++) {
      const repeats = repeatsAt(runs, first, group);
      if (repeats > 1 && repeats * group > best * count) [best, count] = [group, repeats];
    }
    const next = runs[first + best];
    segments.push({
      repeats: count,
      period: count === 1 ? 0 : next.start - runs[first].start,
      advance: count === 1 ? 0 : next.taps[0] - runs[first].taps[0],
      runs: runs.slice(first, first + best),
    });
    first += best * count;
  }
  return segments;
}

/** Bodies that `axisLoops` makes. */
export function bodiesOf(segments: readonly AxisSegment[]): number {
  return segments.reduce((sum, { runs }) => sum + runs.length, 0);
}

/** Loops over the positions of an axis in order, with a body for each run. A loop that would run once is none. */
export function axisLoops(segments: readonly AxisSegment[], body: (walk: AxisWalk) => readonly Node[]): Node[] {
  return segments.flatMap(({ repeats, period, advance, runs }) => {
    const around = repeats > 1 ? { position: [period], tap: [advance] } : { position: [], tap: [] };
    const nodes = runs.flatMap(({ taps, kind, start, length, step }) => {
      const positionSteps = length > 1 ? [...around.position, 1] : around.position;
      const tapSteps = length > 1 ? [...around.tap, step] : around.tap;
      const inside = body({ taps, kind, position: start, positionSteps, tapSteps });
      return length > 1 ? [loop(length, inside)] : inside;
    });
    return repeats > 1 ? [loop(repeats, nodes)] : nodes;
  });
}

function runsOf(steps: readonly AxisStep[]): AxisRun[] {
  const runs: AxisRun[] = [];
  for (let start = 0; start < steps.length; ) {
    const step = distance(steps[start], steps[start + 1]);
    let end = start + 1;
    while (step !== null && distance(steps[end - 1], steps[end]) === step) end++;
    runs.push({ ...steps[start], start, length: end - start, step: step ?? 0 });
    start = end;
  }
  return runs;
}

/** How far all taps are from those of an earlier position of the kind; null where they are not equally far. */
function distance(earlier: AxisStep, later: AxisStep | undefined): number | null {
  if (later === undefined || later.kind !== earlier.kind) return null;
  const far = later.taps[0] - earlier.taps[0];
  return later.taps.every((tap, t) => tap - earlier.taps[t] === far) ? far : null;
}

/** How often the `group` runs from `first` on come one after the other. */
function repeatsAt(runs: readonly AxisRun[], first: number, group: number): number {
  if (first + 2 * group > runs.length) return 1;
  const period = runs[first + group].start - runs[first].start;
  const advance = runs[first + group].taps[0] - runs[first].taps[0];
  let run = first + group;
  while (run < runs.length && isRepeated(runs[run - group], runs[run], period, advance)) run++;
  return Math.floor((run - first) / group);
}

function isRepeated(earlier: AxisRun, later: AxisRun, period: number, advance: number): boolean {
  return (
    later.start - earlier.start === period &&
    later.length === earlier.length &&
    (later.length === 1 || later.step === earlier.step) &&
    distance(earlier, later) === advance
  );
}
