import { pricedFloor } from '../floors/priced-floor.ts';
import { priceByRuns } from '../run-engine/run-engine.ts';
import type { ProductDimension, ProductIndex, ProductShape } from '../schedules/product-shape.ts';
import { parseTileLoops, tiledNest } from '../schedules/tiled-product.ts';
import type { Granularity, Trace } from '../trace/trace.ts';
import { TRACE_SCHEMA } from '../trace/trace.ts';

/** What tiles of a product are priced on: one product, apart from its program, and how. */
export interface ProductTrial {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** The operand lies in columns: its second index moves by the longer step. */
  readonly isTransposed: Readonly<Record<'a' | 'b' | 'c', boolean>>;
  readonly granularity: Granularity;
  /** Of an element. */
  readonly bytes: number;
}

/** The trial of a product as it is, of one of its batches. */
export function trialOf({ i, j, k }: ProductShape, granularity: Granularity, bytes: number): ProductTrial {
  const isTransposed = {
    a: Math.abs(i.a) < Math.abs(k.a),
    b: Math.abs(k.b) < Math.abs(j.b),
    c: Math.abs(i.c) < Math.abs(j.c),
  };
  return { m: i.size, k: k.size, n: j.size, isTransposed, granularity, bytes };
}

/**
 * ByteDMD cost, cold, under `eager`, of a product in these loops (`parseTileLoops`), its operands packed and alive afterwards. Throws
 * InputError where the loops do not fit. Seconds for 1e8 multiply-accumulates in long rows, more where innermost loops are short.
 */
export function trialCost(trial: ProductTrial, loops: string): number {
  const { granularity, bytes } = trial;
  const { histogram } = priceByRuns(trialTrace(trial, loops), { semantics: 'eager', granularity });
  return Number(histogram.totalCost(bytes));
}

/** What no order of such a product costs less than (D60). Throws InputError where the loops do not fit. */
export function trialFloor(trial: ProductTrial, loops: string): number {
  const { granularity, bytes } = trial;
  const floor = pricedFloor(trialTrace(trial, loops), { semantics: 'eager', granularity }, [bytes]);
  if (floor === null) throw new Error('internal: a product in tiles has no floor');
  return Number(floor.cost[bytes]);
}

function trialTrace(trial: ProductTrial, loops: string): Trace {
  const { m, k, n } = trial;
  return {
    schema: TRACE_SCHEMA,
    name: 'product',
    about: {},
    values: [
      { size: m * k, kind: 'argument', role: 'inputs' },
      { size: k * n, kind: 'argument', role: 'weights' },
      { size: m * n, kind: 'computed', role: 'activations', zeroFilled: true },
    ],
    nests: [tiledNest(shapeOf(trial), parseTileLoops(loops, 'loops'), 'loops')],
    tables: [],
    calls: [{ kernel: 'BatchMatMul', nest: 0, values: [0, 1, 2], phase: 'product', layer: null }],
    arguments: [0, 1],
    batchArguments: 0,
    returned: [2, 0, 1],
  };
}

function shapeOf({ m, k, n, isTransposed }: ProductTrial): ProductShape {
  const matrix = (rows: number, columns: number, isInColumns: boolean): readonly [row: number, column: number] =>
    isInColumns ? [1, rows] : [columns, 1];
  const [aRow, aColumn] = matrix(m, k, isTransposed.a);
  const [bRow, bColumn] = matrix(k, n, isTransposed.b);
  const [cRow, cColumn] = matrix(m, n, isTransposed.c);
  const indices: Record<ProductIndex, ProductDimension> = {
    i: { size: m, a: aRow, b: 0, c: cRow },
    j: { size: n, a: 0, b: bColumn, c: cColumn },
    k: { size: k, a: aColumn, b: bRow, c: 0 },
  };
  const operand = (slot: number) => ({ slot, base: 0, strides: [] });
  return {
    ...indices,
    batches: [],
    operands: { a: operand(0), b: operand(1), c: operand(2) },
    slots: 3,
    hasPartialSums: false,
  };
}
