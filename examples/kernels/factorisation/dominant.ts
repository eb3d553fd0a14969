import { TensorProxy } from 'tensor-odometer';

/** A symmetric matrix of ones with n on its diagonal: positive definite, and factored without exchanging rows. */
export function dominant(n: number): TensorProxy {
  return new TensorProxy(
    'float32',
    [n, n],
    Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? n : 1)),
  );
}
