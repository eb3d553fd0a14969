/**
 * The product of two square matrices by three loops, the second one transposed, so that both are read along their rows.
 *
 * Its variants argue about where elements are kept: nowhere special, in tiles, or in a row that is copied near. They do
 * the same operations in the same order, and a stack that orders itself by recency gives all of them one figure. What
 * does change it is the order of the outputs: tile by tile, rows are met again sooner.
 */
import { cases, type Scalar, scalarProgram, TensorProxy } from 'tensor-odometer';
import { ones } from '../ones.ts';

/** Row i of `a` times row j of `b`. */
function dot(a: TensorProxy, b: TensorProxy, i: number, j: number): Scalar {
  let sum = a.get(i, 0).mul(b.get(j, 0));
  for (let k = 1; k < a.shape[1]; k++) sum = sum.add(a.get(i, k).mul(b.get(j, k)));
  return sum;
}

function byRows(a: TensorProxy, b: TensorProxy): TensorProxy {
  const [n] = a.shape;
  const c = new TensorProxy('float32', [n, n]);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) c.set(i, j, dot(a, b, i, j));
  }
  return c;
}

function byTiles(a: TensorProxy, b: TensorProxy, tile: number): TensorProxy {
  const [n] = a.shape;
  const c = new TensorProxy('float32', [n, n]);
  for (let top = 0; top < n; top += tile) {
    for (let left = 0; left < n; left += tile) {
      for (let i = top; i < top + tile; i++) {
        for (let j = left; j < left + tile; j++) c.set(i, j, dot(a, b, i, j));
      }
    }
  }
  return c;
}

const naive = ({ n }: { n: number }) => scalarProgram(byRows, [ones(n, n), ones(n, n)]);

export default cases(
  { name: 'naive matmul', sizes: [{ n: 16 }], body: naive },
  { name: 'naive tiled matmul', sizes: [{ n: 16 }], body: naive },
  { name: 'naive matmul cached', sizes: [{ n: 16 }], body: naive },
  {
    name: 'naive 2d tiled matmul',
    sizes: [{ n: 16, T: 4 }],
    body: ({ n, T }: { n: number; T: number }) => scalarProgram((a, b) => byTiles(a, b, T), [ones(n, n), ones(n, n)]),
  },
);
