import { describe, expect, test } from 'vitest';
import { figuresBy, readGoldenCases } from '../support/traces/golden-traces.ts';

const cases = readGoldenCases();

describe('the run engine gives the figures of an engine written apart', () => {
  test.each(cases)('$name', (golden) => {
    expect(figuresBy('run', golden)).toEqual(golden.figures);
  });
});

describe('the element engine gives the figures of an engine written apart', () => {
  test.each(cases)('$name', (golden) => {
    expect(figuresBy('element', golden)).toEqual(golden.figures);
  });
});

describe('so does the oracle, where what lies on the stack is at most 40 000 elements', () => {
  test.each(cases.filter(({ figures }) => figures.peakLive <= 40_000))('$name', (golden) => {
    expect(figuresBy('oracle', golden)).toEqual(golden.figures);
  });
});
