import { expect, test } from 'vitest';
import { committedResults } from '../../../support/results/committed-results.ts';

const updates = committedResults().flatMap(({ scenarios }) =>
  scenarios.flatMap(({ id, updates }) => updates.map((update) => ({ id, ...update }))),
);

test('no committed update costs less than its floor, nor reads less beyond any memory', () => {
  expect(updates.length).toBeGreaterThan(0);
  for (const { id, algorithm, floor, cost, histogram } of updates) {
    const where = `${id} ${algorithm}`;
    if (floor === undefined || floor === null) throw new Error(`${where} has no floor`);
    expect(Number(floor.cost[4]), where).toBeGreaterThan(0);
    for (const each of [cost.cold, cost.steady]) expect(Number(floor.cost[4]), where).toBeLessThan(Number(each?.[4]));
    expect(floor.beyond.length, where).toBeGreaterThan(5);
    for (const { capacity, reads } of floor.beyond) {
      const deeper = histogram.reduce((sum, bin) => sum + (bin.from > capacity ? bin.reads : 0), 0);
      expect(reads, `${where} beyond ${capacity}`).toBeLessThanOrEqual(deeper);
    }
  }
});

test('floors of label-in-input are those of its trace', () => {
  const of = (rule: string) => updates.find(({ id, algorithm }) => id === 'label-in-input' && algorithm === rule);
  expect(['ff', 'bp'].map((rule) => (Number(of(rule)?.floor?.cost[4]) / 1e9).toFixed(2))).toEqual(['70.41', '32.65']);
});
