import { createHash } from 'node:crypto';

/** Labelled images of one size, in a fixed order. */
export interface ImageSet {
  /** The data set and the split, such as `mnist-train`. */
  readonly name: string;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  /** Number of classes; labels are 0..classes-1. */
  readonly classes: number;
  /** Float32[count * rows * columns * channels], row-major with channels last. Of images each is a byte / 255, so 0..1. */
  readonly pixels: Float32Array;
  readonly labels: Uint8Array;
  /** Hex SHA-256 of the shape, the pixel bytes and the labels: equal for equal content, however it was stored. */
  readonly sha256: string;
}

/** The images a scenario learns from and those it is judged by. */
export interface Dataset {
  readonly name: string;
  readonly train: ImageSet;
  readonly test: ImageSet;
}

export interface ImageBytes {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly classes: number;
  /** Uint8[count * rows * columns * channels], row-major with channels last. */
  readonly bytes: Uint8Array;
  readonly labels: Uint8Array;
}

/** What an image set is made of where its pixels are numbers, not bytes. */
export type ImageNumbers = Omit<ImageSet, 'count' | 'sha256'>;

/**
 * An image set from numbers, [count, rows, columns, channels] row-major, as many images as labels; they are kept, not
 * copied. Its hash is of the numbers as little-endian bytes, whatever the machine's own order.
 */
export function imageSetFromNumbers(images: ImageNumbers): ImageSet {
  const { rows, columns, channels, classes, pixels, labels } = images;
  const bytes = new DataView(new ArrayBuffer(4 * pixels.length));
  for (let i = 0; i < pixels.length; i++) bytes.setFloat32(4 * i, pixels[i], true);
  const sha256 = createHash('sha256')
    .update(`${labels.length} ${rows} ${columns} ${channels} ${classes}\n`)
    .update(bytes)
    .update(labels)
    .digest('hex');
  return { ...images, count: labels.length, sha256 };
}

/**
 * An image set from pixel bytes. Every pixel becomes fround(byte / 255), with no centring. The labels are kept, not
 * copied. Throws RangeError if the sizes disagree or a label is no class.
 */
export function imageSetFromBytes({ name, rows, columns, channels, classes, bytes, labels }: ImageBytes): ImageSet {
  const count = labels.length;
  const size = count * rows * columns * channels;
  if (bytes.length !== size) {
    throw new RangeError(
      `imageSetFromBytes: ${name} must have ${count} x ${rows} x ${columns} x ${channels} pixels, got ${bytes.length}`,
    );
  }
  for (let i = 0; i < count; i++) {
    if (labels[i] >= classes) {
      throw new RangeError(`imageSetFromBytes: ${name} label ${i} must be under ${classes}, got ${labels[i]}`);
    }
  }
  const levels = Float32Array.from({ length: 256 }, (_, level) => level / 255);
  const pixels = new Float32Array(size);
  for (let i = 0; i < size; i++) pixels[i] = levels[bytes[i]];
  const sha256 = createHash('sha256')
    .update(`${count} ${rows} ${columns} ${channels} ${classes}\n`)
    .update(bytes)
    .update(labels)
    .digest('hex');
  return { name, count, rows, columns, channels, classes, pixels, labels, sha256 };
}
