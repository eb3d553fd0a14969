import { TensorProxy } from 'tensor-odometer';

/** A tensor of ones. What most kernels here read and write does not depend on the numbers. */
export function ones(...shape: number[]): TensorProxy {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return new TensorProxy('float32', shape, new Float32Array(size).fill(1));
}
