import { readCost } from '../../core/cost/pricing.ts';
import type { Program } from '../../core/programs/program.ts';
import { eagerTrace } from '../../core/programs/semantics.ts';
import { type DepthStack, ListStack } from '../../core/stack/depth-stack.ts';
import type { Scalar } from '../../instrument/scalars/scalar.ts';
import { traceScalars } from '../../instrument/scalars/scalar-tracer.ts';

/** One read: what is read, how deep it lies, what that costs at a byte a number, and how the stack lies just before. */
export interface StackRead {
  readonly cell: number;
  readonly depth: number;
  readonly price: number;
  /** Of all reads up to this one, it among them. */
  readonly paid: number;
  /** Cells from the top. */
  readonly stack: readonly number[];
}

/** A small program read by read. */
export interface StackWalk {
  readonly program: Program;
  /** By cell: what it is called. */
  readonly names: readonly string[];
  readonly reads: readonly StackRead[];
}

export const LOOP_ORDERS = ['ijk', 'ikj', 'jik', 'jki', 'kij', 'kji'] as const;
export type SmallProgram = 'dot' | (typeof LOOP_ORDERS)[number];

const DOT = 4;
const SIDE = 3;

/** A dot product of four, or a product of two matrices of 3 x 3 with its loops in an order, walked through. */
export function stackWalk(which: SmallProgram): StackWalk {
  const names: string[] = [];
  const { program } = which === 'dot' ? dotProgram(names) : matmulProgram(which, names);
  const stack = new RecordingStack();
  const depths = eagerTrace(program, stack);
  const cells = pushed(program);
  let paid = 0;
  const reads = stack.found.map((pushes, read) => {
    const price = readCost(depths[read], 1);
    paid += price;
    return { cell: program.reads[read], depth: depths[read], price, paid, stack: pushes.map((push) => cells[push]) };
  });
  return { program, names, reads };
}

/** Cells in the order in which they are put on the stack: arguments last group first, and then results. */
function pushed({ argGroups, argCount, cellCount }: Program): number[] {
  const args = [...argGroups].reverse().flatMap((group) => [...group]);
  return [...args, ...Array.from({ length: cellCount - argCount }, (_, result) => argCount + result)];
}

function dotProgram(names: string[]) {
  const side = Array.from({ length: DOT }, (_, index) => index + 1);
  names.push(...side.map((i) => `a${i}`), ...side.map((i) => `b${i}`));
  return traceScalars(
    (a: Scalar[], b: Scalar[]) => {
      let sum: Scalar | null = null;
      for (let i = 0; i < DOT; i++) {
        const product = a[i].mul(b[i]);
        names.push(`a${i + 1}b${i + 1}`);
        if (sum !== null) names.push('sum');
        sum = sum === null ? product : sum.add(product);
      }
      return sum;
    },
    [side, [...side]],
    'dot',
  );
}

function matmulProgram(order: (typeof LOOP_ORDERS)[number], names: string[]) {
  const places = Array.from({ length: SIDE * SIDE }, (_, at) => [Math.floor(at / SIDE), at % SIDE] as const);
  for (const name of ['a', 'b']) names.push(...places.map(([row, column]) => `${name}${row + 1}${column + 1}`));
  const numbers = places.map((_, at) => at + 1);
  return traceScalars(
    (a: Scalar[], b: Scalar[]) => {
      const c: (Scalar | null)[] = places.map(() => null);
      const at = { i: 0, j: 0, k: 0 };
      const [outer, middle, inner] = [...order] as (keyof typeof at)[];
      for (at[outer] = 0; at[outer] < SIDE; at[outer]++) {
        for (at[middle] = 0; at[middle] < SIDE; at[middle]++) {
          for (at[inner] = 0; at[inner] < SIDE; at[inner]++) {
            const { i, j, k } = at;
            const product = a[SIDE * i + k].mul(b[SIDE * k + j]);
            names.push('product');
            const sum: Scalar | null = c[SIDE * i + j];
            if (sum !== null) names.push(`c${i + 1}${j + 1}`);
            c[SIDE * i + j] = sum === null ? product : sum.add(product);
          }
        }
      }
      return c;
    },
    [numbers, [...numbers]],
    `matmul ${order}`,
  );
}

/** The plainest stack, which notes how it lies at every read: from the top, which push each key is of, since keys are used again. */
class RecordingStack implements DepthStack {
  readonly found: (readonly number[])[] = [];
  private readonly stack = new ListStack();
  private readonly at = new Map<number, number>();
  private pushes = 0;

  get size(): number {
    return this.stack.size;
  }

  has(key: number): boolean {
    return this.stack.has(key);
  }

  push(key: number): void {
    this.at.set(key, this.pushes++);
    this.stack.push(key);
  }

  depthOf(key: number): number {
    this.found.push(Array.from(this.stack.keysFromTop(), (each) => this.at.get(each) ?? 0));
    return this.stack.depthOf(key);
  }

  remove(key: number): void {
    this.stack.remove(key);
  }

  bump(key: number): void {
    this.stack.bump(key);
  }

  keysFromTop(): Int32Array {
    return this.stack.keysFromTop();
  }
}
