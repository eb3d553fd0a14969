import type { TensorSpec } from '../../instrument/tensors/update-program.ts';

/** Labelled images: Float32[count * width] pixels, one label an image. An `ImageSet` is one. */
export interface Examples {
  readonly pixels: Float32Array;
  readonly labels: Uint8Array;
}

/**
 * A copy of the pixels of the examples at `indices`, `width` an image. Throws RangeError if the images have another
 * width or there is none at an index.
 */
export function pixelsAt(examples: Examples, indices: Int32Array, width: number): Float32Array {
  const count = examples.labels.length;
  if (examples.pixels.length !== count * width) {
    throw new RangeError(
      `pixelsAt: ${count} images of ${width} pixels must have ${count * width}, got ${examples.pixels.length}`,
    );
  }
  const pixels = new Float32Array(indices.length * width);
  indices.forEach((index, row) => {
    checkIndex(index, count);
    pixels.set(examples.pixels.subarray(index * width, (index + 1) * width), row * width);
  });
  return pixels;
}

/** The labels of the examples at `indices`. Throws RangeError if there is none at an index. */
export function labelsAt(examples: Examples, indices: Int32Array): Uint8Array {
  return Uint8Array.from(indices, (index) => {
    checkIndex(index, examples.labels.length);
    return examples.labels[index];
  });
}

/** The tensor of a batch that holds `rows` examples of `width` numbers, or their one-hot labels. */
export function inputsSpec(name: string, rows: number, width: number): TensorSpec {
  return { name, shape: [rows, width], dtype: 'float32', role: 'inputs' };
}

/** Float32[labels, classes]: 1 at each row's label, 0 elsewhere. Labels are under `classes`. */
export function oneHotRows(labels: Uint8Array, classes: number): Float32Array {
  const rows = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => {
    rows[row * classes + label] = 1;
  });
  return rows;
}

function checkIndex(index: number, count: number): void {
  if (index < 0 || index >= count) throw new RangeError(`Examples: index must be in 0..${count - 1}, got ${index}`);
}
