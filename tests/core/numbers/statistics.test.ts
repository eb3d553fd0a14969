import { expect, test } from 'vitest';
import { median } from '../../../core/numbers/statistics.ts';

test.each([
  [[7], 7],
  [[10, 9, 100], 10],
  [[4, 1], 2.5],
  [[100, 9, 10, 11], 10.5],
])('the median of %j is %d', (values, wanted) => {
  expect(median(values)).toBe(wanted);
});

test('the values stay as they are', () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test('there is no median of nothing', () => {
  expect(() => median([])).toThrow(RangeError);
});
