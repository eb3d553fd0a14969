/**
 * Images that look like MNIST, made in code: each is a digit of pen strokes, bent, sheared, turned, scaled, shifted and
 * drawn with a round pen of random width, white on black. Every value comes from + - * / and square roots, which IEEE 754
 * fixes to the last bit, so the images of a seed are the same bytes on every machine and engine.
 */
import { Random } from '../../core/numbers/random.ts';
import { GLYPHS, type Glyph } from './digit-glyphs.ts';
import { type Dataset, type ImageSet, imageSetFromBytes } from './image-set.ts';

const SIDE = 28;
const LINES_PER_CURVE = 6;

export interface SyntheticDigits {
  /** Images to learn from; default 2000. */
  readonly train?: number;
  /** Images to judge by; default 500. The same for every `train`. */
  readonly test?: number;
  /** Integer in 0..2^32-1. */
  readonly seed: number;
}

/**
 * Training and test images of the ten digits, 28 x 28 x 1, in random order with the classes as equal in number as the
 * counts allow. About 0.1 ms an image. Throws RangeError if a count is not a positive integer.
 */
export function syntheticDigits({ train = 2000, test = 500, seed }: SyntheticDigits): Dataset {
  return {
    name: 'synthetic',
    train: drawDigits('synthetic-train', train, new Random(seed, 1)),
    test: drawDigits('synthetic-test', test, new Random(seed, 2)),
  };
}

function drawDigits(name: string, count: number, random: Random): ImageSet {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`syntheticDigits: ${name} must have a positive integer of images, got ${count}`);
  }
  const labels = Uint8Array.from(random.permutation(count), (position) => position % 10);
  const bytes = new Uint8Array(count * SIDE * SIDE);
  for (let image = 0; image < count; image++) {
    const variants = GLYPHS[labels[image]];
    const glyph = variants[random.integer(variants.length)];
    const lines = placeInImage(handwritten(glyph, random), random);
    const penRadius = between(random, 0.7, 1.35);
    const ink = between(random, 190, 255);
    drawLines(bytes.subarray(image * SIDE * SIDE, (image + 1) * SIDE * SIDE), lines, penRadius, ink);
  }
  return imageSetFromBytes({ name, rows: SIDE, columns: SIDE, channels: 1, classes: 10, bytes, labels });
}

/** The strokes as straight lines x0, y0, x1, y1 after one random smooth bend, narrowing, shear and turn of the whole. */
function handwritten(glyph: Glyph, random: Random): Float64Array {
  const bends = [0, 0, 0, 0].map(() => between(random, -0.4, 0.4));
  const width = between(random, 0.55, 0.95);
  const shear = between(random, -0.2, 0.45);
  // The tangent of half the angle gives cosine and sine without trigonometric functions; 0.14 is 16 degrees.
  const halfTangent = between(random, -0.14, 0.14);
  const cosine = (1 - halfTangent * halfTangent) / (1 + halfTangent * halfTangent);
  const sine = (2 * halfTangent) / (1 + halfTangent * halfTangent);
  const place = (glyphX: number, glyphY: number): [number, number] => {
    const u = glyphX - 0.5;
    const v = glyphY - 0.5;
    const bentX = u + bends[0] * v * v + bends[1] * u * v;
    const bentY = v + bends[2] * u * u + bends[3] * u * v;
    const x = width * bentX - shear * bentY;
    return [cosine * x - sine * bentY, sine * x + cosine * bentY];
  };
  const lines: number[] = [];
  for (const stroke of glyph) {
    for (let curve = 0; curve + 5 < stroke.length; curve += 4) {
      const [startX, startY, controlX, controlY, endX, endY] = stroke.slice(curve, curve + 6);
      let from = place(startX, startY);
      for (let step = 1; step <= LINES_PER_CURVE; step++) {
        const t = step / LINES_PER_CURVE;
        const s = 1 - t;
        const to = place(
          s * s * startX + 2 * s * t * controlX + t * t * endX,
          s * s * startY + 2 * s * t * controlY + t * t * endY,
        );
        lines.push(...from, ...to);
        from = to;
      }
    }
  }
  return Float64Array.from(lines);
}

/**
 * The lines in pixels, the longer side of their box 14 to 18 and its middle within 1.5 of the image's. With a pen of radius
 * under 1.4 no ink comes nearer than 2 pixels to the border.
 */
function placeInImage(lines: Float64Array, random: Random): Float64Array {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < lines.length; i += 2) {
    left = Math.min(left, lines[i]);
    right = Math.max(right, lines[i]);
    top = Math.min(top, lines[i + 1]);
    bottom = Math.max(bottom, lines[i + 1]);
  }
  const scale = between(random, 14, 18) / Math.max(right - left, bottom - top);
  const middleX = (SIDE - 1) / 2 + between(random, -1.5, 1.5);
  const middleY = (SIDE - 1) / 2 + between(random, -1.5, 1.5);
  return lines.map((value, i) =>
    i % 2 === 0 ? middleX + scale * (value - 0.5 * (left + right)) : middleY + scale * (value - 0.5 * (top + bottom)),
  );
}

/** Draws lines with a round pen; the edge fades over one pixel. `image` is 28 x 28, pixel centres at whole numbers. */
function drawLines(image: Uint8Array, lines: Float64Array, penRadius: number, ink: number): void {
  const reach = penRadius + 0.5;
  for (let i = 0; i < lines.length; i += 4) {
    const x0 = lines[i];
    const y0 = lines[i + 1];
    const dx = lines[i + 2] - x0;
    const dy = lines[i + 3] - y0;
    const lengthSquared = dx * dx + dy * dy;
    const firstRow = Math.ceil(Math.min(y0, y0 + dy) - reach);
    const lastRow = Math.floor(Math.max(y0, y0 + dy) + reach);
    const firstColumn = Math.ceil(Math.min(x0, x0 + dx) - reach);
    const lastColumn = Math.floor(Math.max(x0, x0 + dx) + reach);
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        const along = ((column - x0) * dx + (row - y0) * dy) / lengthSquared;
        const nearest = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, along));
        const awayX = column - x0 - nearest * dx;
        const awayY = row - y0 - nearest * dy;
        const cover = Math.min(1, reach - Math.sqrt(awayX * awayX + awayY * awayY));
        const level = Math.round(ink * cover);
        if (level > image[row * SIDE + column]) image[row * SIDE + column] = level;
      }
    }
  }
}

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}
