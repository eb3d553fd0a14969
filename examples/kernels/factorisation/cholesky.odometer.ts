/**
 * Cholesky's factor of a symmetric positive definite matrix, of which only the lower triangle is touched.
 *
 * What is argued is the side to look at. Right-looking: a finished column is subtracted at once from all columns to its
 * right, many writes far away. Left-looking: a column is finished by reading all columns to its left, and writes stay
 * near.
 */
import { cases, scalarProgram, TensorProxy } from 'tensor-odometer';
import { dominant } from './dominant.ts';

/** In place. */
function rightLooking(a: TensorProxy): TensorProxy {
  const [n] = a.shape;
  for (let k = 0; k < n; k++) {
    const root = a.get(k, k).sqrt();
    for (let i = k + 1; i < n; i++) a.set(i, k, a.get(i, k).div(root));
    for (let j = k + 1; j < n; j++) {
      for (let i = j; i < n; i++) a.set(i, j, a.get(i, j).sub(a.get(i, k).mul(a.get(j, k))));
    }
  }
  return a;
}

/** In a copy, which is of the whole matrix. */
function leftLooking(a: TensorProxy): TensorProxy {
  const [n] = a.shape;
  const l = new TensorProxy('float32', [n, n]);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) l.set(i, j, a.get(i, j), { copy: true });
  }
  for (let k = 0; k < n; k++) {
    for (let i = k; i < n; i++) {
      for (let j = 0; j < k; j++) l.set(i, k, l.get(i, k).sub(l.get(i, j).mul(l.get(k, j))));
    }
    l.set(k, k, l.get(k, k).sqrt());
    for (let i = k + 1; i < n; i++) l.set(i, k, l.get(i, k).div(l.get(k, k)));
  }
  return l;
}

export default cases(
  {
    // The diagonal keeps the squares of the factor's: its roots serve for a column and are forgotten.
    name: 'cholesky',
    sizes: [{ n: 32 }],
    body: ({ n }: { n: number }) => scalarProgram(rightLooking, [dominant(n)]),
  },
  {
    name: 'cholesky left looking',
    sizes: [{ n: 32 }],
    body: ({ n }: { n: number }) => scalarProgram(leftLooking, [dominant(n)]),
  },
);
