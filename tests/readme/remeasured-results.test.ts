import { expect, test } from 'vitest';
import type { Results } from '../../reports/results/result.ts';
import { committedResults } from '../support/results/committed-results.ts';
import { smallComparison } from '../support/results/small-comparison.ts';
import { remeasuredResults } from './remeasured-results.ts';

function smallDiskRing(): Results {
  const results = smallComparison();
  return { ...results, scenarios: results.scenarios.filter(({ id }) => id === 'disk-ring') };
}

test('what was measured is found anew, and what was not is added', () => {
  const results = smallDiskRing();
  const [scenario] = results.scenarios;
  const updates = scenario.updates.map(({ halfReadsDepth: _, halfCostDepth: __, ...update }) => update);
  expect(remeasuredResults({ ...results, scenarios: [{ ...scenario, updates }] })).toEqual(results);
});

test('a figure that is not found anew is named', () => {
  const results = smallDiskRing();
  const [scenario] = results.scenarios;
  const [ff, bp] = scenario.updates;
  const wrong = (update: Partial<typeof bp>) => ({
    ...results,
    scenarios: [{ ...scenario, updates: [ff, { ...bp, ...update }] }],
  });
  expect(() => remeasuredResults(wrong({ macs: bp.macs + 1 }))).toThrow(
    `disk-ring: updates.1.macs: is ${bp.macs + 1} in the results, ${bp.macs} measured again`,
  );
  expect(() => remeasuredResults(wrong({ waits: bp.waits.slice(1) }))).toThrow(
    'disk-ring: updates.1.waits: has 2 entries in the results, 3 measured again',
  );
});

test('source lines may move, what is computed there may not', () => {
  const results = smallDiskRing();
  const [scenario] = results.scenarios;
  const [ff, bp] = scenario.updates;
  const [first, ...others] = ff.places ?? [];
  const withFirst = (place: Partial<typeof first>) => ({
    ...results,
    scenarios: [{ ...scenario, updates: [{ ...ff, places: [{ ...first, ...place }, ...others] }, bp] }],
  });
  expect(remeasuredResults(withFirst({ line: 'moved.ts:1' }))).toEqual(results);
  expect(() => remeasuredResults(withFirst({ kernel: 'Other' }))).toThrow('disk-ring: updates.0.places');
});

test('the committed results have the exact depths of the halves: npm run remeasure adds them', () => {
  const figures = committedResults().flatMap(({ scenarios }) =>
    scenarios.flatMap(({ id, updates, inference = [] }) => [...updates, ...inference].map((of) => ({ id, ...of }))),
  );
  expect(figures.length).toBeGreaterThan(0);
  const without = figures.filter(({ halfReadsDepth, halfCostDepth }) => !halfReadsDepth || !halfCostDepth);
  expect(without.map(({ id, algorithm }) => `${id} ${algorithm}`)).toEqual([]);
});
