import { expect, test } from 'vitest';
import { selectCases } from '../../cli/cases/measured-cases.ts';
import { ScalarBody } from '../../instrument/cases/case-body.ts';
import { KernelNest } from '../../instrument/nests/nest.ts';
import { TensorProxy } from '../../instrument/scalars/tensor-proxy.ts';

const loaded = await selectCases({ files: ['examples/kernels'], filter: undefined, shard: null });

/** The tensor that a case of the gallery returns. */
function resultOf(label: string): TensorProxy {
  const body = loaded.find(({ one }) => one.label === label)?.one.build(0);
  const result = body instanceof ScalarBody ? body.trace(label, false).result : undefined;
  if (result instanceof TensorProxy) return result;
  throw new Error(`${label}: returns no tensor`);
}

/** The elements of a matrix, by row. */
function rowsOf(matrix: TensorProxy): number[][] {
  const [rows, columns] = matrix.shape;
  const elements = [...matrix.toArray()];
  return Array.from({ length: rows }, (_, i) => elements.slice(i * columns, (i + 1) * columns));
}

/** A square matrix, by what its element is in row i and column j. */
function square(n: number, element: (i: number, j: number) => number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => element(i, j)));
}

function product(a: number[][], b: number[][]): number[][] {
  return square(a.length, (i, j) => a[i].reduce((sum, x, k) => sum + x * b[k][j], 0));
}

/** Largest difference of two elements at one place. */
function distance(a: number[][], b: number[][]): number {
  return Math.max(...a.flatMap((row, i) => row.map((x, j) => Math.abs(x - b[i][j]))));
}

const N = 32;
/** What the gallery factors: see examples/kernels/factorisation/dominant.ts. */
const factored = square(N, (i, j) => (i === j ? N : 1));
/** In single precision, of elements up to 32. */
const CLOSE = 1e-4;

test.each(loaded.filter(({ file }) => file.includes('/matmul/')).map(({ one }) => one.label))(
  '%s: each element of the product of ones is the number of terms',
  (label) => {
    const rows = rowsOf(resultOf(label));
    expect(rows).toEqual(square(rows.length, () => rows.length));
  },
);

test.each(['matvec row n=64', 'matvec col n=64', 'matvec blocked n=64 B=8'])('%s: so with a vector', (label) => {
  expect([...resultOf(label).toArray()]).toEqual(Array.from({ length: 64 }, () => 64));
});

test.each(['matrix powers naive n=16 s=4', 'matrix powers ca n=16 s=4 block=4'])('%s: so at each step', (label) => {
  expect([...resultOf(label).toArray()]).toEqual(Array.from({ length: 16 }, () => 16 ** 4));
});

test.each(['lu no pivot n=32', 'blocked lu n=32 NB=8', 'recursive lu n=32', 'lu partial pivot n=32'])(
  '%s: the product of the factors is the matrix',
  (label) => {
    const factors = rowsOf(resultOf(label));
    const lower = square(N, (i, j) => (i === j ? 1 : i > j ? factors[i][j] : 0));
    const upper = square(N, (i, j) => (i <= j ? factors[i][j] : 0));
    expect(distance(product(lower, upper), factored)).toBeLessThan(CLOSE);
  },
);

test.each([
  ['cholesky n=32', Math.sqrt],
  ['cholesky left looking n=32', (x: number) => x],
])('%s: the factor times its transpose is the matrix', (label, root) => {
  const factor = rowsOf(resultOf(label));
  const lower = square(N, (i, j) => (i === j ? root(factor[i][i]) : i > j ? factor[i][j] : 0));
  const upper = square(N, (i, j) => lower[j][i]);
  expect(distance(product(lower, upper), factored)).toBeLessThan(CLOSE);
});

test.each(loaded.filter(({ one }) => one.label.startsWith('matmul') && one.sizes.n === 64).map(({ one }) => one))(
  '$label: each element of the product is the sum over k',
  (one) => {
    const n = 64;
    const body = one.build(0);
    if (!(body instanceof KernelNest)) throw new Error(`${one.label}: is no nest`);
    // Small integers, so that sums are exact in any order.
    const [a, b] = [square(n, (i, k) => (3 * i + k) % 7), square(n, (k, j) => (k + 5 * j) % 11)];
    const arrays = { a: a.flat(), b: b.flat() };
    const results: { c?: ArrayLike<number> } = body.run(arrays);
    expect(Array.from(results.c ?? [])).toEqual(product(a, b).flat());
  },
);
