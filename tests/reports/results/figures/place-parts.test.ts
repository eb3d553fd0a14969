import { expect, test } from 'vitest';
import { mergedPlaces, placeResults } from '../../../../reports/results/figures/place-parts.ts';
import { resultsSchema } from '../../../../reports/results/result.ts';
import { committedResults } from '../../../support/results/committed-results.ts';
import { handMadePlaces, handMadeResults } from '../../../support/results/hand-made-results.ts';
import { smallComparison } from '../../../support/results/small-comparison.ts';

/** Bytes of JSON that the places of a scenario take at most. */
const MOST_BYTES = 60_000;

test('operands of one line are added up, in order of first occurrence', () => {
  const place = { phase: 'forward', layer: 0, kernel: 'BatchMatMul', line: 'a.ts:1', instructions: 0 };
  const [x, w] = ['x', 'w'].map((operand, index) => ({ ...place, operand, reads: 2 + index, cost: { 1: 3, 4: 10 } }));
  const other = { ...x, line: null, reads: 7 };
  const { instructions: _, ...merged } = { ...place, reads: 5, cost: { 4: 20 } };
  expect(placeResults([x, other, w])).toEqual([merged, { ...merged, line: null, reads: 7, cost: { 4: 10 } }]);
});

test('levels that are not asked for are added up', () => {
  expect(mergedPlaces(handMadePlaces, ['phase'])).toEqual([
    { phase: 'positive forward', layer: null, kernel: null, line: null, reads: 6, cost: { 4: 60 } },
    { phase: 'odd "phase" </script>', layer: null, kernel: null, line: null, reads: 4, cost: { 4: 40 } },
  ]);
});

test('a file whose places do not add up does not parse', () => {
  const results = handMadeResults();
  const [scenario] = results.scenarios;
  const [ff, bp] = scenario.updates;
  const parse = (places: typeof handMadePlaces) =>
    resultsSchema.safeParse({ ...results, scenarios: [{ ...scenario, updates: [{ ...ff, places }, bp] }] }).error
      ?.issues;
  const [first, ...others] = handMadePlaces;
  expect(parse(handMadePlaces)).toBeUndefined();
  expect(parse([{ ...first, reads: first.reads + 1 }, ...others])).toEqual([
    expect.objectContaining({ message: 'adds up to 11 reads of 10' }),
  ]);
  expect(parse([{ ...first, cost: { 4: 1 } }, ...others])).toEqual([
    expect.objectContaining({ message: 'adds up to a cost of 61, not 100' }),
  ]);
});

test('compared updates have their places by line of the rule', () => {
  const scenario = smallComparison().scenarios.find(({ id }) => id === 'label-in-input');
  const places = scenario?.updates[0].places ?? [];
  const products = places.filter(({ phase, kernel }) => phase === 'positive forward' && kernel === 'BatchMatMul');
  expect(products.map(({ layer, line }) => [layer, line])).toEqual([
    [0, expect.stringMatching(/^scenarios\/dense\/layers\.ts:\d+$/)],
    [1, expect.stringMatching(/^scenarios\/dense\/layers\.ts:\d+$/)],
  ]);
});

test('every committed update has places, which add up by phase and by kernel and are not long', () => {
  const scenarios = committedResults().flatMap((results) => results.scenarios);
  expect(scenarios.length).toBeGreaterThan(0);
  for (const { id, updates } of scenarios) {
    expect(JSON.stringify(updates.map(({ places }) => places)).length, id).toBeLessThan(MOST_BYTES);
    for (const { algorithm, places = [], phases, kernels } of updates) {
      const [byPhase, byKernel] = (['phase', 'kernel'] as const).map((level) => mergedPlaces(places, [level]));
      expect(
        byPhase.map(({ phase, reads, cost }) => [phase, reads, cost[4]]),
        `${id} ${algorithm}`,
      ).toEqual(phases.filter(({ reads }) => reads > 0).map(({ phase, reads, cost }) => [phase, reads, cost[4]]));
      const read = new Map(kernels.map(({ kernel, reads, cost }) => [kernel, [reads, cost[4]]]));
      for (const { kernel, reads, cost } of byKernel) {
        if (kernel !== null) expect([reads, cost[4]], `${id} ${algorithm} ${kernel}`).toEqual(read.get(kernel));
      }
    }
  }
});
