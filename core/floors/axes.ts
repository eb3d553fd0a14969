import { type Dimension, dimensionsOf, isInjective } from '../trace/access-map.ts';
import type { Access, Loop } from '../trace/nest.ts';

/** What an affine map touches: so many elements at most, each for so many iterations of the loops that move it at most. */
export interface Touched {
  readonly elements: number;
  readonly overlap: number;
  /** Whether these are all elements that it touches, and no bound. */
  readonly isExact: boolean;
}

/** Iterations: where they begin along each direction, and how many there are along it. */
export interface Box {
  readonly from: readonly number[];
  readonly counts: readonly number[];
}

/** From this many parts on boxes are not counted one by one where they meet. */
const MOST_PARTS = 1e5;

/**
 * The elements that a map touches over its loops, where overlapping axes are those of windows: of a step that another one
 * divides. null: what overlaps is not seen.
 */
export function touchedBy(loops: readonly Loop[], { strides }: Pick<Access, 'strides'>): Touched | null {
  const { dimensions, isExact } = dimensionsOf(loops, strides);
  const counts = dimensions.map(({ count }) => count);
  const touched = touchedIn(
    dimensions.map(({ step }) => step),
    [{ from: counts.map(() => 0), counts }],
  );
  return touched && { ...touched, isExact: isExact && touched.isExact };
}

/**
 * The same over boxes of iterations, none in two of them, of a map that takes one step along each direction. What lies between the
 * boxes is not touched: rows of an image whose border windows are cut do not overlap. O(boxes * directions, and parts of boxes that meet).
 */
export function touchedIn(steps: readonly number[], boxes: readonly Box[]): Touched | null {
  const axes: (readonly number[])[] = [];
  const passed: number[] = [];
  let overlap = 1;
  for (const direction of risingDirections(steps)) {
    const step = Math.abs(steps[direction]);
    const axis = axes.at(-1);
    if (axis === undefined || step > spanOf(steps, passed, boxes)) {
      axes.push([direction]);
    } else {
      const unit = Math.abs(steps[axis[0]]);
      if (step % unit !== 0) return null;
      // unit * (ratio * i + j): so many pairs give the same.
      const ratio = step / unit;
      const below = spanOf(steps, axis, boxes) / unit + 1;
      overlap *= Math.min(countOf(direction, boxes), Math.ceil(below / ratio));
      axes[axes.length - 1] = [...axis, direction];
    }
    passed.push(direction);
  }
  const most = axes.reduce((product, axis) => product * (spanOf(steps, axis, boxes) / unitOf(steps, axis) + 1), 1);
  const isWhole = boxes.every((box) => axes.every((axis) => hasNoGaps(steps, axis, box)));
  const counted = isWhole ? joinedSize(boxes.map((box) => placesOf(steps, axes, box))) : null;
  return { elements: counted ?? most, overlap, isExact: counted !== null };
}

function risingDirections(steps: readonly number[]): number[] {
  const moving = [...steps.keys()].filter((direction) => steps[direction] !== 0);
  return moving.sort((a, b) => Math.abs(steps[a]) - Math.abs(steps[b]));
}

function unitOf(steps: readonly number[], axis: readonly number[]): number {
  return Math.abs(steps[axis[0]]);
}

/** How many indices boxes have along a direction from the first to the last. */
function countOf(direction: number, boxes: readonly Box[]): number {
  const ends = boxes.map(({ from, counts }) => from[direction] + counts[direction]);
  return Math.max(...ends) - Math.min(...boxes.map(({ from }) => from[direction]));
}

/** How far what some directions add to an address lies apart, at most, over all boxes. */
function spanOf(steps: readonly number[], directions: readonly number[], boxes: readonly Box[]): number {
  const ranges = boxes.map((box) => rangeOf(steps, directions, box));
  return Math.max(...ranges.map(({ high }) => high)) - Math.min(...ranges.map(({ low }) => low));
}

function rangeOf(
  steps: readonly number[],
  directions: readonly number[],
  { from, counts }: Box,
): { readonly low: number; readonly high: number } {
  let [low, high] = [0, 0];
  for (const direction of directions) {
    const [first, last] = [from[direction], from[direction] + counts[direction] - 1].map((at) => at * steps[direction]);
    low += Math.min(first, last);
    high += Math.max(first, last);
  }
  return { low, high };
}

/** Whether a box touches every place of an axis from its first to its last. */
function hasNoGaps(steps: readonly number[], axis: readonly number[], { counts }: Box): boolean {
  let places = 1;
  return axis.every((direction) => {
    const ratio = Math.abs(steps[direction]) / unitOf(steps, axis);
    const isNext = counts[direction] === 1 || ratio <= places;
    places += ratio * (counts[direction] - 1);
    return isNext;
  });
}

/** From where to where a box reaches along each axis, the end left out. */
function placesOf(steps: readonly number[], axes: readonly (readonly number[])[], box: Box): [number, number][] {
  return axes.map((axis) => {
    const { low, high } = rangeOf(steps, axis, box);
    return [low / unitOf(steps, axis), high / unitOf(steps, axis) + 1];
  });
}

/** How many points lie in any of these boxes; null where they meet in too many ways. */
function joinedSize(boxes: readonly (readonly [from: number, to: number][])[], axis = 0): number | null {
  if (axis === boxes[0].length) return 1;
  const cuts = [...new Set(boxes.flatMap((box) => box[axis]))].sort((a, b) => a - b);
  if (boxes.length * cuts.length > MOST_PARTS) return null;
  let size = 0;
  for (const [at, from] of cuts.slice(0, -1).entries()) {
    const within = boxes.filter((box) => box[axis][0] <= from && box[axis][1] > from);
    const across = within.length === 0 ? 0 : joinedSize(within, axis + 1);
    if (across === null) return null;
    size += (cuts[at + 1] - from) * across;
  }
  return size;
}

/** Whether a map takes every one of `size` elements exactly once over its loops, from element 0 on. */
export function isOneToOne(
  loops: readonly Loop[],
  { base, strides }: Pick<Access, 'base' | 'strides'>,
  size: number,
): boolean {
  const { dimensions, isExact } = dimensionsOf(loops, strides);
  const isEveryLoop = loops.every((loop, depth) => (strides[depth] ?? 0) > 0 || loop.trip === 1);
  const elements = dimensions.reduce((product, { count }) => product * count, 1);
  return (
    isExact &&
    isEveryLoop &&
    base === 0 &&
    elements === size &&
    isInjective(dimensions) &&
    reachOf(dimensions) === size - 1
  );
}

function reachOf(dimensions: readonly Dimension[]): number {
  return dimensions.reduce((reach, { step, count }) => reach + step * (count - 1), 0);
}
