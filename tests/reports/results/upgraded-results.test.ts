import { expect, test } from 'vitest';
import { type Results, resultsJson } from '../../../reports/results/result.ts';
import { parseResults } from '../../../reports/results/upgraded-results.ts';
import { handMadeTrainedResults } from '../../support/results/hand-made-training.ts';

interface FirstScenario {
  described?: { labels?: object; questions: unknown[] };
  [name: string]: unknown;
}

/** The results as the first version wrote them: two rules, the last of which is the reference. */
function firstVersion(results: Results, change: (scenario: FirstScenario) => void = () => {}): unknown {
  const json: { schema: string; scenarios: FirstScenario[] } = JSON.parse(resultsJson(results));
  json.schema = 'odometer-results/1';
  for (const scenario of json.scenarios) {
    delete scenario.rules;
    delete scenario.reference;
    change(scenario);
  }
  return json;
}

const results = handMadeTrainedResults();

test('results of the first version are read as those of this one, and no figure changes', () => {
  expect(parseResults(firstVersion(results), 'old.json')).toEqual(results);
});

test('what they call the rules of a scenario of a user stays', () => {
  const labels = {
    ff: { title: 'mine', shortName: 'M', colour: 2 },
    bp: { title: 'theirs', shortName: 'T', colour: 0 },
  };
  const own = firstVersion(results, (scenario) => {
    scenario.described = { labels, questions: [] };
  });
  const [scenario] = parseResults(own, 'old.json').scenarios;
  expect(scenario.rules).toEqual([
    { algorithm: 'ff', ...labels.ff },
    { algorithm: 'bp', ...labels.bp },
  ]);
  expect(scenario.reference).toBe('bp');
  expect(scenario.described).toEqual({ questions: [] });
});

test.each([
  ['no results', { schema: 'odometer-results/1' }, 'a.json: scenarios: '],
  ['no update', firstVersion(results, (scenario) => delete scenario.updates), 'a.json: scenarios.0.updates: '],
  ['a list', [], 'a.json: its "schema" is none, not "odometer-results/2"; give results of odometer compare'],
])('%s is refused in one line', (_, json, message) => {
  expect(() => parseResults(json, 'a.json')).toThrow(message);
});

test('rules that are not those of the updates are refused, and a reference that is none of them', () => {
  const json = JSON.parse(resultsJson(results));
  const [scenario] = json.scenarios;
  const changed = (change: object) => ({ ...json, scenarios: [{ ...scenario, ...change }] });
  expect(() => parseResults(changed({ rules: scenario.rules.slice(1) }), 'a.json')).toThrow(
    'scenarios.0.rules: are not those of the updates, each once',
  );
  expect(() => parseResults(changed({ reference: 'fa' }), 'a.json')).toThrow(
    'scenarios.0.reference: is fa, which is none of the rules',
  );
});
