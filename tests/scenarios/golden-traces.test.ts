import { describe, expect, test } from 'vitest';
import { figuresBy, readGoldenCases } from '../support/traces/golden-traces.ts';

const cases = readGoldenCases();

test('there are figures of four scenarios, both rules, both granularities, four semantics', () => {
  expect(cases).toHaveLength(4 * 2 * 2 * 4);
  expect(cases.filter(({ figures }) => figures.steady !== undefined)).toHaveLength(4 * 2 * 2);
});

// The rest of them, and both other engines on them, are held to the figures by the slow tests.
describe('the run engine gives the figures of an engine written apart, the largest under two semantics', () => {
  const most = cases.filter(({ figures, semantics }) => figures.reads < 7e6 || !semantics.startsWith('ir-'));

  test.each(most)('$name', (golden) => {
    expect(figuresBy('run', golden)).toEqual(golden.figures);
  });
});

describe('so does the element engine, where reads are fewer than 2 million', () => {
  test.each(cases.filter(({ figures }) => figures.reads < 2e6))('$name', (golden) => {
    expect(figuresBy('element', golden)).toEqual(golden.figures);
  });
});

test('so does the oracle, on the shallowest that has an epilogue', () => {
  const [shallowest] = cases.filter(({ figures }) => figures.reads < 5e5 && figures.maxDepth < 8000);
  expect(shallowest.semantics).toBe('two-stack');
  expect(figuresBy('oracle', shallowest)).toEqual(shallowest.figures);
});
