import { Random } from '../../../core/numbers/random.ts';
import type { Unseen } from '../../../instrument/fidelity/access-alignment.ts';
import type { KernelCase } from '../../../instrument/fidelity/kernel-fidelity.ts';
import type { GivenTensor } from '../../../instrument/fidelity/stock-kernel.ts';

type ArrayDtype = Exclude<Dtype, 'complex64'>;
export type Dtype = GivenTensor['dtype'];

/** Random cases of one kernel, and what of its model the stock kernel does not show in some of them. */
export interface KernelLaw {
  readonly draw: (draw: CaseDraw) => KernelCase;
  readonly hidden?: readonly Unseen[];
  readonly cases?: number;
  /** The model follows the branches of the stock kernel only where values are computed. */
  readonly values?: 'computed';
  /** What the model executes over the drawn cases, as kernel-instructions.test.ts writes it. */
  readonly instructions?: readonly string[];
}

/** Draws small tensors and shapes, empty axes included. */
export class CaseDraw {
  readonly random: Random;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  /** An integer in low..high. */
  integer(low: number, high: number): number {
    return low + this.random.integer(high - low + 1);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.random.integer(items.length)];
  }

  flag(): boolean {
    return this.random.integer(2) === 1;
  }

  /** An extent: mostly 1..4, now and then 0. */
  extent(): number {
    return this.random.integer(12) === 0 ? 0 : this.integer(1, 4);
  }

  shape(minRank = 0, maxRank = 4): number[] {
    return Array.from({ length: this.integer(minRank, maxRank) }, () => this.extent());
  }

  /** A shape without empty axes. */
  filledShape(minRank = 0, maxRank = 4): number[] {
    return Array.from({ length: this.integer(minRank, maxRank) }, () => this.integer(1, 4));
  }

  /** Two shapes that broadcast against each other. */
  broadcastShapes(): [number[], number[]] {
    const shape = this.shape();
    const thin = () =>
      shape.slice(this.integer(0, shape.length)).map((extent) => (this.random.integer(3) === 0 ? 1 : extent));
    return this.flag() ? [shape, thin()] : [thin(), this.flag() ? shape : thin()];
  }

  permutation(rank: number): number[] {
    const axes = Array.from({ length: rank }, (_, axis) => axis);
    for (let left = rank - 1; left > 0; left--) {
      const other = this.integer(0, left);
      [axes[left], axes[other]] = [axes[other], axes[left]];
    }
    return axes;
  }

  /** Some axes of a rank, in ascending order, at least one where there is one. */
  axes(rank: number): number[] {
    return this.permutation(rank)
      .slice(0, this.integer(Math.min(rank, 1), rank))
      .sort((a, b) => a - b);
  }

  /** Values -2..2, booleans 0 and 1, both parts of a complex element in turn. `stored` may be a narrower type's array. */
  tensor(shape: readonly number[], dtype: Dtype = 'float32', stored: Dtype = dtype): GivenTensor {
    const size = shape.reduce((product, extent) => product * extent, dtype === 'complex64' ? 2 : 1);
    const draw = () => (stored === 'bool' ? this.integer(0, 1) : this.integer(-2, 2));
    const values = Array.from({ length: size }, draw);
    return { shape, dtype, values: typedArray(stored, values) };
  }

  /** Integers 0..extent-1. */
  indices(shape: readonly number[], extent: number): GivenTensor {
    const size = shape.reduce((product, each) => product * each, 1);
    const values = Int32Array.from({ length: size }, () => this.integer(0, extent - 1));
    return { shape, dtype: 'int32', values };
  }

  dtype(): ArrayDtype {
    return this.pick(['float32', 'int32', 'bool'] as const);
  }

  /** Of a kernel that takes complex tensors. */
  anyDtype(): Dtype {
    return this.pick(['float32', 'int32', 'bool', 'complex64'] as const);
  }
}

export function typedArray(dtype: Dtype, values: readonly number[]): GivenTensor['values'] {
  if (dtype === 'float32' || dtype === 'complex64') return Float32Array.from(values);
  return dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values);
}

/** Inputs of a kernel that takes a list of tensors. */
export function listed<T>(items: readonly T[]): Record<string, T> {
  return Object.fromEntries(items.map((item, index) => [String(index), item]));
}
