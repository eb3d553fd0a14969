import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { measure } from '../../../core/measurement/measure.ts';
import { GRANULARITIES, SEMANTICS, type Trace } from '../../../core/trace/trace.ts';
import { parseTrace } from '../../../core/trace/trace-format.ts';
import type { LoopOrder, NaiveOrder } from '../../../instrument/kernel-models/model/loop-order.ts';
import { NAIVE_ORDERS } from '../../../instrument/kernel-models/model/loop-order.ts';
import { type KernelNest, nest } from '../../../instrument/nests/nest.ts';
import type { LoopIndex } from '../../../instrument/nests/recording/loop-index.ts';
import { blocks, range } from '../../../instrument/nests/recording/loop-ranges.ts';
import { local } from '../../../instrument/nests/recording/nest-local.ts';
import { input, output } from '../../../instrument/nests/tensor-declaration.ts';
import { constant } from '../../../instrument/scalars/scalar.ts';
import { traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';
import { TensorProxy } from '../../../instrument/scalars/tensor-proxy.ts';
import { traceFunction } from '../../../instrument/tensors/trace-function.ts';
import { binsOf } from '../../support/nests/histogram-bins.ts';

tf.enableProdMode();

const SIZES = { i: 6, j: 5, k: 7 };
const SHAPES: Record<'a' | 'b' | 'c', [number, number]> = { a: [6, 7], b: [7, 5], c: [6, 5] };
const TENSORS = { a: input(SHAPES.a), b: input(SHAPES.b), c: output(SHAPES.c) };

/** Each product as its order says; k innermost sums in a local, as the stock kernel does. */
function product(order: NaiveOrder): KernelNest {
  const [first, second, third] = [...order] as ('i' | 'j' | 'k')[];
  return nest(TENSORS, ({ a, b, c }) => {
    for (const u of range(SIZES[first])) {
      for (const v of range(SIZES[second])) {
        const sum = local();
        for (const w of range(SIZES[third])) {
          const at = { [first]: u, [second]: v, [third]: w } as Record<'i' | 'j' | 'k', LoopIndex>;
          const { i, j, k } = at;
          if (third === 'k') sum.set(sum.get().add(a.get(i, k).mul(b.get(k, j))));
          else c.set(i, j, c.get(i, j).add(a.get(i, k).mul(b.get(k, j))));
        }
        if (first === 'i' && second === 'j') c.set(u, v, sum.get());
        if (first === 'j' && second === 'i') c.set(v, u, sum.get());
      }
    }
  });
}

function stockTrace(loops: LoopOrder): Trace {
  return traceFunction((a: tf.Tensor2D, b: tf.Tensor2D) => tf.matMul(a, b), [tf.zeros(SHAPES.a), tf.zeros(SHAPES.b)], {
    loops,
  });
}

/** In blocks of 4: i and j have ragged blocks, k too. */
const tiled = nest(TENSORS, ({ a, b, c }) => {
  for (const ib of blocks(6, 4)) {
    for (const jb of blocks(5, 4)) {
      for (const kb of blocks(7, 4)) {
        for (const i of ib) {
          for (const j of jb) {
            const sum = local();
            for (const k of kb) sum.set(sum.get().add(a.get(i, k).mul(b.get(k, j))));
            c.set(i, j, c.get(i, j).add(sum.get()));
          }
        }
      }
    }
  }
});

const traces: [string, () => Trace, () => Trace][] = [
  ...NAIVE_ORDERS.map((order): [string, () => Trace, () => Trace] => [
    order,
    () => product(order).trace(),
    () => stockTrace(order),
  ]),
  ['tile:4', () => tiled.trace(), () => stockTrace('tile:4')],
];

describe.each(traces)('a product in order %s has the figures of the TensorFlow.js trace', (_order, own, stock) => {
  test.each(GRANULARITIES)('at %s, under each semantics', (granularity) => {
    const [nested, traced] = [own(), stock()];
    for (const semantics of SEMANTICS) {
      const [measured, expected] = [nested, traced].map((trace) => measure(trace, { granularity, semantics }));
      expect(measured.reads).toBe(expected.reads);
      expect(measured.cost).toEqual(expected.cost);
      expect(binsOf(measured.histogram)).toEqual(binsOf(expected.histogram));
      expect(measured.macs).toBe(6 * 5 * 7);
      expect(measured.instructions).toEqual(expected.instructions);
      expect(measured.peakLiveElements).toBe(expected.peakLiveElements);
    }
  });
});

/** The same loops over tensor proxies, in kind 2. */
function plainProduct(order: NaiveOrder) {
  const [first, second, third] = [...order] as ('i' | 'j' | 'k')[];
  return (a: TensorProxy, b: TensorProxy): TensorProxy => {
    const c = new TensorProxy('float32', SHAPES.c);
    for (let u = 0; u < SIZES[first]; u++) {
      for (let v = 0; v < SIZES[second]; v++) {
        let sum = constant(0);
        for (let w = 0; w < SIZES[third]; w++) {
          const { i, j, k } = { [first]: u, [second]: v, [third]: w } as Record<'i' | 'j' | 'k', number>;
          if (third === 'k') sum = sum.add(a.get(i, k).mul(b.get(k, j)));
          else c.set(i, j, c.get(i, j).add(a.get(i, k).mul(b.get(k, j))));
        }
        if (third === 'k') c.set(...((first === 'i' ? [u, v] : [v, u]) as [number, number]), sum, { copy: true });
      }
    }
    return c;
  };
}

test.each(NAIVE_ORDERS)(
  'a product in order %s has the figures of the same plain loops under each semantics',
  (order) => {
    const proxies = [new TensorProxy('float32', SHAPES.a), new TensorProxy('float32', SHAPES.b)] as const;
    const { program } = traceScalars(plainProduct(order), [...proxies]);
    const trace = product(order).trace();
    for (const semantics of SEMANTICS) {
      const [measured, plain] = [measure(trace, { semantics }), measure(program, { semantics, bytes: [1] })];
      expect(measured.reads).toBe(plain.reads);
      expect(measured.cost.cold[1]).toBe(plain.cost.cold[1]);
      expect(binsOf(measured.histogram)).toEqual(binsOf(plain.histogram));
    }
  },
);

test('a product of 256 cubed is priced by runs, its 67 million reads counted', () => {
  const n = 256;
  const big = nest({ a: input([n, n]), b: input([n, n]), c: output([n, n]) }, ({ a, b, c }) => {
    for (const i of range(n)) {
      for (const k of range(n)) {
        for (const j of range(n)) c.set(i, j, c.get(i, j).add(a.get(i, k).mul(b.get(k, j))));
      }
    }
  });
  // Each multiplication reads two, each addition its term, and the sum but the first time.
  expect(measure(big.trace()).reads).toBe(4 * n ** 3 - n ** 2);
});

test('a trace of a nest is saved and read back to the same figures, with the lines that it comes from', () => {
  const trace = tiled.trace('tiled');
  const measured = measure(parseTrace(JSON.parse(JSON.stringify(trace)), 'saved'));
  expect(measured).toEqual(measure(trace));
  expect(measured.lines?.map(({ line }) => line?.replace(/:\d+$/, ''))).toEqual(
    Array(2).fill('tests/instrument/nests/products.test.ts'),
  );
  expect(measured.kernels).toMatchObject([{ kernel: 'tiled' }]);
});
