import { expect, test } from 'vitest';
import { ratesAround, tunedRate } from '../../../reports/protocol/chosen-rate.ts';
import { wantedRuns } from '../../../reports/protocol/wanted-runs.ts';
import { handMadeProtocol, handMadeWholeProtocol } from '../../support/results/hand-made-protocol.ts';

test('five rates lie half a decade apart around the documented one', () => {
  expect(ratesAround(0.003)).toEqual([0.0003, 0.001, 0.003, 0.01, 0.03]);
  expect(ratesAround(0.1)).toEqual([0.01, 0.03, 0.1, 0.3, 1]);
  expect(() => ratesAround(0.02)).toThrow(RangeError);
});

test('the cheapest rate is that of fewest updates, of equal ones the nearest to the documented', () => {
  const whole = handMadeWholeProtocol();
  const [ff, bp] = whole.rules;
  expect(tunedRate(whole, ff)).toEqual({ learningRate: 0.01, updates: 12 });
  expect(tunedRate(whole, bp)).toEqual({ learningRate: 0.001, updates: 5 });
  expect(tunedRate(handMadeProtocol([]), ff)).toBeNull();
});

test('a rate that did not meet the criterion with every seed is not chosen', () => {
  const run = { algorithm: 'ff', learningRate: 0.01 } as const;
  const some = [
    { ...run, seed: 100, updatesToCriterion: 4 },
    { ...run, seed: 101, updatesToCriterion: null },
  ];
  const two = handMadeProtocol(some, { tuningSeeds: [100, 101] });
  expect(tunedRate(two, two.rules[0])).toBeNull();
});

test('a rule is tuned from the documented rate outwards, and ends a run that cannot be the cheapest', () => {
  const none = handMadeProtocol([]);
  expect(wantedRuns(none, none.rules[0]).map(({ learningRate, seed }) => [learningRate, seed])).toEqual([
    ...[0.003, 0.01, 0.001, 0.03, 0.0003].map((rate) => [rate, 100]),
    [0.003, 0],
    [0.003, 1],
  ]);
  expect(wantedRuns(none, none.rules[0])[0].mostUpdates).toBeNull();
  const first = handMadeProtocol([{ algorithm: 'ff', learningRate: 0.003, seed: 100, updatesToCriterion: 20 }]);
  expect(wantedRuns(first, first.rules[0])[0]).toEqual({ learningRate: 0.01, seed: 100, mostUpdates: 20 });
  expect(wantedRuns({ ...first, tuningSeeds: [100, 101] }, first.rules[0])[0].mostUpdates).toBeNull();
});

test('then the reported seeds are wanted, at the cheapest rate before the documented one, until all have been made', () => {
  const whole = handMadeWholeProtocol();
  const [ff, bp] = whole.rules;
  expect(wantedRuns(whole, ff)).toEqual([{ learningRate: 0.003, seed: 1, mostUpdates: null }]);
  expect(wantedRuns(whole, bp)).toEqual([]);
  const tuned = { ...whole, runs: whole.runs.filter(({ seed }) => seed === 100) };
  expect(wantedRuns(tuned, ff).map(({ learningRate, seed }) => [learningRate, seed])).toEqual([
    [0.01, 0],
    [0.01, 1],
    [0.003, 0],
    [0.003, 1],
  ]);
  const diverged = { algorithm: 'ff', learningRate: 0.003, seed: 1, version: '1', diverged: 'it did', cpuSeconds: 1 };
  expect(wantedRuns({ ...whole, diverged: [diverged] }, ff)).toEqual([]);
});
