/**
 * The idx format of the MNIST files (http://yann.lecun.com/exdb/mnist/, "the IDX file format"): two zero bytes, the type
 * of the elements, the rank, one big-endian 32-bit size per axis, then the elements, last axis fastest. Only unsigned
 * bytes (type 8) are read here. Byte offsets in messages count from the start of the file after decompression.
 */
import { gunzipSync } from 'node:zlib';
import { InputError } from '../../core/input-error.ts';

const UNSIGNED_BYTE = 0x08;

export interface IdxImages {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  /** Uint8[count * rows * columns]; shares memory with the file's bytes when those were not compressed. */
  readonly pixels: Uint8Array;
}

/** The images in an idx file of rank 3, gzip-compressed or not. Throws InputError naming `file` and the byte. */
export function parseIdxImages(bytes: Uint8Array, file: string): IdxImages {
  const { sizes, elements } = parseIdx(bytes, file, 3);
  const [count, rows, columns] = sizes;
  if (rows === 0 || columns === 0) {
    throw new InputError(`${file}: byte 8: images must have at least one pixel, got ${rows} x ${columns}`);
  }
  return { count, rows, columns, pixels: elements };
}

/** The labels 0..classes-1 in an idx file of rank 1, gzip-compressed or not. Throws InputError naming `file` and the byte. */
export function parseIdxLabels(bytes: Uint8Array, file: string, classes: number): Uint8Array {
  const { elements } = parseIdx(bytes, file, 1);
  const wrong = elements.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw new InputError(
      `${file}: byte ${8 + wrong}: label ${wrong} must be in 0..${classes - 1}, got ${elements[wrong]}`,
    );
  }
  return elements;
}

/** A file that was read whole: what it is called in messages, and its bytes. */
export interface ReadFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Images and as many labels 0..classes-1, from their two idx files. Throws InputError naming the file and the byte. */
export function parseIdxPair(images: ReadFile, labels: ReadFile, classes: number): IdxImages & { labels: Uint8Array } {
  const parsed = parseIdxImages(images.bytes, images.file);
  const parsedLabels = parseIdxLabels(labels.bytes, labels.file, classes);
  if (parsedLabels.length !== parsed.count) {
    throw new InputError(
      `${labels.file}: byte 4: ${parsedLabels.length} labels for the ${parsed.count} images of ${images.file}`,
    );
  }
  return { ...parsed, labels: parsedLabels };
}

function parseIdx(stored: Uint8Array, file: string, rank: number): { sizes: number[]; elements: Uint8Array } {
  const bytes = decompressed(stored, file);
  const header = 4 + 4 * rank;
  if (bytes.length < header) {
    throw new InputError(
      `${file}: byte ${bytes.length}: the file ends inside its header of ${header} bytes; get a complete copy`,
    );
  }
  if (bytes[0] !== 0 || bytes[1] !== 0) {
    throw new InputError(`${file}: byte 0: an idx file starts with 00 00, got ${hex(bytes[0])} ${hex(bytes[1])}`);
  }
  if (bytes[2] !== UNSIGNED_BYTE) {
    throw new InputError(`${file}: byte 2: the element type must be 08 (unsigned byte), got ${hex(bytes[2])}`);
  }
  if (bytes[3] !== rank) {
    throw new InputError(
      `${file}: byte 3: ${rank === 3 ? 'images have 3 axes' : 'labels have 1 axis'}, got ${bytes[3]}; are images and labels swapped?`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sizes = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = header + sizes.reduce((product, size) => product * size, 1);
  if (bytes.length < expected) {
    throw new InputError(
      `${file}: byte ${bytes.length}: the file ends early, ${sizes.join(' x ')} elements need ${expected} bytes; get a complete copy`,
    );
  }
  if (bytes.length > expected) {
    throw new InputError(
      `${file}: byte ${expected}: ${sizes.join(' x ')} elements end here but the file has ${bytes.length} bytes`,
    );
  }
  return { sizes, elements: bytes.subarray(header) };
}

function decompressed(bytes: Uint8Array, file: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`${file}: not a complete gzip file (${reason}, ${bytes.length} bytes); get a complete copy`);
  }
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
