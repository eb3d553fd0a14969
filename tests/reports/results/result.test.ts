import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { resultsJson } from '../../../reports/results/result.ts';
import { parseResults } from '../../../reports/results/upgraded-results.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';

/** The hand-made results as JSON would give them, with `change` made to them. */
function changed(change: (json: ReturnType<typeof plain>) => void) {
  const json = plain();
  change(json);
  return json;
}

function plain() {
  return JSON.parse(resultsJson(handMadeResults()));
}

test('write, parse, write gives the same bytes, and parsing the same results', () => {
  const results = handMadeResults();
  const text = resultsJson(results, 1);
  const parsed = parseResults(JSON.parse(text), 'a.json');
  expect(parsed).toEqual(results);
  expect(resultsJson(parsed, 1)).toBe(text);
});

test('a count above 2^53 is a string in JSON and a bigint in the results', () => {
  expect(handMadeResults().scenarios[0].updates[0].cost.cold[8]).toBe(9007199254740993n);
  expect(plain().scenarios[0].updates[0].cost.cold[8]).toBe('9007199254740993');
});

describe('bad results are refused in one line', () => {
  test.each([
    ['no object', 3, 'a.json: its "schema" is none'],
    ['another version', changed((json) => (json.schema = 'odometer-results/9')), 'is "odometer-results/9", not'],
    ['no scenario', changed((json) => (json.scenarios = [])), 'scenarios: names no scenario'],
    ['a missing part', changed((json) => delete json.scenarios[0].updates[0].phases), 'scenarios.0.updates.0.phases: '],
    ['NaN', changed((json) => (json.scenarios[0].updates[0].reads = Number.NaN)), 'scenarios.0.updates.0.reads: '],
    ['null, as JSON writes NaN', changed((json) => (json.volatile.seconds = null)), 'volatile.seconds: '],
    ['a fraction', changed((json) => (json.scenarios[0].updates[0].macs = 0.5)), 'macs: '],
    ['beyond 2^53', changed((json) => (json.scenarios[0].updates[0].reads = 2 ** 53)), 'reads: '],
    ['an unknown field', changed((json) => (json.scenarios[0].extra = 1)), 'scenarios.0: Unrecognized key: "extra"'],
    [
      'a breakdown that does not add up',
      changed((json) => (json.scenarios[0].updates[1].phases[0].reads = 7)),
      'scenarios.0.updates.1.phases: adds up to 11 reads of 10',
    ],
    [
      'a histogram that does not add up',
      changed((json) => json.scenarios[0].updates[0].histogram.pop()),
      'scenarios.0.updates.0.histogram: adds up to 6 reads of 10',
    ],
  ])('%s', (_, json, message) => {
    const parse = () => parseResults(json, 'a.json');
    expect(parse).toThrow(InputError);
    expect(parse).toThrow(message);
    expect(parse).toThrow(/^[^\n]*$/);
  });
});
