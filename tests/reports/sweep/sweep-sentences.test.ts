import { expect, test } from 'vitest';
import { sweepSentences } from '../../../reports/sweep/sweep-sentences.ts';
import { crossingSweep, handMadePoint, handMadeSweep } from '../../support/results/hand-made-sweep.ts';

test('crossings along depth are named for every width, and what was not measured between is', () => {
  expect(sweepSentences(crossingSweep())).toEqual([
    'From depth 1 to 8 at width 8, batch 2, the peak live memory of Forward-Forward grows from 416 B to 1.06 KB and that of ' +
      'backprop grows from 168 B to 1.31 KB.',
    'From depth 1 to 8 at width 8, batch 2, the peak live memory beyond the state of Forward-Forward stays at 320 B and that of ' +
      'backprop grows from 72 B to 576 B.',
    'At no point of the sweep does Forward-Forward move less data an update than backprop.',
    'Forward-Forward holds less memory, with its state, than backprop from depth 8 on (not at 4) at width 8, batch 2.',
    'Forward-Forward holds less memory, with its state, than backprop from depth 4 on (not at 2) at width 16, batch 2.',
    'Forward-Forward holds less memory, with its state, than backprop from width 16 on (not at 8) at depth 4, batch 2.',
    'Forward-Forward holds less memory beyond its state than backprop from depth 8 on (not at 4) at width 8, batch 2.',
    'Forward-Forward holds less memory beyond its state than backprop from depth 4 on (not at 2) at width 16, batch 2.',
    'Forward-Forward holds less memory beyond its state than backprop from width 16 on (not at 8) at depth 4, batch 2.',
  ]);
});

test.each<[string, readonly number[], string]>([
  ['at the end', [0, 0, 1], 'from depth 3 on at'],
  ['at the beginning', [1, 0, 0], 'up to depth 1 at'],
  ['in the middle', [0, 1, 0], 'at depth 2 alone at'],
  ['at both ends', [1, 0, 1], 'at depths 1 and 3 alone at'],
])('what is less %s is said so', (_, less, said) => {
  const points = less.map((wins, index) =>
    handMadePoint(
      index + 1,
      8,
      2,
      () => ({ beyond: 9, cost: 5 - wins }),
      () => ({ beyond: 9, cost: 5 }),
    ),
  );
  const found = sweepSentences(handMadeSweep(points)).filter((sentence) => sentence.includes('data an update'));
  expect(found).toEqual([`Forward-Forward moves less data an update than backprop ${said} width 8, batch 2.`]);
});

test('equal figures are less nowhere; widths and batches that cross alike are one sentence', () => {
  const sentences = sweepSentences(
    handMadeSweep(
      [2, 4].flatMap((batch) =>
        [8, 16].flatMap((width) =>
          [1, 2].map((depth) =>
            handMadePoint(
              depth,
              width,
              batch,
              () => ({ beyond: 7, cost: 5 }),
              () => ({ beyond: 7, cost: 4 + depth }),
            ),
          ),
        ),
      ),
    ),
  );
  expect(sentences).toContain(
    'At no point of the sweep does Forward-Forward hold less memory beyond its state than backprop.',
  );
  expect(sentences).toContain(
    'Forward-Forward moves less data an update than backprop from depth 2 on at widths 8 and 16, batches 2 and 4.',
  );
});

test('options are named where the figures depend on them, and not where they do not', () => {
  const point = (rate: number, cost: number) => ({
    ...handMadePoint(
      1,
      8,
      2,
      () => ({ beyond: 7, cost }),
      () => ({ beyond: 7, cost: 5 }),
    ),
    options: { rate },
  });
  const told = (...costs: number[]) => sweepSentences(handMadeSweep(costs.map((cost, index) => point(index, cost))))[0];
  expect(told(4, 4)).toBe('At every point of the sweep Forward-Forward moves less data an update than backprop.');
  expect(told(4, 3)).toBe(
    'At every point of the sweep Forward-Forward moves less data an update than backprop, rate 0.',
  );
});

test('of a trained sweep the cheapest way to the criterion is told, or that there is none', () => {
  const [point] = crossingSweep().points;
  const trained = (cost: number | bigint, updates: number | null) => ({
    runs: [{ seed: 0, updatesToCriterion: updates, bestAccuracy: 0.9 }],
    updates,
    readoutCost: 0,
    totalCost: updates === null ? null : BigInt(cost) * BigInt(updates),
  });
  const training = {
    data: 'toys',
    trainSha256: 'a',
    testSha256: 'b',
    trainImages: 10,
    epochs: 2,
    testAccuracy: 0.95,
    seeds: [0],
    platform: 'here',
  };
  const at = (rate: number, ff: number | null) => ({
    ...point,
    options: { rate },
    updates: point.updates.map((update, index) => ({
      ...update,
      trained: trained(update.cost.cold, index === 0 ? ff : null),
    })),
  });
  const sentences = sweepSentences({ ...handMadeSweep([at(1, 30), at(2, 20)]), training });
  expect(sentences.slice(-2)).toEqual([
    'To 95 % on toys, Forward-Forward moves least at 4-8, batch 2, rate 2: a ByteDMD cost of 180 quadrillion, in 20 updates.',
    'Backprop got to 95 % on toys at no point of the sweep.',
  ]);
});
