import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { parseIdxImages, parseIdxLabels, parseIdxPair } from '../../../scenarios/data/idx.ts';

function idx(sizes: number[], elements: Iterable<number>, type = 8): Uint8Array {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header[2] = type;
  header[3] = sizes.length;
  for (const [axis, size] of sizes.entries()) header.writeUInt32BE(size, 4 + 4 * axis);
  return new Uint8Array(Buffer.concat([header, Uint8Array.from(elements)]));
}

/** An unaligned view, as a file inside a pooled buffer is. */
function inPool(bytes: Uint8Array): Uint8Array {
  const pool = new Uint8Array(bytes.length + 3);
  pool.set(bytes, 3);
  return pool.subarray(3);
}

const images = idx([2, 2, 3], [0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255]);
const labels = idx([3], [9, 0, 4]);

describe('idx files', () => {
  it('come back as written, compressed or not', () => {
    const shape = fc.tuple(fc.nat(7), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }));
    const cases = shape.chain((sizes) => {
      const length = sizes[0] * sizes[1] * sizes[2];
      return fc.record({
        sizes: fc.constant(sizes),
        pixels: fc.uint8Array({ minLength: length, maxLength: length }),
        classes: fc.uint8Array({ minLength: sizes[0], maxLength: sizes[0], max: 9 }),
        store: fc.constantFrom(inPool, gzipSync),
      });
    });
    fc.assert(
      fc.property(cases, ({ sizes, pixels, classes, store }) => {
        const parsed = parseIdxPair(
          { file: 'images', bytes: store(idx(sizes, pixels)) },
          { file: 'labels', bytes: store(idx([sizes[0]], classes)) },
          10,
        );
        expect([parsed.count, parsed.rows, parsed.columns]).toEqual(sizes);
        expect([...parsed.pixels]).toEqual([...pixels]);
        expect([...parsed.labels]).toEqual([...classes]);
      }),
    );
  });

  it('are refused wherever they are cut', () => {
    for (let length = 0; length < images.length; length++) {
      expect(() => parseIdxImages(images.slice(0, length), 'f')).toThrow(InputError);
    }
    const compressed = gzipSync(images);
    for (let length = 0; length < compressed.length; length++) {
      expect(() => parseIdxImages(compressed.subarray(0, length), 'f')).toThrow(InputError);
    }
  });

  const changed = (bytes: Uint8Array, at: number, value: number) => Uint8Array.from(bytes).fill(value, at, at + 1);
  it.each([
    ['empty', new Uint8Array(0), 'f: byte 0: the file ends inside its header of 16 bytes; get a complete copy'],
    ['magic', changed(images, 1, 7), 'f: byte 0: an idx file starts with 00 00, got 00 07'],
    ['type', changed(images, 2, 0x0d), 'f: byte 2: the element type must be 08 (unsigned byte), got 0d'],
    ['rank', idx([12], Array(12).fill(0)), 'f: byte 3: images have 3 axes, got 1; are images and labels swapped?'],
    [
      'short',
      images.slice(0, 20),
      'f: byte 20: the file ends early, 2 x 2 x 3 elements need 28 bytes; get a complete copy',
    ],
    ['long', idx([1, 2, 2], Array(5).fill(0)), 'f: byte 20: 1 x 2 x 2 elements end here but the file has 21 bytes'],
    ['no pixels', idx([2, 0, 3], []), 'f: byte 8: images must have at least one pixel, got 0 x 3'],
  ])('of images are refused with the byte: %s', (_, bytes, message) => {
    expect(() => parseIdxImages(bytes, 'f')).toThrow(new InputError(message));
  });

  it.each([
    ['rank', images, 'f: byte 3: labels have 1 axis, got 3; are images and labels swapped?'],
    ['short', labels.slice(0, 10), 'f: byte 10: the file ends early, 3 elements need 11 bytes; get a complete copy'],
    ['label 10', idx([3], [9, 0, 10]), 'f: byte 10: label 2 must be in 0..9, got 10'],
  ])('of labels are refused with the byte: %s', (_, bytes, message) => {
    expect(() => parseIdxLabels(bytes, 'f', 10)).toThrow(new InputError(message));
  });

  it('of images and labels must have the same count', () => {
    expect(() => parseIdxPair({ file: 'i', bytes: images }, { file: 'l', bytes: labels }, 10)).toThrow(
      new InputError('l: byte 4: 3 labels for the 2 images of i'),
    );
  });

  it('that are cut gzip files are named as such', () => {
    expect(() => parseIdxLabels(gzipSync(labels).subarray(0, 20), 'f.gz', 10)).toThrow(
      new InputError('f.gz: not a complete gzip file (unexpected end of file, 20 bytes); get a complete copy'),
    );
  });
});
