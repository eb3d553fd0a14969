import { expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { initialDenseState } from '../../../scenarios/dense/initial-weights.ts';

test('He initialisation: weights of variance 2 / inputs, everything else 0, in state order', () => {
  const state = initialDenseState([300, 100, 50], new Random(2));
  expect(state.map((array) => array.length)).toEqual([
    30000, 100, 30000, 30000, 100, 100, 5000, 50, 5000, 5000, 50, 50,
  ]);
  state.forEach((array, index) => {
    const inputs = index < 6 ? 300 : 100;
    const mean = array.reduce((sum, x) => sum + x, 0) / array.length;
    const variance = array.reduce((sum, x) => sum + x * x, 0) / array.length;
    if (index % 6 === 0) {
      expect(variance * inputs).toBeGreaterThan(1.9);
      expect(variance * inputs).toBeLessThan(2.1);
      expect(Math.abs(mean)).toBeLessThan(0.005);
    } else {
      expect(variance).toBe(0);
    }
  });
});
