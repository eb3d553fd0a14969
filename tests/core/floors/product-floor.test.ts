import { describe, expect, test } from 'vitest';
import { costOfDeepReads } from '../../../core/cost/deep-reads.ts';
import { deepReadsOfProduct, mostProducts, type Product } from '../../../core/floors/product-floor.ts';
import type { Granularity } from '../../../core/trace/trace.ts';

function square(n: number, isKept: boolean): Product {
  const cells = { left: n * n, right: n * n, sums: n * n };
  return { macs: n ** 3, ...cells, overlap: 1, dying: isKept ? 0 : 2 * n * n, born: 0, isPlain: true };
}

function floor(product: Product, bytes: number, granularity: Granularity = 'scalar'): number {
  return Number(costOfDeepReads(deepReadsOfProduct(product, granularity), bytes));
}

test.each([
  [16, 1, 44_197, 35_664],
  [16, 4, 321_502, 253_992],
  [64, 4, 26_438_595, 22_045_817],
  [128, 4, 234_816_122, 199_926_060],
  [256, 4, 2_064_778_711, 1_787_560_773],
  [1024, 4, 155_970_382_572, 138_406_527_252],
])('the floor of a product of %i cubed at %i bytes, operands kept and dying', (n, bytes, kept, dying) => {
  expect(floor(square(n, true), bytes)).toBe(kept);
  expect(floor(square(n, false), bytes)).toBe(dying);
});

test('a window that holds all elements of a product is never complete', () => {
  const product = square(6, true);
  expect(mostProducts(product, 3 * 36)).toBe(216);
  for (let depth = 0; depth <= 4 * 36; depth++) {
    const reads = deepReadsOfProduct(product, 'scalar')(depth);
    expect(reads).toBeLessThanOrEqual(4 * 216 - 36);
    if (depth >= 3 * 36) expect(reads).toBe(0);
  }
});

test('a window takes no more of an operand than there is', () => {
  const thin: Product = { ...square(8, true), macs: 2 * 100 * 100, left: 200, right: 200, sums: 10_000 };
  expect(mostProducts(thin, 30)).toBe(Math.floor(10 ** 1.5));
  expect(mostProducts(thin, 3000)).toBe(Math.floor(Math.sqrt(200 * 200 * 2600)));
});

test('what dies, what is made and what is summed up lowers a floor, at most once a window beside', () => {
  const product = square(64, true);
  const at = (change: Partial<Product>) => deepReadsOfProduct({ ...product, ...change }, 'scalar')(100);
  const best = at({});
  expect(best - at({ dying: 10 })).toBe(20);
  expect(best - at({ born: 10 })).toBe(10);
  expect(best - at({ sums: 64 * 64 + 10, isPlain: false })).toBeGreaterThan(0);
  expect(best - at({ dying: 4096 })).toBeLessThan(2 * 4096);
});

describe('a convolution of 16 x 16, 3 x 3 taps, 4 channels and filters', () => {
  const taps: Product = {
    macs: 28_224,
    left: 16 * 16 * 4,
    right: 3 * 3 * 4 * 4,
    sums: 14 * 14 * 4,
    overlap: 9,
    dying: 0,
    born: 0,
    isPlain: true,
  };

  test('has a floor, far below the 778,473 of the published program', () => {
    expect(floor(taps, 1)).toBe(234_464);
    expect(floor({ ...taps, dying: 1168 }, 1)).toBe(211_911);
    expect(floor({ ...taps, isPlain: false }, 1)).toBe(166_725);
    expect(floor({ ...taps, isPlain: false }, 4)).toBe(1_200_766);
  });

  test('has one with padding, too, of all that is executed', () => {
    const padded: Product = { ...taps, macs: 46 * 46 * 16, sums: 16 * 16 * 4, isPlain: false };
    expect(floor(padded, 1)).toBe(198_715);
    expect(floor({ ...padded, dying: 1168 }, 1)).toBe(173_103);
  });

  test('counts an image element at no more windows than it is in', () => {
    expect(mostProducts({ ...taps, overlap: 1 }, 300)).toBe(1000);
    expect(mostProducts(taps, 300)).toBe(3000);
  });
});

test('at register two elements a product are read, and one of them under the other', () => {
  const product = square(16, true);
  expect(deepReadsOfProduct(product, 'register')(0)).toBe(2 * 4096);
  expect(deepReadsOfProduct(product, 'register')(1)).toBeGreaterThanOrEqual(4096);
  expect(floor(product, 4, 'register')).toBeLessThan(floor(product, 4));
});
