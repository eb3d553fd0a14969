import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { modelAccesses } from '../../../instrument/fidelity/model-accesses.ts';
import type { LoopOrder } from '../../../instrument/kernel-models/model/loop-order.ts';
import { logAccesses } from '../../../instrument/scalars/access-log.ts';
import { TensorProxy } from '../../../instrument/scalars/tensor-proxy.ts';
import { traceFunction } from '../../../instrument/tensors/trace-function.ts';

tf.enableProdMode();

type Step = (i: number, j: number, k: number) => void;
type Product = (a: TensorProxy, b: TensorProxy, out: TensorProxy) => void;

/** Plain loops over the named dimensions, outermost first. */
function loopsInOrder(order: string, sizes: Record<string, number>, step: Step, at: Record<string, number> = {}): void {
  const [name, ...inner] = order;
  if (name === undefined) step(at.i, at.j, at.k);
  else for (let v = 0; v < sizes[name]; v++) loopsInOrder(inner.join(''), sizes, step, { ...at, [name]: v });
}

function sizesOf(a: TensorProxy, b: TensorProxy): Record<string, number> {
  return { i: a.shape[0], k: a.shape[1], j: b.shape[1] };
}

/** The output is the accumulator: it is read and written at every step. */
function accumulatingInOutput(order: string): Product {
  return (a, b, out) => {
    loopsInOrder(order, sizesOf(a, b), (i, j, k) => {
      const product = a.get(i, k).mul(b.get(k, j));
      out.set(i, j, out.get(i, j).add(product));
    });
  };
}

/** With k innermost the sum is a scalar of its own, stored once. */
function accumulatingInScalar(order: string): Product {
  return (a, b, out) => {
    const sizes = sizesOf(a, b);
    loopsInOrder(order.replace('k', ''), sizes, (i, j) => {
      let sum = a.get(i, 0).mul(b.get(0, j));
      for (let k = 1; k < sizes.k; k++) sum = sum.add(a.get(i, k).mul(b.get(k, j)));
      out.set(i, j, sum);
    });
  };
}

/** As the stock kernel: blocks of every loop, a scalar sum a block of k, added to the output. */
function blocked(width: number): Product {
  return (a, b, out) => {
    const { i: rows, j: columns, k: shared } = sizesOf(a, b);
    for (let i0 = 0; i0 < rows; i0 += width) {
      for (let j0 = 0; j0 < columns; j0 += width) {
        for (let k0 = 0; k0 < shared; k0 += width) {
          for (let i = i0; i < Math.min(i0 + width, rows); i++) {
            for (let j = j0; j < Math.min(j0 + width, columns); j++) {
              let sum = a.get(i, k0).mul(b.get(k0, j));
              for (let k = k0 + 1; k < Math.min(k0 + width, shared); k++) sum = sum.add(a.get(i, k).mul(b.get(k, j)));
              out.set(i, j, out.get(i, j).add(sum));
            }
          }
        }
      }
    }
  };
}

const CASES: [LoopOrder, Product][] = [
  ['ijk', accumulatingInScalar('ijk')],
  ['jik', accumulatingInScalar('jik')],
  ['ikj', accumulatingInOutput('ikj')],
  ['kij', accumulatingInOutput('kij')],
  ['jki', accumulatingInOutput('jki')],
  ['kji', accumulatingInOutput('kji')],
  ['tile:2', blocked(2)],
  ['tile:3', blocked(3)],
  ['tfjs', blocked(48)],
];
const SHAPES = [
  [1, 1, 1],
  [3, 4, 5],
  [5, 7, 2],
  [1, 6, 4],
  [7, 1, 3],
];

test.each(CASES)('the matrix product in order %s touches what the plain loops touch', (order, product) => {
  for (const [rows, shared, columns] of [...SHAPES, ...(order === 'tfjs' ? [[49, 50, 3]] : [])]) {
    const filled = (shape: number[]) =>
      new TensorProxy(
        'float32',
        shape,
        Float32Array.from({ length: shape[0] * shape[1] }, (_, n) => n % 5),
      );
    const operands = [filled([rows, shared]), filled([shared, columns]), filled([rows, columns])];
    const wanted = logAccesses(product as (...tensors: TensorProxy[]) => void, operands);
    const [a, b] = [tf.zeros([rows, shared]), tf.zeros([shared, columns])];
    const trace = traceFunction((x, y) => tf.matMul(x, y), [a, b], { loops: order });
    const got = modelAccesses(trace).map(({ value, ...access }) => ({ tensor: value, ...access }));
    expect(got).toEqual(wanted);
    tf.dispose([a, b]);
  }
});
