/**
 * A matrix applied to a vector again and again, as Krylov methods do: x, Ax, AAx, ...
 *
 * What is argued: whether the matrix has to come from afar at each step. The order with blocks of rows reads it in the
 * same order as the plain one, though, and copies the vector at each step beside: it avoids nothing, and costs a little
 * more.
 */
import { cases, type Scalar, scalarProgram, TensorProxy } from 'tensor-odometer';
import { ones } from '../ones.ts';

function copied(x: TensorProxy): TensorProxy {
  const copy = new TensorProxy('float32', x.shape);
  for (let i = 0; i < x.size; i++) copy.set(i, x.get(i), { copy: true });
  return copy;
}

/** Row i of `a` times `x`. */
function dot(a: TensorProxy, x: TensorProxy, i: number): Scalar {
  let sum = a.get(i, 0).mul(x.get(0));
  for (let j = 1; j < x.size; j++) sum = sum.add(a.get(i, j).mul(x.get(j)));
  return sum;
}

function naive(a: TensorProxy, x: TensorProxy, steps: number): TensorProxy {
  let current = copied(x);
  for (let step = 0; step < steps; step++) {
    const next = new TensorProxy('float32', x.shape);
    for (let i = 0; i < x.size; i++) next.set(i, dot(a, current, i));
    current = next;
  }
  return current;
}

function byBlocksOfRows(a: TensorProxy, x: TensorProxy, steps: number, block: number): TensorProxy {
  let current = copied(x);
  for (let step = 0; step < steps; step++) {
    const next = copied(current);
    for (let top = 0; top < x.size; top += block) {
      for (let i = top; i < Math.min(top + block, x.size); i++) next.set(i, dot(a, current, i));
    }
    current = next;
  }
  return current;
}

export default cases(
  {
    name: 'matrix powers naive',
    sizes: [{ n: 16, s: 4 }],
    body: ({ n, s }: { n: number; s: number }) => scalarProgram((a, x) => naive(a, x, s), [ones(n, n), ones(n)]),
  },
  {
    name: 'matrix powers ca',
    sizes: [{ n: 16, s: 4, block: 4 }],
    body: ({ n, s, block }: { n: number; s: number; block: number }) =>
      scalarProgram((a, x) => byBlocksOfRows(a, x, s, block), [ones(n, n), ones(n)]),
  },
);
