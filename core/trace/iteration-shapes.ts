import { InputError } from '../input-error.ts';
import type { Loop, Nest, Node } from './nest.ts';
import { dependsOn, isAffine, isLoop, tripCount } from './nest.ts';

/** Iterations that are gone through one by one for their lengths, at most: a quarter of a second. */
const MOST_ITERATIONS = 2 ** 24;

/**
 * One of the shapes that the iterations of a chain of loops have. Of a loop that decides lengths `variables` has an
 * iteration, and `trips` is 1; others stand at 0, and run for `trips`.
 */
export type ShapeVisitor = (variables: readonly number[], trips: readonly number[], times: number) => void;

/**
 * Visits the shapes of the iterations of loops, each inside the one before, that are executed at all; `times` is how many
 * iterations of the loops that decide lengths have the shape. Loops that affine trips depend on are gone through one by
 * one, a loop that counts blocks stands at its first, last but one and last iteration. Blocks are taken to be counted by a
 * loop that runs once for each, as `checkTrace` asks. Throws InputError where iterations are more than 2^24.
 */
export function forEachShape(loops: readonly Loop[], visit: ShapeVisitor): void {
  const variables = loops.map(() => 0);
  const trips = loops.map(() => 1);
  const decides = loops.map((_, depth) => loops.some(({ trip }) => dependsOn(trip, depth)));
  const isEach = loops.map((_, depth) => loops.some(({ trip }) => isAffine(trip) && dependsOn(trip, depth)));
  let iterations = 0;
  const enter = (depth: number, times: number): void => {
    if (depth === loops.length) {
      visit(variables, trips, times);
      return;
    }
    const trip = tripCount(loops[depth].trip, variables);
    if (trip <= 0) return;
    if (!decides[depth]) {
      trips[depth] = trip;
      enter(depth + 1, times);
      return;
    }
    if (!isEach[depth]) {
      for (const [v, like] of blocksOf(trip)) {
        variables[depth] = v;
        enter(depth + 1, times * like);
      }
      return;
    }
    iterations += trip;
    if (iterations > MOST_ITERATIONS) {
      throw new InputError('loops that others take their lengths from run more than 2^24 times; take a smaller size');
    }
    for (let v = 0; v < trip; v++) {
      variables[depth] = v;
      enter(depth + 1, times);
    }
  };
  enter(0, 1);
}

/** Iterations of a loop that counts blocks, and how many are like each: blocks are whole but in the last one. */
function blocksOf(trip: number): readonly (readonly [v: number, like: number])[] {
  if (trip === 1) return [[0, 1]];
  return [...(trip === 2 ? [] : [[0, trip - 2] as const]), [trip - 2, 1], [trip - 1, 1]];
}

/** The most iterations that the innermost of these loops ever has; 0 where it never runs. */
export function longestTrip(loops: readonly Loop[]): number {
  let longest = 0;
  forEachShape(loops, (_, trips) => {
    longest = Math.max(longest, trips[trips.length - 1]);
  });
  return longest;
}

/** Whether the innermost of these loops runs in every iteration of those around it. */
export function alwaysRuns(loops: readonly Loop[]): boolean {
  const around = loops.length - 1;
  const iterationsOf = (trips: readonly number[], times: number): number => {
    let product = times;
    for (let depth = 0; depth < around; depth++) product *= trips[depth];
    return product;
  };
  let all = 0;
  forEachShape(loops.slice(0, around), (_, trips, times) => {
    all += iterationsOf(trips, times);
  });
  forEachShape(loops, (_, trips, times) => {
    all -= iterationsOf(trips, times);
  });
  return all === 0;
}

/**
 * How often each instruction of a nest is executed, in the order of `instructionsOf`. O(nodes * loops), and the iterations
 * of loops that affine trips depend on. Throws InputError past 2^53, or where those iterations are more than 2^24.
 */
export function executionCounts(nest: Nest): number[] {
  const counts: number[] = [];
  const visit = (nodes: readonly Node[], loops: readonly Loop[]): void => {
    let times = 0;
    forEachShape(loops, (_, trips, like) => {
      times += trips.reduce((product, trip) => product * trip, like);
    });
    for (const node of nodes) {
      if (isLoop(node)) {
        visit(node.body, [...loops, node]);
        continue;
      }
      if (!Number.isSafeInteger(times)) {
        throw new InputError(`${node.op} is executed more than 2^53 times; trace a smaller batch`);
      }
      counts.push(times);
    }
  };
  visit(nest.body, []);
  return counts;
}

/** How many instructions one execution of a nest executes. */
export function executedInstructions(nest: Nest): number {
  return executionCounts(nest).reduce((sum, count) => sum + count, 0);
}
