import { InputError } from '../../core/input-error.ts';
import type { Random } from '../../core/numbers/random.ts';

/** Blurs of the noise before it becomes a mask, as documented: blobs some 3 to 6 pixels across. */
export const MASK_BLURS = 6;

/**
 * Hybrid images: every pixel from the image of `a` where a mask is 1, from that of `b` where it is 0. Both are
 * Float32[count * side * side]; each image gets a mask of its own. What is near looks like a digit, the whole like none.
 * Hinton 2022, section 3.2.
 */
export function hybridImages(
  a: Float32Array,
  b: Float32Array,
  side: number,
  blurs: number,
  random: Random,
): Float32Array {
  const size = side * side;
  const hybrids = b.slice();
  for (let start = 0; start < a.length; start += size) {
    const mask = blobMask(coinFlips(size, random), side, blurs);
    for (let pixel = 0; pixel < size; pixel++) if (mask[pixel] === 1) hybrids[start + pixel] = a[start + pixel];
  }
  return hybrids;
}

/** The side of square images of this many pixels. Throws InputError if no square has as many. */
export function sideOf(pixels: number): number {
  const side = Math.round(Math.sqrt(pixels));
  if (side * side !== pixels)
    throw new InputError(`hybrid ff: images must be square to be masked, got ${pixels} pixels`);
  return side;
}

/** Zeros and ones, equally likely. */
function coinFlips(count: number, random: Random): Float64Array {
  return Float64Array.from({ length: count }, () => (random.uniform() > 0.5 ? 1 : 0));
}

/**
 * A mask of zeros and ones with coherent regions: `noise`, side x side, blurred, then 1 where it is over a half. Exact up
 * to 13 blurs: each adds 4 binary digits to numbers in 0..1.
 */
export function blobMask(noise: Float64Array, side: number, blurs: number): Uint8Array {
  return Uint8Array.from(blurred(noise, side, blurs), (value) => (value > 0.5 ? 1 : 0));
}

/** `image` after so many blurs, each [1/4, 1/2, 1/4] along the rows, then along the columns, the edge repeated. */
export function blurred(image: Float64Array, side: number, blurs: number): Float64Array {
  const blur = image.slice();
  const alongRows = new Float64Array(blur.length);
  for (let pass = 0; pass < blurs; pass++) {
    blurLines(blur, alongRows, side, side, 1);
    blurLines(alongRows, blur, side, 1, side);
  }
  return blur;
}

/** One pass over `side` lines whose elements lie `step` apart, the lines `between` apart. */
function blurLines(from: Float64Array, to: Float64Array, side: number, between: number, step: number): void {
  for (let line = 0; line < side; line++) {
    const first = line * between;
    const last = first + (side - 1) * step;
    let before = from[first];
    for (let at = first; at <= last; at += step) {
      const after = from[at === last ? last : at + step];
      to[at] = 0.25 * before + 0.5 * from[at] + 0.25 * after;
      before = from[at];
    }
  }
}
