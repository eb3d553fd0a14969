/**
 * One sweep of a Jacobi stencil over a larger grid, row by row and in square blocks.
 *
 * In blocks the row above is nearer, and what the block beside has read at the edges is farther. Blocks win by a tenth and
 * not by a factor: most of the cost is that of first reads, which no order saves.
 */
import { blocks, cases, input, nest, output, range } from 'tensor-odometer';
import { cross } from './cross.ts';

const grids = [64, 512];

const tensorsOf = (n: number) => ({ a: input([n + 2, n + 2]), b: output([n, n]) });

export default cases(
  {
    name: 'stencil plain',
    sizes: grids.map((n) => ({ n })),
    body: ({ n }) =>
      nest(tensorsOf(n), ({ a, b }) => {
        for (const i of range(n)) for (const j of range(n)) b.set(i, j, cross(a, i.plus(1), j.plus(1)).mul(0.2));
      }),
  },
  {
    name: 'stencil blocked',
    sizes: grids.map((n) => ({ n, width: 16 })),
    body: ({ n, width }) =>
      nest(tensorsOf(n), ({ a, b }) => {
        for (const rows of blocks(n, width)) {
          for (const columns of blocks(n, width)) {
            for (const i of rows) for (const j of columns) b.set(i, j, cross(a, i.plus(1), j.plus(1)).mul(0.2));
          }
        }
      }),
  },
);
