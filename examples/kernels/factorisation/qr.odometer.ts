/**
 * QR by Householder's reflections: for each column the norm of what is below its diagonal, then the reflection of the
 * columns to its right.
 *
 * By blocks, a reflection is applied at once to the columns of its panel alone, and to the others together with the
 * rest of its panel. Of a tall matrix, tiles of rows can be factored by themselves and their triangles merged up a
 * tree.
 *
 * As in the published kernels, the steps are read in their order and computed without their scales: no reflection is
 * divided by its norm. So the factors are none, and the data move as if they were.
 */
import { apply, cases, type Scalar, scalarProgram, type TensorProxy } from 'tensor-odometer';
import { ones } from '../ones.ts';

/** Rows from the second on that a reflection reaches beside the row of its diagonal. */
interface Rows {
  readonly diagonal: number;
  readonly from: number;
  readonly to: number;
}

function norm(a: TensorProxy, k: number, { diagonal, from, to }: Rows): void {
  let sum = a.get(diagonal, k).copy();
  for (let i = from; i < to; i++) sum = apply('norm', (squares, x) => squares + x * x, sum, a.get(i, k));
}

/** Column k times column j. */
function dot(a: TensorProxy, k: number, j: number, { diagonal, from, to }: Rows): Scalar {
  let sum = a.get(diagonal, k).mul(a.get(diagonal, j));
  for (let i = from; i < to; i++) sum = sum.add(a.get(i, k).mul(a.get(i, j)));
  return sum;
}

/** Reflects column j at column k. */
function reflect(a: TensorProxy, k: number, j: number, rows: Rows): void {
  const t = dot(a, k, j, rows);
  const { diagonal, from, to } = rows;
  a.set(diagonal, j, a.get(diagonal, j).sub(t.mul(a.get(diagonal, k))));
  for (let i = from; i < to; i++) a.set(i, j, a.get(i, j).sub(t.mul(a.get(i, k))));
}

/** Reflections of columns `start` to `end`, applied to those among them. */
function panel(a: TensorProxy, start: number, end: number): void {
  const [m] = a.shape;
  for (let k = start; k < end; k++) {
    const rows = { diagonal: k, from: k + 1, to: m };
    norm(a, k, rows);
    for (let j = k + 1; j < end; j++) reflect(a, k, j, rows);
  }
}

function byColumns(a: TensorProxy): TensorProxy {
  panel(a, 0, a.shape[1]);
  return a;
}

function byPanels(a: TensorProxy, width: number): TensorProxy {
  const [m, n] = a.shape;
  for (let start = 0; start < n; start += width) {
    const end = Math.min(start + width, n);
    panel(a, start, end);
    for (let j = end; j < n; j++) {
      const weights: Scalar[] = [];
      for (let k = start; k < end; k++) weights.push(dot(a, k, j, { diagonal: k, from: k + 1, to: m }));
      for (let k = start; k < end; k++) {
        for (let i = k; i < m; i++) a.set(i, j, a.get(i, j).sub(a.get(i, k).mul(weights[k - start])));
      }
    }
  }
  return a;
}

function byTree(a: TensorProxy, height: number): TensorProxy {
  const [m, n] = a.shape;
  for (let top = 0; top < m; top += height) {
    const bottom = Math.min(top + height, m);
    for (let k = 0; k < Math.min(bottom - top, n); k++) {
      const rows = { diagonal: top + k, from: top + k + 1, to: bottom };
      norm(a, k, rows);
      for (let j = k + 1; j < n; j++) reflect(a, k, j, rows);
    }
  }
  for (let step = height; step < m; step *= 2) {
    for (let upper = 0; upper + step < m; upper += 2 * step) merge(a, upper, upper + step, height);
  }
  return a;
}

/** Factors two triangles, one on top of the other, that lie in tiles of rows from `upper` and from `lower` on. */
function merge(a: TensorProxy, upper: number, lower: number, height: number): void {
  const [m, n] = a.shape;
  for (let k = 0; k < Math.min(n, height); k++) {
    apply('norm', (x, y) => x * x + y * y, a.get(upper + k, k), a.get(lower + k, k));
    const rows = { diagonal: upper + k, from: lower + k, to: Math.min(lower + height, m) };
    for (let j = k + 1; j < n; j++) reflect(a, k, j, rows);
  }
}

export default cases(
  {
    name: 'householder qr',
    sizes: [{ n: 32 }],
    body: ({ n }: { n: number }) => scalarProgram(byColumns, [ones(n, n)]),
  },
  {
    name: 'blocked qr',
    sizes: [{ n: 32, NB: 8 }],
    body: ({ n, NB }: { n: number; NB: number }) => scalarProgram((a) => byPanels(a, NB), [ones(n, n)]),
  },
  {
    name: 'tsqr',
    sizes: [{ m: 64, n: 16, br: 8 }],
    body: ({ m, n, br }: { m: number; n: number; br: number }) => scalarProgram((a) => byTree(a, br), [ones(m, n)]),
  },
);
