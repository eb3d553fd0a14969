import { type Affine, divisorOf, isFixed, sumOf } from './affine.ts';

/** Holds where its affine function of integer variables is not negative. */
export type Constraint = Affine;

export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * The least and greatest value of an objective where all constraints hold, or null where they cannot hold together, by
 * Fourier-Motzkin elimination. Constraints are tightened to whole numbers on the way; what is left of fractions can
 * make the range too wide, never too narrow. -Infinity and Infinity where it has no bound.
 */
export function rangeUnder(objective: Affine, constraints: readonly Constraint[], variables: number): Range | null {
  const value: Affine = {
    base: 0,
    strides: Array.from({ length: variables + 1 }, (_, k) => (k === variables ? 1 : 0)),
  };
  const above = sumOf(objective, value, -1);
  const left = eliminated([...constraints, above, sumOf(value, objective, -1)], variables);
  if (left === null) return null;
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (const { base, strides } of left) {
    // After tightening the one stride that is left is 1 or -1.
    if (strides[variables] > 0) low = Math.max(low, -base);
    else high = Math.min(high, base);
  }
  return low <= high ? { low, high } : null;
}

/** Whether constraints can hold together; may say so where only fractions meet them. */
export function canHold(constraints: readonly Constraint[], variables: number): boolean {
  return eliminated(constraints, variables) !== null;
}

/** What the constraints say of the variables from `variables` on, or null where they contradict each other. */
function eliminated(constraints: readonly Constraint[], variables: number): Constraint[] | null {
  let left = tightened(constraints);
  // Innermost first: its bounds are the affine ones.
  for (let variable = variables - 1; variable >= 0 && left !== null; variable--) left = without(left, variable);
  return left;
}

function without(constraints: readonly Constraint[], variable: number): Constraint[] | null {
  const strideIn = ({ strides }: Constraint): number => strides[variable] ?? 0;
  const kept = constraints.filter((constraint) => strideIn(constraint) === 0);
  const lower = constraints.filter((constraint) => strideIn(constraint) > 0);
  const upper = constraints.filter((constraint) => strideIn(constraint) < 0);
  for (const low of lower) {
    for (const high of upper) {
      const scaled = sumOf({ base: 0, strides: [] }, low, -strideIn(high));
      kept.push(sumOf(scaled, high, strideIn(low)));
    }
  }
  return tightened(kept);
}

/** Divided by what divides all strides and rounded to what integers can meet, each once; null where one cannot hold. */
function tightened(constraints: readonly Constraint[]): Constraint[] | null {
  const kept = new Map<string, Constraint>();
  for (const constraint of constraints) {
    if (isFixed(constraint)) {
      if (constraint.base < 0) return null;
      continue;
    }
    const divisor = divisorOf(constraint);
    const base = Math.floor(constraint.base / divisor);
    const strides = constraint.strides.map((stride) => stride / divisor);
    while (strides.at(-1) === 0) strides.pop();
    const key = strides.join();
    const known = kept.get(key);
    if (known === undefined || base < known.base) kept.set(key, { base, strides });
  }
  return [...kept.values()];
}
