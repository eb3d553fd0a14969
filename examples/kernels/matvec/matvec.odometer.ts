/**
 * The product of a square matrix and a vector. Every element of the matrix is read once, whatever the order; the
 * variants argue about the rest.
 *
 * By rows, one sum stays near and the whole vector passes for each of them; by columns, one element of the vector stays
 * near and all sums pass. By blocks, a piece of the vector is copied and serves for a few rows, and as many sums stay
 * near.
 */
import { cases, type Scalar, scalarProgram, TensorProxy } from 'tensor-odometer';
import { ones } from '../ones.ts';

function byRows(a: TensorProxy, x: TensorProxy): TensorProxy {
  const [n] = x.shape;
  const y = new TensorProxy('float32', [n]);
  for (let i = 0; i < n; i++) {
    let sum = a.get(i, 0).mul(x.get(0));
    for (let j = 1; j < n; j++) sum = sum.add(a.get(i, j).mul(x.get(j)));
    y.set(i, sum);
  }
  return y;
}

function byColumns(a: TensorProxy, x: TensorProxy): TensorProxy {
  const [n] = x.shape;
  const y = new TensorProxy('float32', [n]);
  for (let i = 0; i < n; i++) y.set(i, a.get(i, 0).mul(x.get(0)));
  for (let j = 1; j < n; j++) {
    for (let i = 0; i < n; i++) y.set(i, y.get(i).add(a.get(i, j).mul(x.get(j))));
  }
  return y;
}

function byBlocks(a: TensorProxy, x: TensorProxy, block: number): TensorProxy {
  const [n] = x.shape;
  const y = new TensorProxy('float32', [n]);
  for (let top = 0; top < n; top += block) {
    const sums: Scalar[] = [];
    for (let left = 0; left < n; left += block) {
      const piece = Array.from({ length: block }, (_, j) => x.get(left + j).copy());
      for (let i = 0; i < block; i++) {
        for (let j = 0; j < block; j++) {
          const product = a.get(top + i, left + j).mul(piece[j]);
          sums[i] = left + j === 0 ? product : sums[i].add(product);
        }
      }
    }
    for (let i = 0; i < block; i++) y.set(top + i, sums[i], { copy: true });
  }
  return y;
}

export default cases(
  {
    name: 'matvec row',
    sizes: [{ n: 64 }],
    body: ({ n }: { n: number }) => scalarProgram(byRows, [ones(n, n), ones(n)]),
  },
  {
    name: 'matvec col',
    sizes: [{ n: 64 }],
    body: ({ n }: { n: number }) => scalarProgram(byColumns, [ones(n, n), ones(n)]),
  },
  {
    name: 'matvec blocked',
    sizes: [{ n: 64, B: 8 }],
    body: ({ n, B }: { n: number; B: number }) => scalarProgram((a, x) => byBlocks(a, x, B), [ones(n, n), ones(n)]),
  },
);
