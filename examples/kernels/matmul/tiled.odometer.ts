/**
 * The product of two square matrices tile by tile: once the tiles of both factors and of the product are near, they
 * serve for all multiplications among them.
 *
 * The variants argue about whether tiles have to be copied. A machine whose addresses have fixed costs needs the copy
 * to bring a tile near; on a stack that orders itself by recency, tiles come near by being used, and copies are only
 * more to read.
 */
import { cases, scalarProgram, TensorProxy } from 'tensor-odometer';
import { ones } from '../ones.ts';
import { submatrix } from '../submatrix.ts';

function tiled(a: TensorProxy, b: TensorProxy, tile: number): TensorProxy {
  const [n] = a.shape;
  const c = new TensorProxy('float32', [n, n]);
  for (let top = 0; top < n; top += tile) {
    for (let left = 0; left < n; left += tile) {
      for (let inner = 0; inner < n; inner += tile) {
        for (let i = top; i < Math.min(top + tile, n); i++) {
          for (let j = left; j < Math.min(left + tile, n); j++) {
            for (let k = inner; k < Math.min(inner + tile, n); k++) {
              const product = a.get(i, k).mul(b.get(k, j));
              c.set(i, j, k === 0 ? product : c.get(i, j).add(product));
            }
          }
        }
      }
    }
  }
  return c;
}

/** A tile in cells of its own: each element is read. */
function copied(a: TensorProxy, top: number, left: number, tile: number): TensorProxy {
  const copy = submatrix(a, top, left, tile, tile);
  for (let i = 0; i < tile; i++) {
    for (let j = 0; j < tile; j++) copy.set(i, j, copy.get(i, j), { copy: true });
  }
  return copy;
}

function tiledByCopies(a: TensorProxy, b: TensorProxy, tile: number): TensorProxy {
  const [n] = a.shape;
  const c = new TensorProxy('float32', [n, n]);
  // Computed: zeros that are constants would be free to read.
  const zero = a.get(0, 0).sub(a.get(0, 0));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) c.set(i, j, zero, { copy: true });
  }
  for (let top = 0; top < n; top += tile) {
    for (let left = 0; left < n; left += tile) {
      const sums = copied(c, top, left, tile);
      for (let inner = 0; inner < n; inner += tile) {
        const x = copied(a, top, inner, tile);
        const y = copied(b, inner, left, tile);
        for (let i = 0; i < tile; i++) {
          for (let j = 0; j < tile; j++) {
            for (let k = 0; k < tile; k++) sums.set(i, j, sums.get(i, j).add(x.get(i, k).mul(y.get(k, j))));
          }
        }
      }
      for (let i = 0; i < tile; i++) {
        for (let j = 0; j < tile; j++) c.set(top + i, left + j, sums.get(i, j), { copy: true });
      }
    }
  }
  return c;
}

export default cases(
  {
    name: 'tiled matmul',
    sizes: [{ n: 16 }],
    body: ({ n }: { n: number }) =>
      scalarProgram((a, b) => tiled(a, b, Math.round(Math.sqrt(n))), [ones(n, n), ones(n, n)]),
  },
  {
    name: 'tiled matmul explicit',
    sizes: [{ n: 16, T: 4 }],
    body: ({ n, T }: { n: number; T: number }) =>
      scalarProgram((a, b) => tiledByCopies(a, b, T), [ones(n, n), ones(n, n)]),
  },
);
