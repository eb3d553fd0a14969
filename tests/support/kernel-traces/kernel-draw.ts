import type { Random } from '../../../core/numbers/random.ts';
import { KernelTraceBuilder } from './kernel-trace-builder.ts';

/** A program of kernels while it is drawn: what is built so far, and random choices among the values that there are. */
export class KernelDraw {
  readonly builder = new KernelTraceBuilder();
  readonly random: Random;
  /** Values that a kernel may read, in the order in which they were made. */
  readonly readable: number[] = [];
  private readonly sides: readonly number[];

  constructor(random: Random, scale: number) {
    this.random = random;
    // Few sides, so that shapes often fit each other.
    this.sides = [1 + random.integer(scale), 1 + random.integer(scale), 1 + random.integer(scale), scale];
  }

  /** Lets later kernels read a value, unless it is empty. */
  add(value: number): void {
    if (this.builder.values[value].size > 0) this.readable.push(value);
  }

  /** A value to read, mostly the last one, so that chains form. */
  matrix(): number {
    return this.chance(0.5) ? this.readable[this.readable.length - 1] : this.pick(this.readable);
  }

  /** The values with as many rows and columns as this one. */
  likeShape(value: number): number[] {
    const { rows, columns } = this.builder.values[value];
    return this.readable.filter((id) => {
      const other = this.builder.values[id];
      return other.rows === rows && other.columns === columns;
    });
  }

  /** Rows or columns of a new value. */
  side(): number {
    return this.pick(this.sides);
  }

  chance(p: number): boolean {
    return this.random.uniform() < p;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.random.integer(from.length)];
  }
}
