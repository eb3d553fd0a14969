import { Random } from '../../core/numbers/random.ts';
import type { Trip } from '../../core/trace/nest.ts';

/** A loop that is drawn already; a block runs for its width at most. */
export interface DrawnLoop {
  readonly trip: Trip;
  readonly most: number;
}

/** What all parts of a random program are drawn with. */
export class ProgramDraw {
  /** Iterations and sizes are mostly these, so that what one call leaves often fits what another takes. */
  readonly sides: { readonly short: readonly number[]; readonly long: number };
  private readonly random: Random;

  /** The draws of one program of a seed. */
  constructor(seed: number, program: number) {
    this.random = new Random(program, seed);
    this.sides = { short: [this.between(1, 4), this.between(2, 4)], long: this.between(5, 8) };
  }

  chance(p: number): boolean {
    return this.random.uniform() < p;
  }

  /** An integer in low .. high. */
  between(low: number, high: number): number {
    return low + this.random.integer(high - low + 1);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.random.integer(items.length)];
  }

  /** One of the items, by their weights. */
  weighted<T>(items: readonly (readonly [weight: number, item: T])[]): T {
    let left = this.random.uniform() * items.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, item] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return items[items.length - 1][1];
  }

  order(n: number): Int32Array {
    return this.random.permutation(n);
  }
}
