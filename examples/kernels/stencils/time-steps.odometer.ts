/**
 * Several sweeps of a stencil that adds up each element inside and the four beside it.
 *
 * What is argued: whether all of the grid has to pass between one step and the next. In time tiles, each block takes all
 * steps on a copy of its own before the next block begins, with a rim as wide as there are steps. The rims are computed
 * again by the blocks beside, and at this size they are most of the work: the tiles read five times as much, each read
 * nearer, and lose.
 */
import { cases, input, type NestTensor, nest, output, type ReadTensor, range, scratch } from 'tensor-odometer';
import { cross } from './cross.ts';

/** One step of `rows` times `columns` elements, the outermost of which stay what they are. */
function step(now: ReadTensor, next: NestTensor, rows: number, columns: number): void {
  for (const i of range(rows)) for (const j of range(columns)) next.set(i, j, now.get(i, j));
  for (const i of range(1, rows - 1)) for (const j of range(1, columns - 1)) next.set(i, j, cross(now, i, j));
}

export default cases(
  {
    name: 'stencil time naive',
    sizes: [{ n: 16, T: 4 }],
    body: ({ n, T }) => {
      const tensors = { a: input([n, n]), even: output([n, n]), odd: scratch([n, n]) };
      return nest(tensors, ({ a, even, odd }) => {
        for (const i of range(n)) for (const j of range(n)) even.set(i, j, a.get(i, j));
        // Two steps at a time, so that the last result is in the output.
        for (let t = 0; t < T; t += 2) {
          step(even, odd, n, n);
          step(odd, even, n, n);
        }
      });
    },
  },
  {
    name: 'stencil time diamond',
    sizes: [{ n: 16, T: 4, block: 4 }],
    body: ({ n, T, block }) => {
      const width = Math.min(n, block + 2 * T);
      const tile = scratch([width, width]);
      return nest({ a: input([n, n]), grid: output([n, n]), even: tile, odd: tile }, ({ a, grid, even, odd }) => {
        for (const i of range(n)) for (const j of range(n)) grid.set(i, j, a.get(i, j));
        for (let row = 0; row < n; row += block) {
          for (let column = 0; column < n; column += block) {
            const [top, left] = [Math.max(0, row - T), Math.max(0, column - T)];
            const rows = Math.min(n, row + block + T) - top;
            const columns = Math.min(n, column + block + T) - left;
            for (const i of range(rows)) {
              for (const j of range(columns)) even.set(i, j, grid.get(i.plus(top), j.plus(left)));
            }
            for (let t = 0; t < T; t += 2) {
              step(even, odd, rows, columns);
              step(odd, even, rows, columns);
            }
            // As published: back into the grid that later blocks take their rims from, which are ahead in time there.
            for (const i of range(row, row + block)) {
              for (const j of range(column, column + block)) grid.set(i, j, even.get(i.minus(top), j.minus(left)));
            }
          }
        }
      });
    },
  },
);
