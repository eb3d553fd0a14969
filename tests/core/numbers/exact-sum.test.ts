import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactSum } from '../../../core/numbers/exact-sum.ts';

const anyCount = fc.oneof(fc.maxSafeNat(), fc.nat({ max: 3 }));

test('the sum is exact at any size, a number up to 2^53 - 1 and a bigint above', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyCount, anyCount), { size: 'max', maxLength: 50 }),
      fc.array(anyCount),
      (products, terms) => {
        const sum = new ExactSum();
        let wanted = 0n;
        for (const [count, term] of products) {
          sum.addProduct(count, term);
          wanted += BigInt(count) * BigInt(term);
        }
        for (const term of terms) {
          sum.add(term);
          wanted += BigInt(term);
        }
        expect(sum.value()).toBe(wanted <= 2n ** 53n - 1n ? Number(wanted) : wanted);
      },
    ),
  );
});

test('nothing is lost at 2^53', () => {
  const sum = new ExactSum();
  sum.add(Number.MAX_SAFE_INTEGER);
  expect(sum.value()).toBe(2 ** 53 - 1);
  sum.add(1);
  expect(sum.value()).toBe(2n ** 53n);
  sum.add(1);
  expect(sum.value()).toBe(2n ** 53n + 1n);
});

test.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses the term %d', (term) => {
  expect(() => new ExactSum().add(term)).toThrow(RangeError);
  expect(() => new ExactSum().addProduct(term, 2 ** 53 - 1)).toThrow(RangeError);
});
