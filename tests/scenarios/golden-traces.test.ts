import { describe, expect, test } from 'vitest';
import { figuresBy, readGoldenCases } from '../support/traces/golden-traces.ts';

const cases = readGoldenCases();

test('there are figures of four scenarios, both rules, both granularities, four semantics', () => {
  expect(cases).toHaveLength(4 * 2 * 2 * 4);
  expect(cases.filter(({ figures }) => figures.steady !== undefined)).toHaveLength(4 * 2 * 2);
});

describe('the run engine gives the figures of an engine written apart', () => {
  test.each(cases)('$name', (golden) => {
    expect(figuresBy('run', golden)).toEqual(golden.figures);
  });
});

describe('so does the element engine, where reads are fewer than 2 million', () => {
  test.each(cases.filter(({ figures }) => figures.reads < 2e6))('$name', (golden) => {
    expect(figuresBy('element', golden)).toEqual(golden.figures);
  });
});

describe('so does the oracle, on the shallowest', () => {
  const few = cases.filter(({ figures }) => figures.reads < 5e5 && figures.maxDepth < 10_000);

  test.each(few)('$name', (golden) => {
    expect(figuresBy('oracle', golden)).toEqual(golden.figures);
  });
});
