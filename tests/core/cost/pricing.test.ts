import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteSumBig, ceilSqrt, ceilSqrtBig, readCost, readCostBig } from '../../../core/cost/pricing.ts';

/** The largest k with k*k <= 2^52. */
const LARGEST_ROOT = 2 ** 26;

describe('ceilSqrt', () => {
  test('steps up right after each square, up to 2^52', () => {
    const roots = [1, 2, 3, 10, 46341, 65536, 94906, 2 ** 25 + 1, LARGEST_ROOT - 1, LARGEST_ROOT];
    for (const k of roots) {
      expect(ceilSqrt(k * k)).toBe(k);
      expect(ceilSqrt(k * k - 1)).toBe(k === 1 ? 0 : k);
      if (k < LARGEST_ROOT) expect(ceilSqrt(k * k + 1)).toBe(k + 1);
    }
    fc.assert(
      fc.property(fc.integer({ min: 2, max: LARGEST_ROOT - 1 }), (k) => {
        expect([ceilSqrt(k * k - 1), ceilSqrt(k * k), ceilSqrt(k * k + 1)]).toEqual([k, k, k + 1]);
      }),
    );
  });

  test('refuses 2^52 + 1, where Math.sqrt is wrong for the first time', () => {
    expect(Math.ceil(Math.sqrt(2 ** 52 + 1))).toBe(2 ** 26);
    expect(ceilSqrtBig(2n ** 52n + 1n)).toBe(2n ** 26n + 1n);
    expect(() => ceilSqrt(2 ** 52 + 1)).toThrow('ceilSqrt: n must be an integer in 0 .. 2^52, got 4503599627370497');
  });

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (n) => {
    expect(() => ceilSqrt(n)).toThrow(RangeError);
  });

  test('as a bigint is the least root that reaches n, at any size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 300n }), (n) => {
        const root = ceilSqrtBig(n);
        expect(root * root >= n && (root - 1n) * (root - 1n) < n).toBe(true);
      }),
    );
    expect([0n, 1n, 2n, 3n, 4n, 5n].map(ceilSqrtBig)).toEqual([0n, 1n, 2n, 2n, 2n, 3n]);
    expect(() => ceilSqrtBig(-1n)).toThrow(RangeError);
  });
});

describe('byteSumBig', () => {
  test('is the sum of ceil(sqrt(j))', () => {
    let sum = 0;
    for (let n = 0; n <= 5000; n++) {
      sum += Math.ceil(Math.sqrt(n));
      expect(byteSumBig(BigInt(n))).toBe(BigInt(sum));
    }
  });

  test('refuses a negative number', () => {
    expect(() => byteSumBig(-1n)).toThrow(RangeError);
  });
});

describe('readCost', () => {
  test('is the sum of the costs of its bytes', () => {
    for (let depth = 1; depth <= 300; depth++) {
      for (const bytes of [1, 2, 3, 4, 8, 16, 100]) {
        let cost = 0;
        for (let j = (depth - 1) * bytes + 1; j <= depth * bytes; j++) cost += Math.ceil(Math.sqrt(j));
        expect(readCost(depth, bytes)).toBe(cost);
      }
    }
  });

  test('equals the bigint up to depth * bytes = 2^52', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 47 }), fc.integer({ min: 1, max: 32 }), (depth, bytes) => {
        expect(BigInt(readCost(depth, bytes))).toBe(readCostBig(BigInt(depth), BigInt(bytes)));
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 26 - 1 }), fc.integer({ min: -1, max: 1 }), (k, off) => {
        const depth = Math.max(1, k * k + off);
        expect(BigInt(readCost(depth, 1))).toBe(readCostBig(BigInt(depth), 1n));
      }),
    );
    expect(readCost(2 ** 50, 4)).toBe(Number(readCostBig(2n ** 50n, 4n)));
    expect(() => readCost(2 ** 50 + 1, 4)).toThrow(RangeError);
  });

  test.each([
    [0, 1],
    [1, 0],
    [1.5, 1],
    [-3, 4],
  ])('refuses depth %d, %d bytes', (depth, bytes) => {
    expect(() => readCost(depth, bytes)).toThrow('must be a positive integer');
  });
});
