import { describe, expect, test } from 'vitest';
import { bestAccuracy, medianUpdates, updatesToCriterion } from '../../../scenarios/training/criterion.ts';

/** Evaluations every 50 updates, each with so many of 100 images right. */
const evaluations = (...correct: number[]) =>
  correct.map((right, index) => ({ updates: 50 * (index + 1), correct: right }));

describe('95 % of 100 images', () => {
  test.each([
    ['is met at the third of three that reach it', [95, 95, 95], 150],
    ['is met where the mean of the last three reaches it, whatever the last one is', [90, 100, 98, 92], 150],
    ['is not met by one lucky evaluation', [90, 100, 90, 90], null],
    ['is not met by two evaluations', [100, 100], null],
    ['is not met by a mean just below', [95, 95, 94], null],
    ['is met at the first such evaluation, though it falls again', [95, 96, 97, 10, 10], 150],
    ['is met late', [10, 20, 94, 95, 96], 250],
    ['is not met before the first evaluation', [], null],
  ])('%s', (_, correct, wanted) => {
    expect(updatesToCriterion(evaluations(...correct), 100, 0.95)).toBe(wanted);
  });
});

test.each([0.05, 0.1, 0.15, 0.3, 0.55, 0.6, 0.7, 0.9, 0.95])(
  '%d as written is what its share of images gives',
  (accuracy) => {
    const right = Math.round(accuracy * 2000);
    expect(updatesToCriterion(evaluations(right, right, right), 2000, accuracy)).toBe(150);
  },
);

test.each([
  ['the best mean of three', [90, 100, 98, 92, 10], 0.966666],
  ['none before the third evaluation', [100, 100], null],
])('best accuracy: %s', (_, correct, wanted) => {
  const best = bestAccuracy(evaluations(...correct), 100);
  if (wanted === null) expect(best).toBeNull();
  else expect(best).toBeCloseTo(wanted, 5);
});

test.each([
  ['odd', [300, 100, 200], 200],
  ['even', [100, 200], 150],
  ['one run that never met it', [100, null, 300], null],
  ['no run', [], null],
])('median over runs: %s', (_, perRun, wanted) => {
  expect(medianUpdates(perRun)).toBe(wanted);
});
