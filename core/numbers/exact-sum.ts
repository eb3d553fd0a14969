import { type ExactInteger, exactInteger } from './exact-integer.ts';

/**
 * A sum of non-negative integers that never rounds: it runs in a double and moves into a BigInt before 2^53.
 * For totals that a training run takes past 2^53 while a single term stays far below.
 */
export class ExactSum {
  private low = 0;
  private high = 0n;

  /** Adds one integer in 0 .. 2^53 - 1; throws RangeError otherwise. */
  add(term: number): void {
    requireTerm(term);
    if (term > Number.MAX_SAFE_INTEGER - this.low) {
      this.high += BigInt(this.low);
      this.low = 0;
    }
    this.low += term;
  }

  /** Adds count * term, where the product may pass 2^53; throws RangeError unless both are in 0 .. 2^53 - 1. */
  addProduct(count: number, term: number): void {
    const product = count * term;
    if (product <= Number.MAX_SAFE_INTEGER) {
      this.add(product);
    } else {
      requireTerm(count);
      requireTerm(term);
      this.high += BigInt(count) * BigInt(term);
    }
  }

  /** The total: a number up to 2^53 - 1, a bigint above. */
  value(): ExactInteger {
    return exactInteger(this.high + BigInt(this.low));
  }
}

function requireTerm(term: number): void {
  if (!(Number.isSafeInteger(term) && term >= 0)) {
    throw new RangeError(`ExactSum: a term must be an integer in 0 .. 2^53 - 1, got ${term}`);
  }
}
