import { expect, test } from 'vitest';
import { totalCost, totalResult, totalSchema } from '../../../reports/results/total-result.ts';
import { handMadeTrainedResults } from '../../support/results/hand-made-training.ts';

test('a total is exact beyond 2^53, and a number below', () => {
  expect(totalCost(7_000, 95_452_956_549, 0)).toBe(668_170_695_843_000);
  expect(totalCost(700_000, 95_452_956_549, 1)).toBe(66_817_069_584_300_001n);
  expect(totalCost(3, 2n ** 60n, 0)).toBe(3n * 2n ** 60n);
});

test('half an update costs half, rounded up', () => {
  expect(totalCost(17.5, 100, 0)).toBe(1750);
  expect(totalCost(17.5, 101, 0)).toBe(1768);
});

test('without a median nothing is extrapolated', () => {
  expect(totalCost(null, 100, 7)).toBeNull();
});

test('a readout counts once, every run of every part', () => {
  const rule = handMadeTrainedResults().scenarios[0].training?.rules[0];
  if (rule === undefined) throw new Error('internal: not trained');
  const measurement = {
    about: { work: 'features', batch: 4 },
    reads: 5,
    macs: 6,
    cost: { cold: { 4: 11 }, steady: null },
  };
  const part = measurement as never;
  const readout = { parts: [{ measurement: part, times: 3 }], cost: { 4: 33n }, macs: 18n };
  expect(totalResult(rule, 100, readout)).toEqual({
    algorithm: 'ff',
    updates: 22.5,
    costPerUpdate: 100,
    readout: { parts: [{ work: 'features', batch: 4, times: 3, reads: 5, macs: 6, cost: { 4: 11 } }], cost: 33 },
    total: 2283,
  });
});

test('a total that its parts do not give is refused', () => {
  const total = { algorithm: 'bp', updates: 10, costPerUpdate: 8, readout: null, total: 80 };
  expect(totalSchema.parse(total)).toEqual(total);
  expect(() => totalSchema.parse({ ...total, total: 81 })).toThrow('is 80 by its parts, not 81');
  expect(() => totalSchema.parse({ ...total, updates: null })).toThrow('is null by its parts, not 80');
});
