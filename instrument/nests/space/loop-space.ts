import type { Trip } from '../../../core/trace/nest.ts';
import { type Affine, divisorOf, fixed, sumOf, valueAt } from './affine.ts';
import { type Constraint, canHold, type Range, rangeUnder } from './linear-constraints.ts';

/** The iterations that loops around one another execute: the integer points between their bounds. */
export class LoopSpace {
  private readonly depth: number;
  private readonly constraints: readonly Constraint[];

  /** Trips of the loops, outermost first. */
  constructor(trips: readonly Trip[]) {
    this.depth = trips.length;
    this.constraints = trips.flatMap((trip, k) => {
      const variable = variableOf(k);
      return [variable, ...lengthsOf(trip).map((length) => sumOf(sumOf(length, fixed(1), -1), variable, -1))];
    });
  }

  /** Whether the innermost loop runs at all. */
  isEmpty(): boolean {
    return this.pointWhere([]) === null;
  }

  /** The least and greatest value of an index over all iterations where one lies outside 0 .. extent - 1, else null. */
  rangeBeyond(index: Affine, extent: number): Range | null {
    const outer = rangeUnder(index, this.constraints, this.depth);
    if (outer === null || (outer.low >= 0 && outer.high < extent)) return null;
    const high = this.highest(index, outer);
    const negative = this.highest(sumOf(fixed(0), index, -1), { low: -outer.high, high: -outer.low });
    if (high === null || negative === null) return null;
    // Not -0.
    const low = 0 - negative;
    return low < 0 || high >= extent ? { low, high } : null;
  }

  /**
   * Whether two elements, an index for each axis, can be the same in one iteration. May say so where they cannot, never
   * the other way round.
   */
  mayMeet(one: readonly Affine[], other: readonly Affine[]): boolean {
    const differences = one.map((index, axis) => sumOf(index, other[axis], -1));
    const never = differences.some((difference) => {
      const divisor = divisorOf(difference);
      return divisor === 0 ? difference.base !== 0 : difference.base % divisor !== 0;
    });
    if (never) return false;
    const equal = differences.flatMap((difference) => [difference, sumOf(fixed(0), difference, -1)]);
    return canHold([...this.constraints, ...equal], this.depth);
  }

  /** The greatest value that an index really has; that of a range found by fractions may lie above it. */
  private highest(index: Affine, { low, high }: Range): number | null {
    for (let value = high; value >= low; value--) {
      if (this.pointWhere([sumOf(index, fixed(value), -1)]) !== null) return value;
    }
    return null;
  }

  /** An iteration in which all of these hold, too, or null. Depth first; where bounds are whole it never turns back. */
  private pointWhere(more: readonly Constraint[]): readonly number[] | null {
    const constraints = [...this.constraints, ...more];
    const search = (point: readonly number[]): readonly number[] | null => {
      const k = point.length;
      const here = constraints.map((constraint) => restOf(constraint, point));
      if (k === this.depth) return here.every(({ base }) => base >= 0) ? point : null;
      const range = rangeUnder(variableOf(k), here, this.depth);
      for (let v = range?.low ?? 1; v <= (range?.high ?? 0); v++) {
        const found = search([...point, v]);
        if (found !== null) return found;
      }
      return null;
    };
    return search([]);
  }
}

/** Bounds of a loop's iterations, of which the lowest holds. */
function lengthsOf(trip: Trip): Affine[] {
  if (typeof trip === 'number') return [fixed(trip)];
  if ('strides' in trip) return [trip];
  const { size, width, block } = trip;
  return [fixed(width), sumOf(fixed(size), variableOf(block), -width)];
}

function variableOf(k: number): Affine {
  return { base: 0, strides: Array.from({ length: k + 1 }, (_, depth) => (depth === k ? 1 : 0)) };
}

/** A constraint in which the outer variables have these values. */
function restOf(constraint: Constraint, point: readonly number[]): Constraint {
  const strides = constraint.strides.map((stride, k) => (k < point.length ? 0 : stride));
  return {
    base: valueAt({ base: constraint.base, strides: constraint.strides.slice(0, point.length) }, point),
    strides,
  };
}
