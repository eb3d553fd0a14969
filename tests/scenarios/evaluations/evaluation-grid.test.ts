import { describe, expect, test } from 'vitest';
import {
  areEvaluations,
  type EvaluationGrid,
  gridText,
  isEvaluated,
  stepAfter,
  updatesAtEvaluation,
} from '../../../scenarios/evaluations/evaluation-grid.ts';

function placesUntil(updates: number, grid: EvaluationGrid): number[] {
  return Array.from({ length: updates }, (_, index) => index + 1).filter((at) => isEvaluated(at, grid));
}

describe('evaluations at places ever farther apart', () => {
  test('the first forty after every update, then in steps of 2, 5, 10, ...', () => {
    const places = placesUntil(6000, 'log');
    expect(places.slice(0, 42)).toEqual([...Array.from({ length: 40 }, (_, index) => index + 1), 42, 44]);
    expect(places.filter((at) => at > 95 && at <= 120)).toEqual([96, 98, 100, 105, 110, 115, 120]);
    expect(places.filter((at) => at > 1900 && at <= 2200)).toEqual([1950, 2000, 2100, 2200]);
    expect(places.filter((at) => at > 3800)).toEqual([
      3900, 4000, 4200, 4400, 4600, 4800, 5000, 5200, 5400, 5600, 5800, 6000,
    ]);
  });

  test('a step is 1, 2 or 5 times a power of ten, at most 5 % of the updates so far, and the next greater one is more', () => {
    const steps = [1, 2, 5].flatMap((one) => [0, 1, 2, 3, 4].map((power) => one * 10 ** power)).sort((a, b) => a - b);
    for (let updates = 20; updates < 50_000; updates += 7) {
      const step = stepAfter(updates, 'log');
      expect(steps).toContain(step);
      expect(step).toBeLessThanOrEqual(updates / 20);
      expect(steps[steps.indexOf(step) + 1]).toBeGreaterThan(updates / 20);
    }
  });

  test.each(['log', 1, 7] as const)('of grid %s the list, the single places and the numbers are the same', (grid) => {
    const places = placesUntil(12_000, grid);
    expect(areEvaluations(places, 12_000, grid)).toBe(true);
    expect(areEvaluations(places.slice(0, -1), 12_000, grid)).toBe(false);
    expect(areEvaluations(places, places[places.length - 1] - 1, grid)).toBe(false);
    expect(areEvaluations(places.slice(1), 12_000, grid)).toBe(false);
    expect(places.map((_, index) => updatesAtEvaluation(index + 1, grid))).toEqual(places);
  });
});

test('a grid is said in words', () => {
  expect(gridText(50)).toBe('one every 50 updates');
  expect(gridText('log')).toBe('one every 1, 2, 5, 10, ... updates, at most 5 % of those made so far');
});
