/**
 * The product of two square matrices by halving them until one element is left: eight products of quarters and four
 * sums.
 *
 * What it argues: without knowing how large a near memory is, recursion has at every scale the locality that a tile has
 * at one.
 */
import { cases, scalarProgram, type TensorProxy } from 'tensor-odometer';
import { ones } from '../ones.ts';
import { joined, productOfOne, quarters, sum } from './quarters.ts';

function recursive(a: TensorProxy, b: TensorProxy): TensorProxy {
  if (a.shape[0] === 1) return productOfOne(a, b);
  const [a11, a12, a21, a22] = quarters(a);
  const [b11, b12, b21, b22] = quarters(b);
  const c11 = sum(recursive(a11, b11), recursive(a12, b21));
  const c12 = sum(recursive(a11, b12), recursive(a12, b22));
  const c21 = sum(recursive(a21, b11), recursive(a22, b21));
  const c22 = sum(recursive(a21, b12), recursive(a22, b22));
  return joined(c11, c12, c21, c22);
}

export default cases({
  name: 'rmm',
  sizes: [{ n: 16 }],
  body: ({ n }: { n: number }) => scalarProgram(recursive, [ones(n, n), ones(n, n)]),
});
