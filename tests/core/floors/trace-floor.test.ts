import { describe, expect, test } from 'vitest';
import { deepReadsOf } from '../../../core/cost/deep-reads.ts';
import { deepReadsOfProduct } from '../../../core/floors/product-floor.ts';
import { floorOf, outsideFloor } from '../../../core/floors/trace-floor.ts';
import { priceByRuns } from '../../../core/run-engine/run-engine.ts';
import type { Access, Instruction, Nest, Node } from '../../../core/trace/nest.ts';
import type { Trace, TraceValue } from '../../../core/trace/trace.ts';

const at = (slot: number, strides: readonly number[], base = 0): Access => ({ slot, base, strides });
const term = { local: 0 } as const;
const loops = (trips: readonly number[], body: readonly Node[]): readonly Node[] =>
  trips.reduceRight<readonly Node[]>((nodes, trip) => [{ trip, body: nodes }], body);

/** c += a b in loops. */
function macs(trips: readonly number[], a: Access, b: Access, c: Access, more: readonly Instruction[] = []): Nest {
  const multiply: Instruction = { op: 'mul', reads: [a, b], write: term };
  const body: readonly Node[] = [multiply, { op: 'add', reads: [c, term], write: c }, ...more];
  return { slots: 3, locals: 1, body: loops(trips, body) };
}

const argument = (size: number): TraceValue => ({ size, kind: 'argument', role: 'inputs' });
const made = (size: number): TraceValue => ({ size, kind: 'computed', role: 'activations', zeroFilled: true });

function traceOf(
  values: readonly TraceValue[],
  calls: readonly (readonly [Nest, readonly number[]])[],
  returned: readonly number[],
): Trace {
  return {
    schema: 'odometer-trace/1',
    name: 'made by hand',
    about: {},
    values,
    nests: calls.map(([nest]) => nest),
    tables: [],
    calls: calls.map(([, bound], nest) => ({ kernel: `k${nest}`, nest, values: bound, phase: 'forward', layer: 0 })),
    arguments: values.flatMap(({ kind }, id) => (kind === 'argument' ? [id] : [])),
    batchArguments: 1,
    returned,
  };
}

const N = 8;
const SQUARE = [N, N, N];
const [A, B, C] = [at(0, [N, 0, 1]), at(1, [0, 1, N]), at(2, [N, 1, 0])];
const values = [argument(N * N), argument(N * N), made(N * N)];
const product = (nest: Nest, returned = [0, 1, 2]): Trace => traceOf(values, [[nest, [0, 1, 2]]], returned);

test('a product of a nest is found from its loops alone', () => {
  expect(floorOf(product(macs(SQUARE, A, B, C)), 'scalar')).toMatchObject({ products: 1, macs: 512, without: [] });
});

describe('there is no floor where a condition of the theorem is not seen, and why is told:', () => {
  const elementwise = at(2, [N * N, N, 1]);
  const table: Access = { ...A, table: { id: 0, base: 0, strides: [1], scale: 1 } };
  test.each<[what: string, why: string, trace: Trace]>([
    [
      'an operand through a table',
      'places come from a table',
      { ...product(macs(SQUARE, table, B, C)), tables: [[0, 0, 0, 0, 0, 0, 0, 0]] },
    ],
    [
      'one value for both operands',
      'a value is multiplied by itself, or added to itself',
      traceOf(values, [[macs(SQUARE, A, B, C), [0, 0, 2]]], [2]),
    ],
    [
      'an operand of constants',
      'one of its values is constant',
      traceOf([{ ...values[0], kind: 'constant' }, ...values.slice(1)], [[macs(SQUARE, A, B, C), [0, 1, 2]]], [1, 2]),
    ],
    [
      'a loop that moves the sum alone',
      'a loop moves one of the three alone, so that they do not say which term it is',
      traceOf(
        [values[0], values[1], made(N ** 3)],
        [[macs(SQUARE, at(0, [0, 0, 1]), at(1, [0, 0, 1]), elementwise), [0, 1, 2]]],
        [2],
      ),
    ],
    [
      'an operand that is written beside',
      'what it multiplies, it also writes',
      product(macs(SQUARE, A, B, C, [{ op: 'neg', reads: [A], write: A }])),
    ],
    [
      'two products in one nest',
      'it computes several products',
      product({ ...macs(SQUARE, A, B, C), body: [...macs(SQUARE, A, B, C).body, ...macs(SQUARE, B, A, C).body] }),
    ],
    [
      'a step that no other divides',
      'windows overlap by steps that do not divide one another',
      product(macs([N, N, 3], at(0, [2, 0, 3]), at(1, [0, 1, N]), C)),
    ],
    [
      'a product that is made twice',
      'its parts are not seen to be those of windows that a border cuts',
      product({ ...macs(SQUARE, A, B, C), body: [...macs(SQUARE, A, B, C).body, ...macs(SQUARE, A, B, C).body] }),
    ],
  ])('%s', (_, why, trace) => {
    expect(floorOf(trace, 'scalar')).toBeNull();
    expect([...outsideFloor(trace, 'scalar')]).toEqual([['k0', why]]);
  });

  test('and the kernel is named where other calls have one', () => {
    const trace = traceOf(
      [...values, made(N * N)],
      [
        [macs(SQUARE, A, B, C), [0, 1, 2]],
        [macs(SQUARE, A, B, C), [0, 0, 3]],
      ],
      [2, 3],
    );
    expect(floorOf(trace, 'scalar')).toMatchObject({ products: 1, without: ['k1'] });
  });
});

describe('what dies within a product', () => {
  const reads = (trace: Trace): number => floorOf(trace, 'scalar')?.deepReads(4) ?? 0;
  const kept = reads(product(macs(SQUARE, A, B, C)));
  const bound = (change: object) =>
    deepReadsOfProduct(
      { macs: 512, left: 64, right: 64, sums: 64, overlap: 1, dying: 0, born: 0, isPlain: true, ...change },
      'scalar',
    )(4);

  test('is what is returned nowhere', () => {
    expect(kept).toBe(bound({}));
    expect(reads(product(macs(SQUARE, A, B, C), [0, 2]))).toBe(bound({ dying: 64 }));
    expect(reads(product(macs(SQUARE, A, B, C), [2]))).toBe(bound({ dying: 128 }));
  });

  const double: Nest = {
    slots: 2,
    locals: 1,
    body: loops(
      [N * N],
      [
        { op: 'add', reads: [at(0, [1]), at(0, [1])], write: term },
        { op: 'copy', reads: [term], write: at(1, [1]) },
      ],
    ),
  };

  test('is nothing that another value is made of, element from element', () => {
    const trace = traceOf(
      [...values, made(N * N)],
      [
        [macs(SQUARE, A, B, C), [0, 1, 2]],
        [double, [1, 3]],
      ],
      [0, 2, 3],
    );
    expect(reads(trace)).toBe(kept);
    const reversed: Nest = {
      ...double,
      body: loops([N * N], [{ op: 'neg', reads: [at(0, [1])], write: at(1, [-1], N * N - 1) }]),
    };
    const other = traceOf(
      [...values, made(N * N)],
      [
        [macs(SQUARE, A, B, C), [0, 1, 2]],
        [reversed, [1, 3]],
      ],
      [0, 2, 3],
    );
    expect(reads(other)).toBe(bound({ dying: 64 }));
  });

  test('is nothing that a later product takes which depends on this one', () => {
    const all = [...values, argument(N * N), made(N * N)];
    const chain = traceOf(
      all,
      [
        [macs(SQUARE, A, B, C), [0, 1, 2]],
        [macs(SQUARE, A, B, C), [2, 1, 4]],
      ],
      [0, 4],
    );
    // Of the second, the left operand and the right one die.
    expect(reads(chain)).toBe(kept + bound({ dying: 128 }));
  });

  test('and an operand that may be made just before it is read is not counted on', () => {
    const spread: Nest = {
      slots: 2,
      locals: 0,
      body: loops([N, N], [{ op: 'exp', reads: [at(0, [1])], write: at(1, [N, 1]) }]),
    };
    const all = [argument(N), argument(N * N), made(N * N), made(N * N)];
    const trace = traceOf(
      all,
      [
        [spread, [0, 3]],
        [macs(SQUARE, A, B, C), [3, 1, 2]],
      ],
      [1, 2, 3],
    );
    expect(reads(trace)).toBe(bound({ born: 64 }));
  });
});

test('state that is replaced element by element is read at depth, whatever the order', () => {
  const sweep: Nest = {
    slots: 2,
    locals: 0,
    body: loops([100], [{ op: 'neg', reads: [at(0, [1])], write: at(1, [1]) }]),
  };
  const trace = traceOf(
    [argument(100), argument(100), made(100), made(100)],
    [
      [sweep, [0, 2]],
      [sweep, [1, 3]],
    ],
    [2, 3],
  );
  const floor = floorOf(trace, 'scalar');
  expect([0, 10, 199, 200].map((depth) => floor?.deepReads(depth))).toEqual([200, 190, 1, 0]);
  const { histogram } = priceByRuns(trace, { semantics: 'eager', granularity: 'scalar' });
  for (let depth = 0; depth <= 200; depth++) expect(deepReadsOf(histogram)(depth)).toBeGreaterThanOrEqual(200 - depth);
  // One value for both would be counted twice.
  expect(floorOf({ ...trace, returned: [2] }, 'scalar')?.swept).toBe(100);
});

test('elements of a window that overlap are counted as often as they are met', () => {
  const [n, taps] = [12, 3];
  const m = n - taps + 1;
  const conv = macs([m, 4, taps], at(0, [1, 0, 1]), at(1, [0, taps, 1]), at(2, [4, 1, 0]));
  const trace = traceOf([argument(n), argument(4 * taps), made(4 * m)], [[conv, [0, 1, 2]]], [0, 1, 2]);
  const floor = floorOf(trace, 'scalar');
  const bound = {
    macs: m * 4 * taps,
    left: n,
    right: 4 * taps,
    sums: 4 * m,
    overlap: 3,
    dying: 0,
    born: 0,
    isPlain: true,
  };
  for (const depth of [0, 1, 2, 3, 5, 8])
    expect(floor?.deepReads(depth)).toBe(deepReadsOfProduct(bound, 'scalar')(depth));
});
