import { expect, test } from 'vitest';
import { beyondLines, crossingFinding, crossings, floorFinding } from '../../../reports/findings/beyond-memories.ts';
import { committedResults } from '../../support/results/committed-results.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';

const committed = committedResults().flatMap(({ scenarios }) => scenarios);
const [hand] = handMadeResults().scenarios;
const floor = { of: 'any order', cost: { 4: 20 }, without: [], beyond: [{ capacity: 2048, reads: 2 }] };

test('what costs how many times the least in any order is said where that is proved, and where it is not', () => {
  const label = committed.filter(({ id }) => id === 'label-in-input');
  expect(label.map(floorFinding)).toEqual([
    'FF costs 5.77 times what is proved to be the least in any order, BP 6.27 times.',
  ]);
  expect(floorFinding(hand)).toBe('');
  const [ff, bp] = hand.updates;
  expect(
    floorFinding({
      ...hand,
      updates: [
        { ...ff, floor },
        { ...bp, floor: null },
      ],
    }),
  ).toBe('FF costs 5.00 times what is proved to be the least in any order, of BP no least is proved.');
});

test('reads beyond memories are told of those that do not hold all, at least where that is proved', () => {
  const histogram = [
    { from: 1, to: 2048, reads: 6, cost: { 4: 36 } },
    { from: 2049, to: 3000, reads: 4, cost: { 4: 64 } },
  ];
  const updates = hand.updates.map((update, at) => ({ ...update, histogram, ...(at === 0 ? { floor } : {}) }));
  expect(beyondLines({ ...hand, updates })).toEqual(['8 KB: FF 40 %, at least 20 %; BP 40 %']);
});

test('a share that is at least so much is rounded down, and never more than is proved', () => {
  const histogram = [
    { from: 1, to: 2048, reads: 1, cost: { 4: 36 } },
    { from: 2049, to: 3000, reads: 999, cost: { 4: 64 } },
  ];
  const updates = hand.updates.map((update) => ({
    ...update,
    reads: 1000,
    histogram,
    floor: { ...floor, beyond: [{ capacity: 2048, reads: 399 }] },
  }));
  expect(beyondLines({ ...hand, updates })).toEqual(['8 KB: FF 100 %, at least 39 %; BP 100 %, at least 39 %']);
});

test('bytes that cross are those of all reads beyond, and stand in a sentence beside the least that any order brings', () => {
  const label = committed.filter(({ id }) => id === 'label-in-input');
  expect(label.map(crossingFinding)).toEqual([
    'Reads bring across the boundary below 32 KB: FF 165 MB, at least 36.8 MB in any order; BP 88 MB, at least 17.1 MB in any order.',
  ]);
  for (const update of committed.flatMap(({ updates }) => updates)) {
    const all = crossings(update);
    expect(all.map(({ capacityBytes }) => capacityBytes)).toEqual([2 ** 10, 2 ** 15, 2 ** 20, 2 ** 25]);
    all.forEach(({ bytes, atLeast = 0 }, at) => {
      expect(atLeast).toBeLessThanOrEqual(bytes);
      expect(bytes).toBeLessThanOrEqual(all[at - 1]?.bytes ?? 4 * update.reads);
    });
  }
});
