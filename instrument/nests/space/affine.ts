import { greatestDivisor } from '../../../core/numbers/greatest-divisor.ts';

/** `base + sum(strides[k] * v[k])` of the variables of the loops around, v[0] the outermost. All are integers. */
export interface Affine {
  readonly base: number;
  /** As many as there are loops, or fewer: those missing are 0. */
  readonly strides: readonly number[];
}

export function fixed(base: number): Affine {
  return { base, strides: [] };
}

/** `a + factor * b`. */
export function sumOf(a: Affine, b: Affine, factor = 1): Affine {
  const length = Math.max(a.strides.length, b.strides.length);
  return {
    base: a.base + factor * b.base,
    strides: Array.from({ length }, (_, k) => (a.strides[k] ?? 0) + factor * (b.strides[k] ?? 0)),
  };
}

export function isFixed({ strides }: Affine): boolean {
  return strides.every((stride) => stride === 0);
}

/** Whether all of its numbers are whole and exact. */
export function isExact({ base, strides }: Affine): boolean {
  return Number.isSafeInteger(base) && strides.every(Number.isSafeInteger);
}

export function valueAt({ base, strides }: Affine, variables: readonly number[]): number {
  return strides.reduce((sum, stride, k) => sum + stride * (variables[k] ?? 0), base);
}

/** The greatest number that divides all strides; 0 where all are 0. */
export function divisorOf({ strides }: Affine): number {
  return strides.reduce((divisor, stride) => greatestDivisor(divisor, Math.abs(stride)), 0);
}
