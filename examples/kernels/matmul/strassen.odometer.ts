/**
 * Strassen's product of two square matrices: seven products of quarters in place of eight, for eighteen sums in place
 * of four, down to one element.
 *
 * Fewer multiplications, more data: the sums write temporaries and read them again, and at this size that is dearer.
 * The variants differ in where a hand places those temporaries, not in what is done, so that they have one figure here.
 */
import { cases, scalarProgram, type TensorProxy } from 'tensor-odometer';
import { ones } from '../ones.ts';
import { difference, joined, productOfOne, quarters, sum } from './quarters.ts';

function strassen(a: TensorProxy, b: TensorProxy): TensorProxy {
  if (a.shape[0] === 1) return productOfOne(a, b);
  const [a11, a12, a21, a22] = quarters(a);
  const [b11, b12, b21, b22] = quarters(b);
  const m1 = strassen(sum(a11, a22), sum(b11, b22));
  const m2 = strassen(sum(a21, a22), b11);
  const m3 = strassen(a11, difference(b12, b22));
  const m4 = strassen(a22, difference(b21, b11));
  const m5 = strassen(sum(a11, a12), b22);
  const m6 = strassen(difference(a21, a11), sum(b11, b12));
  const m7 = strassen(difference(a12, a22), sum(b21, b22));
  const c11 = sum(difference(sum(m1, m4), m5), m7);
  const c12 = sum(m3, m5);
  const c21 = sum(m2, m4);
  const c22 = sum(difference(sum(m1, m3), m2), m6);
  return joined(c11, c12, c21, c22);
}

const body = ({ n }: { n: number }) => scalarProgram(strassen, [ones(n, n), ones(n, n)]);

export default cases(
  { name: 'naive strassen', sizes: [{ n: 16 }], body },
  { name: 'fused strassen', sizes: [{ n: 16 }], body },
);
