/**
 * The product of a sparse matrix, in compressed rows, and a vector. Positions are plain numbers, which move for
 * nothing: what counts is the elements of the matrix, each read once, and those of the vector that they meet.
 *
 * What is argued is the pattern. In a band, rows that follow one another meet the same part of the vector; scattered,
 * any part of it.
 */
import { cases, type Scalar, scalarProgram, TensorProxy } from 'tensor-odometer';
import { ones } from '../ones.ts';
import { SCATTERED_COLUMNS } from './scattered-columns.ts';

/** By row, the columns of the elements that are there. */
type Pattern = readonly (readonly number[])[];

function product(x: TensorProxy, pattern: Pattern): TensorProxy {
  // The elements of the matrix: made of the first of the vector, each in a cell of its own.
  const rows = pattern.map((columns) => columns.map((): Scalar => x.get(0).copy()));
  const y = new TensorProxy('float32', [pattern.length]);
  pattern.forEach(([first, ...others], i) => {
    let sum = rows[i][0].mul(x.get(first));
    others.forEach((column, at) => {
      sum = sum.add(rows[i][at + 1].mul(x.get(column)));
    });
    y.set(i, sum);
  });
  return y;
}

/** Columns up to `width` away from the diagonal. */
function band(n: number, width: number): Pattern {
  return Array.from({ length: n }, (_, i) => {
    const first = Math.max(0, i - width);
    return Array.from({ length: Math.min(n, i + width + 1) - first }, (_, at) => first + at);
  });
}

export default cases(
  {
    name: 'spmv csr banded',
    sizes: [{ n: 32, bw: 3 }],
    body: ({ n, bw }: { n: number; bw: number }) => scalarProgram((x) => product(x, band(n, bw)), [ones(n)]),
  },
  {
    name: 'spmv csr random',
    sizes: [{ n: 32, nnz: 7 }],
    body: ({ n }: { n: number; nnz: number }) => scalarProgram((x) => product(x, SCATTERED_COLUMNS), [ones(n)]),
  },
);
