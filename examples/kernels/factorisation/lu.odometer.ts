/**
 * LU in place: the factors take the place of the matrix, below the diagonal L, whose diagonal is of ones, the rest U.
 *
 * Without blocks, each step passes over all that is left of the matrix. By blocks, a diagonal block, the panel below it
 * and the strip beside it are finished first, and what is left is passed over once a block; by halves, the same at
 * every scale, for a copy of each half. Pivoting adds a look at a column and at two rows a step.
 */
import { apply, cases, scalarProgram, type TensorProxy } from 'tensor-odometer';
import { submatrix } from '../submatrix.ts';
import { dominant } from './dominant.ts';

/** a[i][j] -= a[i][k] * a[k][j] */
function subtract(a: TensorProxy, i: number, j: number, k: number): void {
  a.set(i, j, a.get(i, j).sub(a.get(i, k).mul(a.get(k, j))));
}

/** One step of elimination in the square that begins at k and ends before `end`. */
function eliminate(a: TensorProxy, k: number, end: number): void {
  const pivot = a.get(k, k).copy();
  for (let i = k + 1; i < end; i++) a.set(i, k, a.get(i, k).div(pivot));
  for (let i = k + 1; i < end; i++) {
    for (let j = k + 1; j < end; j++) subtract(a, i, j, k);
  }
}

/** L below the factored block of rows and columns `start` to `end`, U beside it, and what is left of the matrix. */
function update(a: TensorProxy, start: number, end: number): void {
  const [n] = a.shape;
  for (let i = end; i < n; i++) {
    for (let k = start; k < end; k++) {
      a.set(i, k, a.get(i, k).div(a.get(k, k)));
      for (let j = k + 1; j < end; j++) subtract(a, i, j, k);
    }
  }
  for (let k = start; k < end; k++) {
    for (let j = end; j < n; j++) {
      for (let i = k + 1; i < end; i++) subtract(a, i, j, k);
    }
  }
  for (let i = end; i < n; i++) {
    for (let j = end; j < n; j++) {
      for (let k = start; k < end; k++) subtract(a, i, j, k);
    }
  }
}

function plain(a: TensorProxy): TensorProxy {
  const [n] = a.shape;
  for (let k = 0; k < n; k++) eliminate(a, k, n);
  return a;
}

function byBlocks(a: TensorProxy, block: number): TensorProxy {
  const [n] = a.shape;
  for (let start = 0; start < n; start += block) {
    const end = Math.min(start + block, n);
    for (let k = start; k < end; k++) eliminate(a, k, end);
    update(a, start, end);
  }
  return a;
}

function byHalves(a: TensorProxy): TensorProxy {
  const [n] = a.shape;
  if (n === 1) return a;
  const half = Math.floor(n / 2);
  factorPart(a, 0, half);
  update(a, 0, half);
  factorPart(a, half, n - half);
  return a;
}

/** Factors a square on the diagonal by itself and copies it back. */
function factorPart(a: TensorProxy, start: number, size: number): void {
  const factors = byHalves(submatrix(a, start, start, size, size));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) a.set(start + i, start + j, factors.get(i, j), { copy: true });
  }
}

function pivoting(a: TensorProxy): TensorProxy {
  const [n] = a.shape;
  for (let k = 0; k < n; k++) {
    a.get(k, k).copy();
    for (let i = k + 1; i < n; i++) apply('larger', Math.max, a.get(i, k), a.get(k, k));
    const other = Math.min(k + 1, n - 1);
    for (let j = k; j < n; j++) apply('exchange', (x) => x, a.get(k, j), a.get(other, j));
    eliminate(a, k, n);
  }
  return a;
}

export default cases(
  {
    name: 'lu no pivot',
    sizes: [{ n: 32 }],
    body: ({ n }: { n: number }) => scalarProgram(plain, [dominant(n)]),
  },
  {
    name: 'blocked lu',
    sizes: [{ n: 32, NB: 8 }],
    body: ({ n, NB }: { n: number; NB: number }) => scalarProgram((a) => byBlocks(a, NB), [dominant(n)]),
  },
  {
    name: 'recursive lu',
    sizes: [{ n: 32 }],
    body: ({ n }: { n: number }) => scalarProgram(byHalves, [dominant(n)]),
  },
  {
    // Rows k and k + 1 are read as for an exchange whatever the pivot, and stay where they are: as published.
    name: 'lu partial pivot',
    sizes: [{ n: 32 }],
    body: ({ n }: { n: number }) => scalarProgram(pivoting, [dominant(n)]),
  },
);
