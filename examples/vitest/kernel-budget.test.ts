/** Holds kernels to budgets in a test: figures are exact, so that a bound needs no margin. */

import { input, local, measure, nest, output, range } from 'tensor-odometer';
import { expect, test } from 'vitest';

const n = 64;
const tensors = { a: input([n, n]), b: input([n, n]), c: output([n, n]) };

const rowByRow = nest(tensors, ({ a, b, c }) => {
  for (const i of range(n)) {
    for (const j of range(n)) {
      const sum = local();
      for (const k of range(n)) sum.set(sum.get().add(a.get(i, k).mul(b.get(k, j))));
      c.set(i, j, sum.get());
    }
  }
});

test('a product reads two elements a multiply-accumulate, and moves no more data than it did', () => {
  const { reads, macs, cost } = measure(rowByRow.trace(), { granularity: 'register' });
  expect(reads).toBe(2 * macs);
  expect(cost.cold[4]).toBeLessThanOrEqual(162_870_776);
});

test('it computes what it says', () => {
  const identity = Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
  const numbers = Array.from({ length: n * n }, (_, at) => at % 7);
  expect([...rowByRow.run({ a: numbers, b: identity }).c]).toEqual(numbers);
});
