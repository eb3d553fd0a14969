import type { Scalar } from '../../../instrument/scalars/scalar.ts';
import { column, dot, dotSum, type Example, example, matrix, vector } from './scalar-example.ts';

export const matvec = (a: Scalar[][], x: Scalar[]): Scalar[] => a.map((row) => dot(row, x));
export const vecmat = (a: Scalar[][], x: Scalar[]): Scalar[] => a[0].map((_, j) => dot(x, column(a, j)));
export const matmul = (a: Scalar[][], b: Scalar[][]): Scalar[][] =>
  a.map((row) => b[0].map((_, j) => dot(row, column(b, j))));

function tiledMatmul(tile: number) {
  return (a: Scalar[][], b: Scalar[][]): Scalar[][] => {
    const n = a.length;
    const c: Scalar[][] = a.map(() => []);
    for (let i0 = 0; i0 < n; i0 += tile)
      for (let j0 = 0; j0 < n; j0 += tile)
        for (let k0 = 0; k0 < n; k0 += tile)
          for (let i = i0; i < Math.min(i0 + tile, n); i++)
            for (let j = j0; j < Math.min(j0 + tile, n); j++)
              for (let k = k0; k < Math.min(k0 + tile, n); k++) {
                const product = a[i][k].mul(b[k][j]);
                c[i][j] = k === 0 ? product : c[i][j].add(product);
              }
    return c;
  };
}

/** Quadrants by recursion, down to 2 x 2. */
function recursiveMatmul(a: Scalar[][], b: Scalar[][]): Scalar[][] {
  const n = a.length;
  if (n === 2) return matmul(a, b);
  const quadrant = (m: Scalar[][], i: number, j: number): Scalar[][] =>
    m.slice((i * n) / 2, ((i + 1) * n) / 2).map((row) => row.slice((j * n) / 2, ((j + 1) * n) / 2));
  const c: Scalar[][] = a.map(() => []);
  for (const i of [0, 1])
    for (const j of [0, 1]) {
      const left = recursiveMatmul(quadrant(a, i, 0), quadrant(b, 0, j));
      const right = recursiveMatmul(quadrant(a, i, 1), quadrant(b, 1, j));
      left.forEach((row, r) => {
        row.forEach((x, s) => {
          c[(i * n) / 2 + r][(j * n) / 2 + s] = x.add(right[r][s]);
        });
      });
    }
  return c;
}

function cholesky(a: Scalar[][]): Scalar[][] {
  const n = a.length;
  for (let k = 0; k < n; k++) {
    const pivot = a[k][k].sqrt();
    for (let i = k + 1; i < n; i++) a[i][k] = a[i][k].div(pivot);
    for (let j = k + 1; j < n; j++) for (let i = j; i < n; i++) a[i][j] = a[i][j].sub(a[i][k].mul(a[j][k]));
  }
  return a;
}

/** Products of vectors and matrices in several orders, and a factorisation in place. */
export const LINEAR_ALGEBRA_EXAMPLES: readonly Example[] = [
  example('dot_indexed_2', dot, [vector(2), vector(2)]),
  ...[1, 2, 9].map((n) => example(`dot_sum_${n}`, dotSum, [vector(n), vector(n)])),
  ...[2, 3, 6, 7].map((n) => example(`matvec_${n}`, matvec, [matrix(n, n), vector(n)])),
  ...[2, 3, 4, 5, 6].map((n) => example(`vecmat_${n}`, vecmat, [matrix(n, n), vector(n)])),
  example('grid_matvec_row_6', matvec, [matrix(6, 6), vector(6)]),
  ...[2, 4, 6, 16].map((n) => example(`matmul_naive_${n}`, matmul, [matrix(n, n), matrix(n, n)])),
  ...[2, 3].map((n) => example(`matmul_ir_naive_${n}`, matmul, [matrix(n, n), matrix(n, n)])),
  example('matmul_tiled_6', tiledMatmul(2), [matrix(6, 6), matrix(6, 6)]),
  example('matmul_tiled_8', tiledMatmul(3), [matrix(8, 8), matrix(8, 8)]),
  example('matmul_rmm_4', recursiveMatmul, [matrix(4, 4), matrix(4, 4)]),
  example('matmul_rect_1x3x2', matmul, [matrix(1, 3), matrix(3, 2)]),
  example('matmul_rect_3x2x4', matmul, [matrix(3, 2), matrix(2, 4)]),
  example('matmul_rect_5x1x2', matmul, [matrix(5, 1), matrix(1, 2)]),
  example('matmul_rect_2x6x2', matmul, [matrix(2, 6), matrix(6, 2)]),
  example('grid_cholesky_5', cholesky, [matrix(5, 5)]),
];
