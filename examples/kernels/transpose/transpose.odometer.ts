/**
 * A square matrix copied into its transpose: every element is read once, whatever the order.
 *
 * What is argued is the order alone. On lines of a cache, blocks and recursion pay several times over; element by
 * element they only make holes in the stack of arguments sooner or later, so that the three are near one another.
 */
import { cases, scalarProgram, TensorProxy } from 'tensor-odometer';
import { ones } from '../ones.ts';

function byRows(a: TensorProxy): TensorProxy {
  const [n] = a.shape;
  const b = new TensorProxy('float32', [n, n]);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) b.set(i, j, a.get(j, i), { copy: true });
  }
  return b;
}

function byBlocks(a: TensorProxy): TensorProxy {
  const [n] = a.shape;
  const block = Math.round(Math.sqrt(n));
  const b = new TensorProxy('float32', [n, n]);
  for (let top = 0; top < n; top += block) {
    for (let left = 0; left < n; left += block) {
      for (let i = top; i < Math.min(top + block, n); i++) {
        for (let j = left; j < Math.min(left + block, n); j++) b.set(i, j, a.get(j, i), { copy: true });
      }
    }
  }
  return b;
}

function byQuarters(a: TensorProxy): TensorProxy {
  const b = new TensorProxy('float32', a.shape);
  /** The square of `a` of this size at this place. */
  const turn = (row: number, column: number, size: number): void => {
    if (size === 1) {
      b.set(column, row, a.get(row, column), { copy: true });
      return;
    }
    const half = size / 2;
    turn(row, column, half);
    turn(row + half, column, half);
    turn(row, column + half, half);
    turn(row + half, column + half, half);
  };
  turn(0, 0, a.shape[0]);
  return b;
}

const transposed = (run: (a: TensorProxy) => TensorProxy) => ({
  sizes: [{ n: 32 }],
  body: ({ n }: { n: number }) => scalarProgram((a) => run(a), [ones(n, n)]),
});

export default cases(
  { name: 'transpose naive', ...transposed(byRows) },
  { name: 'transpose blocked', ...transposed(byBlocks) },
  { name: 'transpose recursive', ...transposed(byQuarters) },
);
