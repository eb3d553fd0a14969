import type { Access, Instruction, Local, Loop, Nest, Node } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';

export interface ProductSizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** A loop of a schedule, outermost first: over blocks so wide of a dimension, or of the block that is being gone through. */
export type ScheduledLoop = readonly [dimension: 'i' | 'j' | 'k', width: number];

export interface ProductOptions {
  /** Whether the innermost loops over k add up in a local that then joins the sum. */
  readonly isLocal: boolean;
  /** Whether both operands are returned, so that none of their elements dies. */
  readonly isKept: boolean;
}

/** C[m, n] = A[m, k] B[k, n] in any order of loops; widths divide one another. */
export function tiledProduct(sizes: ProductSizes, loops: readonly ScheduledLoop[], options: ProductOptions): Trace {
  const { m, n, k } = sizes;
  return {
    schema: 'odometer-trace/1',
    name: 'product',
    about: {},
    values: [
      { size: m * k, kind: 'argument', role: 'inputs' },
      { size: k * n, kind: 'argument', role: 'weights' },
      { size: m * n, kind: 'computed', role: 'activations', zeroFilled: true },
    ],
    nests: [tiledNest(sizes, loops, options.isLocal)],
    tables: [],
    calls: [{ kernel: 'product', nest: 0, values: [0, 1, 2], phase: 'forward', layer: 0 }],
    arguments: [0, 1],
    batchArguments: 1,
    returned: options.isKept ? [2, 0, 1] : [2],
  };
}

function tiledNest({ m, n, k }: ProductSizes, schedule: readonly ScheduledLoop[], isLocal: boolean): Nest {
  const steps = { i: [k, 0, n], j: [0, 1, 1], k: [1, n, 0] };
  const left = { i: m, j: n, k };
  const loops = schedule.flatMap(([dimension, width]) => {
    const trip = left[dimension] / width;
    left[dimension] = width;
    return trip === 1 ? [] : [{ dimension, trip, steps: steps[dimension].map((step) => step * width) }];
  });
  if (left.i * left.j * left.k !== 1) throw new Error('a schedule ends with loops of width 1');
  const access = (slot: number, count: number): Access => ({
    slot,
    base: 0,
    strides: loops.slice(0, count).map((loop) => loop.steps[slot]),
  });
  const term: Local = { local: 1 };
  const all = loops.length;
  const multiply: Instruction = { op: 'mul', reads: [access(0, all), access(1, all)], write: term, mac: true };
  const isOutside = loops.findLastIndex(({ dimension }) => dimension !== 'k') + 1;
  const wrap = (from: number, to: number, body: readonly Node[], fresh?: readonly number[]): readonly Node[] =>
    loops.slice(from, to).reduceRight<readonly Node[]>((nodes, { trip }, index) => {
      const loop: Loop = { trip, body: nodes };
      return [fresh !== undefined && from + index === to - 1 ? { ...loop, fresh } : loop];
    }, body);
  if (!isLocal || isOutside === all) {
    const sum = access(2, all);
    return { slots: 3, locals: 2, body: wrap(0, all, [multiply, { op: 'add', reads: [sum, term], write: sum }]) };
  }
  const sum: Local = { local: 0 };
  const joined = access(2, isOutside);
  const inner = wrap(isOutside, all, [multiply, { op: 'add', reads: [sum, term], write: sum }]);
  const body: readonly Node[] = [...inner, { op: 'add', reads: [joined, sum], write: joined }];
  return { slots: 3, locals: 2, body: wrap(0, isOutside, body, [0]) };
}

/** The loops of an order of dimensions, one level a list of widths. */
export function levels(
  ...orders: readonly (readonly [order: string, widths: Readonly<Record<string, number>>])[]
): ScheduledLoop[] {
  return orders.flatMap(([order, widths]) =>
    [...order].map((dimension): ScheduledLoop => [dimension as 'i' | 'j' | 'k', widths[dimension]]),
  );
}
