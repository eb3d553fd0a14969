/**
 * One sweep of a Jacobi stencil: each element inside becomes the mean of itself and the four beside it.
 *
 * What is argued is the order. Row by row, a row of the grid passes before an element is met again from the row below; in a
 * square, a row of the square does. Recursion goes through such squares, and squares of them.
 */
import { cases, input, nest, output, range } from 'tensor-odometer';
import { cross } from './cross.ts';

export default cases(
  {
    name: 'stencil naive',
    sizes: [{ n: 32 }],
    body: ({ n }) =>
      nest({ a: input([n, n]), b: output([n, n]) }, ({ a, b }) => {
        for (const i of range(1, n - 1)) for (const j of range(1, n - 1)) b.set(i, j, cross(a, i, j).mul(0.2));
      }),
  },
  {
    name: 'stencil recursive',
    sizes: [{ n: 32, leaf: 8 }],
    body: ({ n, leaf }) =>
      nest({ a: input([n, n]), b: output([n, n]) }, ({ a, b }) => {
        /** The square of this size at this place, as far as it is inside. */
        const sweep = (top: number, left: number, size: number): void => {
          if (size > leaf) {
            const half = size / 2;
            for (const row of [top, top + half]) for (const column of [left, left + half]) sweep(row, column, half);
            return;
          }
          for (const i of range(Math.max(top, 1), Math.min(top + size, n - 1))) {
            for (const j of range(Math.max(left, 1), Math.min(left + size, n - 1))) {
              b.set(i, j, cross(a, i, j).mul(0.2));
            }
          }
        };
        sweep(0, 0, n);
      }),
  },
);
