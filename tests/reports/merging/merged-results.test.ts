import { expect, test } from 'vitest';
import { mergedResults } from '../../../reports/merging/merged-results.ts';
import { type Results, resultsSchema } from '../../../reports/results/result.ts';
import { committedResults } from '../../support/results/committed-results.ts';
import { handMadeTrainedResults } from '../../support/results/hand-made-training.ts';

const results = handMadeTrainedResults();

function renamed(id: string): Results {
  const [scenario] = results.scenarios;
  const volatile = { ...results.volatile, engineSeconds: { [`${id} ff`]: 2 }, trainingSeconds: { [`${id} ff`]: 4 } };
  return { ...results, scenarios: [{ ...scenario, id }], volatile };
}

test('one file stays as it is', () => {
  expect(mergedResults([{ where: 'a', results }])).toBe(results);
});

test('scenarios of several files stand in the order of the files, times are added up', () => {
  const merged = mergedResults([
    { where: 'a', results },
    { where: 'b', results: { ...renamed('other'), provenance: { ...results.provenance, tool: '1.3.0' } } },
  ]);
  expect(merged.scenarios.map(({ id }) => id)).toEqual(['toy', 'other']);
  expect(merged.provenance.tool).toBe('1.2.3, 1.3.0');
  expect(merged.volatile).toEqual({
    engineSeconds: { 'toy ff': 0.25, 'toy bp': 0.5, 'other ff': 2 },
    trainingSeconds: { 'toy ff': 3, 'toy bp': 3, 'other ff': 4 },
    seconds: 3,
    peakRssBytes: 1000,
  });
  expect(resultsSchema.parse(merged)).toEqual(merged);
});

test('the committed results go together', () => {
  const [first, ...others] = committedResults().map((one, index) => ({ where: String(index), results: one }));
  const merged = mergedResults([first, ...others]);
  expect(merged.scenarios.length).toBe(1 + others.length);
  expect(resultsSchema.parse(merged)).toEqual(merged);
});

test('a scenario twice is refused', () => {
  const files = [
    { where: 'a', results },
    { where: 'b', results },
  ] as const;
  expect(() => mergedResults([...files])).toThrow('a and b: both hold the scenario toy; leave out one of them');
});

test.each([
  ['costModel', { semantics: 'eager', granularity: 'register' }, 'have different cost models'],
  ['loops', 'ijk', 'have different loop orders'],
  ['seed', 1, 'have different seeds'],
  ['energyPresets', [], 'have different energy presets; name those for all with --energy'],
])('what was not measured alike is refused: %s', (name, value, message) => {
  const other = resultsSchema.parse({ ...renamed('other'), provenance: { ...results.provenance, [name]: value } });
  expect(() =>
    mergedResults([
      { where: 'a', results },
      { where: 'b', results: other },
    ]),
  ).toThrow(`a and b: ${message}`);
});
