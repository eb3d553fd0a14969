import { InputError } from '../../core/input-error.ts';
import type { Random } from '../../core/numbers/random.ts';
import type { Examples } from './examples.ts';

/** The farthest that an image is shifted along either axis, in pixels. */
const REACH = 2;

/**
 * The images of `pixels` (some of `examples`, in any order), each shifted by its own whole number of pixels, -2..2 along
 * either axis and all equally likely: the columns' draw first, then the rows', image by image. What is shifted in is 0.
 * Throws InputError where the examples are not images with rows and columns.
 */
export function jitteredPixels(examples: Examples, pixels: Float32Array, random: Random): Float32Array {
  const { rows, columns, channels } = sizeOf(examples);
  const shifted = new Float32Array(pixels.length);
  const line = columns * channels;
  for (let image = 0; image < pixels.length; image += rows * line) {
    const right = random.integer(2 * REACH + 1) - REACH;
    const down = random.integer(2 * REACH + 1) - REACH;
    if (Math.abs(right) >= columns) continue;
    const kept = (columns - Math.abs(right)) * channels;
    for (let row = Math.max(0, down); row < Math.min(rows, rows + down); row++) {
      const from = image + (row - down) * line + Math.max(0, -right) * channels;
      shifted.set(pixels.subarray(from, from + kept), image + row * line + Math.max(0, right) * channels);
    }
  }
  return shifted;
}

function sizeOf(examples: Examples & Partial<Record<'rows' | 'columns' | 'channels', number>>) {
  const { rows, columns, channels } = examples;
  if (rows === undefined || columns === undefined || channels === undefined) {
    throw new InputError('jitter: shifts images, and these examples have no rows and columns; leave it out');
  }
  return { rows, columns, channels };
}
