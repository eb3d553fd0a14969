import { type Scalar, TensorProxy } from 'tensor-odometer';
import { submatrix } from '../submatrix.ts';

/** The quarters of a square matrix of even size: top left, top right, bottom left, bottom right. */
export function quarters(a: TensorProxy): [TensorProxy, TensorProxy, TensorProxy, TensorProxy] {
  const h = a.shape[0] / 2;
  return [submatrix(a, 0, 0, h, h), submatrix(a, 0, h, h, h), submatrix(a, h, 0, h, h), submatrix(a, h, h, h, h)];
}

/** The matrix that has these quarters. */
export function joined(
  topLeft: TensorProxy,
  topRight: TensorProxy,
  bottomLeft: TensorProxy,
  bottomRight: TensorProxy,
): TensorProxy {
  const [h] = topLeft.shape;
  const whole = new TensorProxy('float32', [2 * h, 2 * h]);
  for (let i = 0; i < h; i++) {
    for (let j = 0; j < h; j++) {
      whole.set(i, j, topLeft.get(i, j));
      whole.set(i, h + j, topRight.get(i, j));
      whole.set(h + i, j, bottomLeft.get(i, j));
      whole.set(h + i, h + j, bottomRight.get(i, j));
    }
  }
  return whole;
}

export function sum(a: TensorProxy, b: TensorProxy): TensorProxy {
  return elementwise(a, b, (x, y) => x.add(y));
}

export function difference(a: TensorProxy, b: TensorProxy): TensorProxy {
  return elementwise(a, b, (x, y) => x.sub(y));
}

function elementwise(a: TensorProxy, b: TensorProxy, combine: (x: Scalar, y: Scalar) => Scalar): TensorProxy {
  const [rows, columns] = a.shape;
  const result = new TensorProxy('float32', a.shape);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result.set(i, j, combine(a.get(i, j), b.get(i, j)));
  }
  return result;
}

/** The product of two matrices of one element. */
export function productOfOne(a: TensorProxy, b: TensorProxy): TensorProxy {
  return new TensorProxy('float32', [1, 1], [a.get(0, 0).mul(b.get(0, 0))]);
}
