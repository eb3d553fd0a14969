import { expect, test } from 'vitest';
import { beyondLines, floorFinding } from '../../../reports/findings/beyond-memories.ts';
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
