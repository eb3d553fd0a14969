import { TensorProxy } from 'tensor-odometer';

/** A part of a matrix. Its elements are those of the matrix themselves, which costs nothing. */
export function submatrix(a: TensorProxy, top: number, left: number, rows: number, columns: number): TensorProxy {
  const part = new TensorProxy('float32', [rows, columns]);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) part.set(i, j, a.get(top + i, left + j));
  }
  return part;
}
