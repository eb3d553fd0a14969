import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deepReadsOf } from '../../../core/cost/deep-reads.ts';
import { floorOf } from '../../../core/floors/trace-floor.ts';
import { priceByRuns } from '../../../core/run-engine/run-engine.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { GRANULARITIES } from '../../../core/trace/trace.ts';
import { levels, type ProductSizes, type ScheduledLoop, tiledProduct } from '../../support/nests/tiled-product.ts';
import { floorSlack } from '../../support/traces/floor-slack.ts';

const ORDERS = ['ijk', 'ikj', 'jik', 'jki', 'kij', 'kji'] as const;
const order = fc.constantFrom(...ORDERS);
const isTrue = fc.boolean();

/** Sizes, widths of two levels that divide one another, and an order a level. */
const schedules = fc.record({
  sizes: fc.constantFrom<ProductSizes>(
    { m: 12, n: 12, k: 12 },
    { m: 24, n: 6, k: 12 },
    { m: 6, n: 24, k: 24 },
    { m: 24, n: 24, k: 6 },
    { m: 1, n: 36, k: 12 },
  ),
  inner: fc.constantFrom(1, 2, 3),
  outer: fc.constantFrom(6, 12, 1),
  orders: fc.tuple(order, order, order),
  isLocal: isTrue,
  isKept: isTrue,
});

function scheduled(
  { m, n, k }: ProductSizes,
  outer: number,
  inner: number,
  orders: readonly string[],
): ScheduledLoop[] {
  const clipped = (width: number) => ({ i: Math.min(width, m), j: Math.min(width, n), k: Math.min(width, k) });
  const wide = clipped(Math.max(outer, inner));
  const fits = (dimension: 'i' | 'j' | 'k') => (wide[dimension] % inner === 0 ? inner : 1);
  const narrow = { i: fits('i'), j: fits('j'), k: fits('k') };
  return levels([orders[0], wide], [orders[1], narrow], [orders[2], { i: 1, j: 1, k: 1 }]);
}

describe.each(GRANULARITIES)('at %s', (granularity) => {
  test('no order of the loops of a product and no tiles go below its floor at any depth', () => {
    fc.assert(
      fc.property(schedules, ({ sizes, outer, inner, orders, ...options }) => {
        const trace = tiledProduct(sizes, scheduled(sizes, outer, inner, orders), options);
        expect(floorSlack(trace, granularity)).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });

  test('nor do those that were found to be best of 16 and 32 cubed', () => {
    const recursive = (n: number): ScheduledLoop[] => {
      const widths = Array.from({ length: Math.log2(n) }, (_, level) => n >> (level + 1));
      return widths.flatMap((width) => levels(['ikj', { i: width, j: width, k: width }]));
    };
    for (const n of [16, 32]) {
      const ones = { i: 1, j: 1, k: 1 };
      const tiles = levels(['jki', { i: 8, j: 8, k: 8 }], ['ijk', { i: 2, j: 4, k: 2 }], ['jki', ones]);
      for (const schedule of [recursive(n), tiles, ...ORDERS.map((name) => levels([name, ones]))]) {
        for (const isKept of [true, false]) {
          const trace = tiledProduct({ m: n, n, k: n }, schedule, { isLocal: false, isKept });
          expect(floorSlack(trace, granularity)).toBeGreaterThanOrEqual(1);
        }
      }
    }
  });
});

test('all orders of a product have one floor', () => {
  const sizes = { m: 6, n: 6, k: 6 };
  const floors = ORDERS.flatMap((name) =>
    [true, false].map((isLocal) => {
      const trace = tiledProduct(sizes, levels([name, { i: 2, j: 3, k: 2 }], ['kji', { i: 1, j: 1, k: 1 }]), {
        isLocal,
        isKept: false,
      });
      const floor = floorOf(trace, 'scalar');
      return Array.from({ length: 40 }, (_, depth) => floor?.deepReads(depth));
    }),
  );
  for (const floor of floors) expect(floor).toEqual(floors[0]);
  expect(floors[0][0]).toBe(4 * 216 - 36);
});

test('a sum in a local of several blocks is a product, emptied within it is none', () => {
  const trace = tiledProduct(
    { m: 4, n: 4, k: 4 },
    levels(['ijk', { i: 2, j: 2, k: 2 }], ['ijk', { i: 1, j: 1, k: 1 }]),
    { isLocal: true, isKept: true },
  );
  expect(floorOf(trace, 'register')).toMatchObject({ products: 1, macs: 64 });
  const text = JSON.stringify(trace.nests[0]);
  const within = text.replace('{"trip":2,"body":[{"op":"mul"', '{"trip":2,"fresh":[0],"body":[{"op":"mul"');
  expect(within).not.toBe(text);
  expect(floorOf({ ...trace, nests: [JSON.parse(within)] }, 'scalar')).toBeNull();
});

describe('what is read at depth is not what a memory of that size loads', () => {
  const n = 1000;
  const reads = (bodies: Trace['nests'], values: Trace['values'], calls: readonly (readonly number[])[]): Trace => ({
    schema: 'odometer-trace/1',
    name: 'counterexample',
    about: {},
    values,
    nests: bodies,
    tables: [],
    calls: calls.map((bound, nest) => ({ kernel: 'k', nest, values: bound, phase: 'forward', layer: 0 })),
    arguments: [0],
    batchArguments: 1,
    returned: [],
  });
  const x = { size: n, kind: 'argument', role: 'inputs' } as const;
  const down = { slot: 0, base: n - 1, strides: [-1] };
  const hostRead = {
    slots: 1,
    locals: 0,
    body: [{ trip: n, body: [{ op: 'host', reads: [down], write: null }] }],
  } as const;

  test('a dying argument that is read from the top of the stack on costs 1 a read', () => {
    const trace = reads([hostRead], [x], [[0]]);
    const { histogram } = priceByRuns(trace, { semantics: 'eager', granularity: 'scalar' });
    expect(histogram.totalCost(1)).toBe(n);
    expect(deepReadsOf(histogram)(1)).toBe(0);
    expect(floorOf(trace, 'scalar')).toBeNull();
  });

  test('values that are read in the reverse order of their making rise while others die', () => {
    const made = { slot: 1, base: n - 1, strides: [-1] };
    const up = { slot: 0, base: 0, strides: [1] };
    const make = {
      slots: 2,
      locals: 0,
      body: [{ trip: n, body: [{ op: 'exp', reads: [down], write: made }] }],
    } as const;
    const read = {
      slots: 1,
      locals: 0,
      body: [{ trip: n, body: [{ op: 'host', reads: [up], write: null }] }],
    } as const;
    const trace = reads([make, read], [x, { ...x, kind: 'computed' }], [[0, 1], [1]]);
    const eager = priceByRuns(trace, { semantics: 'eager', granularity: 'scalar' }).histogram;
    expect([1, 100, 900].map(deepReadsOf(eager))).toEqual([999, 900, 100]);
    expect(eager.totalCost(1)).toBe(22_584);
    const classic = priceByRuns(trace, { semantics: 'ir-classic', granularity: 'scalar' }).histogram;
    expect(deepReadsOf(classic)(100)).toBe(1850);
    expect(floorOf(trace, 'scalar')).toBeNull();
  });
});
