import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { Random } from '../../../core/numbers/random.ts';
import { blobMask, blurred, hybridImages, sideOf } from '../../../scenarios/hybrid/masks.ts';

/** The definition, pixel by pixel. */
function plainBlur(image: Float64Array, side: number): Float64Array {
  const at = (from: Float64Array, r: number, c: number) =>
    from[Math.min(Math.max(r, 0), side - 1) * side + Math.min(Math.max(c, 0), side - 1)];
  const every = (value: (r: number, c: number) => number) =>
    Float64Array.from({ length: side * side }, (_, i) => value(Math.floor(i / side), i % side));
  const rows = every((r, c) => at(image, r, c - 1) / 4 + at(image, r, c) / 2 + at(image, r, c + 1) / 4);
  return every((r, c) => at(rows, r - 1, c) / 4 + at(rows, r, c) / 2 + at(rows, r + 1, c) / 4);
}

const squares = fc.integer({ min: 1, max: 9 }).chain((side) =>
  fc.record({
    side: fc.constant(side),
    noise: fc.array(fc.constantFrom(0, 1), { minLength: side * side, maxLength: side * side }),
  }),
);

describe('blurred', () => {
  test('is the definition, the edge repeated, as often as asked; it keeps the sum', () => {
    fc.assert(
      fc.property(squares, fc.integer({ min: 0, max: 8 }), ({ side, noise }, blurs) => {
        const image = Float64Array.from(noise);
        let wanted: Float64Array = image;
        for (let pass = 0; pass < blurs; pass++) wanted = plainBlur(wanted, side);
        const actual = blurred(image, side, blurs);
        expect(actual).toEqual(wanted);
        const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
        expect(sum(actual)).toBe(sum(image));
        expect(image).toEqual(Float64Array.from(noise));
      }),
    );
  });
});

describe('masks', () => {
  test('are 1 strictly over a half', () => {
    // One blur gives the middle of three rows 1, 0, 1 exactly a half.
    expect([...blobMask(Float64Array.of(1, 1, 1, 0, 0, 0, 1, 1, 1), 3, 1)]).toEqual([1, 1, 1, 0, 0, 0, 1, 1, 1]);
    expect([...blobMask(Float64Array.of(0, 0.5, 0.75, 1), 2, 0)]).toEqual([0, 0, 1, 1]);
  });

  test.each([
    [0, 0.45, 0.55],
    [6, 0.85, 0.97],
  ])('after %d blurs neighbours agree in a share between %d and %d', (blurs, least, most) => {
    const random = new Random(4);
    let agree = 0;
    for (let round = 0; round < 40; round++) {
      const ones = new Float32Array(784).fill(1);
      const mask = hybridImages(ones, new Float32Array(784), 28, blurs, random);
      for (let i = 0; i < 784; i++) if (i % 28 > 0 && mask[i] === mask[i - 1]) agree++;
    }
    expect(agree / (40 * 28 * 27)).toBeGreaterThan(least);
    expect(agree / (40 * 28 * 27)).toBeLessThan(most);
  });
});

describe('hybridImages', () => {
  test('every pixel comes from one of the two images at its place, half from either, by a mask of its own', () => {
    const count = 50;
    const a = Float32Array.from({ length: count * 784 }, (_, index) => index + 1);
    const b = a.map((value) => -value);
    const hybrids = hybridImages(a, b, 28, 6, new Random(1));
    expect(hybrids.map(Math.abs)).toEqual(a);
    const ofA = hybrids.filter((value) => value > 0).length / hybrids.length;
    expect(Math.abs(ofA - 0.5)).toBeLessThan(0.1);
    const masks = new Set(
      Array.from({ length: count }, (_, n) =>
        hybrids
          .subarray(784 * n, 784 * n + 784)
          .map(Math.sign)
          .join(),
      ),
    );
    expect(masks.size).toBe(count);
  });

  test('an image that is no square is refused', () => {
    expect(sideOf(784)).toBe(28);
    expect(() => sideOf(785)).toThrow(InputError);
    expect(() => sideOf(785)).toThrow('hybrid ff: images must be square to be masked, got 785 pixels');
  });
});
