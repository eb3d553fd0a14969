import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** A square image with channels last, and the square windows of a locally connected layer: all valid ones, stride 1. */
export interface PatchGeometry {
  /** Rows of the image, and columns. */
  readonly side: number;
  readonly channels: number;
  /** Rows of a window, and columns. */
  readonly field: number;
}

/** Windows along each axis. */
export function windowsOf({ side, field }: PatchGeometry): number {
  return side - field + 1;
}

/** Numbers in a window: k = (row * field + column) * channels + channel. */
export function patchSize({ field, channels }: PatchGeometry): number {
  return field * field * channels;
}

/** Units of the image: (row * side + column) * channels + channel. */
export function imageSize({ side, channels }: PatchGeometry): number {
  return side * side * channels;
}

/** The unit of the image at place k of every window: Int32[windows^2 * patchSize], windows row by row. */
export function patchTable(geometry: PatchGeometry): Int32Array {
  const { side, channels, field } = geometry;
  const windows = windowsOf(geometry);
  const table = new Int32Array(windows * windows * patchSize(geometry));
  let at = 0;
  for (let i = 0; i < windows; i++) {
    for (let j = 0; j < windows; j++) {
      for (let row = i; row < i + field; row++) {
        const first = (row * side + j) * channels;
        for (let unit = first; unit < first + field * channels; unit++) table[at++] = unit;
      }
    }
  }
  return table;
}

/**
 * Copies images [images, units] into the patches of all windows, [windows^2, patchSize, images]. An image becomes a column
 * first, so that an entry of the table moves a whole row and the table does not depend on how many images there are.
 */
export function toPatches(images: Tensor, table: Int32Array, geometry: PatchGeometry): Tensor {
  const count = images.shape[0] as number;
  return tf.tidy(() => {
    const entries = tf.gatherND(tf.transpose(images), indicesOf(table));
    return tf.reshape(entries, [windowsOf(geometry) ** 2, patchSize(geometry), count]);
  });
}

/**
 * Adds patches [windows^2, patchSize, images] up into images that are columns, [units, images]: every unit gets the sum
 * over the windows that it is in. The transpose of copying images into patches.
 */
export function fromPatches(patches: Tensor, table: Int32Array, geometry: PatchGeometry): Tensor {
  const count = patches.shape[2] as number;
  return tf.tidy(() => {
    const entries = tf.reshape(patches, [table.length, count]);
    return tf.scatterND(indicesOf(table), entries as tf.Tensor2D, [imageSize(geometry), count]);
  });
}

function indicesOf(table: Int32Array): tf.Tensor2D {
  return tf.tensor2d(table, [table.length, 1], 'int32');
}
