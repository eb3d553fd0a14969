import { expect, test } from 'vitest';
import { compareUpdates } from '../../../reports/comparison/comparison.ts';
import { scenarioAnswers } from '../../../reports/findings/answers.ts';
import { costFinding } from '../../../reports/findings/findings.ts';
import { type Results, resultsJson } from '../../../reports/results/result.ts';
import { parseResults } from '../../../reports/results/upgraded-results.ts';
import { diskRing } from '../../../scenarios/disk-ring/scenario.ts';
import type { Scenario } from '../../../scenarios/rule/scenario.ts';

function compared(scenario: Scenario): Results {
  const { engineSeconds, ...measured } = compareUpdates(
    [{ scenario, shape: { layers: [2, 4, 3], classes: 2 }, batch: 2, data: null }],
    { granularity: 'scalar', loops: 'tfjs', engine: 'element', seed: 0, presets: [] },
  );
  return { ...measured, volatile: { engineSeconds, seconds: 1, peakRssBytes: 1 } };
}

test("results of a scenario of the user's own say what its rules are called and what is asked of it", () => {
  const { ff, bp } = diskRing.rules;
  const label = { title: 'my rule', shortName: 'mine', colour: 2 };
  const results = compared({
    ...diskRing,
    id: 'own',
    rules: { ff: { ...ff, label }, bp },
    questions: [{ question: 'How many reads?', answeredBy: 'reads' }],
    heldAgainst: 'hybrid',
  });
  const read = parseResults(JSON.parse(resultsJson(results)), 'own.json');
  expect(read).toEqual(results);
  const [scenario] = read.scenarios;
  expect(scenario.described?.heldAgainst).toBe('hybrid');
  expect(costFinding(scenario)).toMatch(/^One my rule update moves .* as one backprop update/);
  expect(scenarioAnswers(scenario, read)[0]).toMatchObject({
    question: 'How many reads?',
    answer: expect.stringMatching(/^Here an update of my rule makes/),
  });
});

test('results of a scenario of the catalog leave that to the catalog', () => {
  expect(compared(diskRing).scenarios[0]).not.toHaveProperty('described');
});
