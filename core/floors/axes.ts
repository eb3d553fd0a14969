import { type Dimension, dimensionsOf, isInjective } from '../trace/access-map.ts';
import type { Access, Loop } from '../trace/nest.ts';

/** What an affine map touches: so many elements at most, each for so many iterations of the loops that move it at most. */
export interface Touched {
  readonly elements: number;
  readonly overlap: number;
  /** Whether these are all elements that it touches, and no bound. */
  readonly isExact: boolean;
}

/**
 * The elements that a map touches over its loops, where overlapping axes are those of windows: of a step that another one
 * divides. null: what overlaps is not seen.
 */
export function touchedBy(loops: readonly Loop[], { strides }: Pick<Access, 'strides'>): Touched | null {
  const { dimensions, isExact } = dimensionsOf(loops, strides);
  const axes: Dimension[] = [];
  let overlap = 1;
  let reach = 0;
  let hasGaps = false;
  for (const { step, count } of rising(dimensions)) {
    if (step > reach) {
      axes.push({ step, count });
      reach += step * (count - 1);
      continue;
    }
    const last = axes.pop();
    if (last === undefined || step % last.step !== 0) return null;
    // last.step * (ratio * i + j): so many pairs give the same.
    const ratio = step / last.step;
    const joined = ratio * (count - 1) + last.count;
    hasGaps ||= ratio > last.count;
    overlap *= Math.min(count, Math.ceil(last.count / ratio));
    reach += last.step * (joined - last.count);
    axes.push({ step: last.step, count: joined });
  }
  return { elements: axes.reduce((product, { count }) => product * count, 1), overlap, isExact: isExact && !hasGaps };
}

function rising(dimensions: readonly Dimension[]): Dimension[] {
  return dimensions.map(({ step, count }) => ({ step: Math.abs(step), count })).sort((a, b) => a.step - b.step);
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
