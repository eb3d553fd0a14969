import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { budgetOutcome, parseBudget } from '../../../reports/gate/budget.ts';
import { benchOf, FILE } from '../../support/results/hand-made-bench.ts';

const { cases } = benchOf({
  'flash n=8': { cost: 150, peak: 30, reads: 7 },
  'naive n=8': { cost: 300, peak: 60, reads: 9 },
  huge: { cost: 3n * 2n ** 60n },
  'much peak': { cost: 5 },
  twice: { cost: 1 },
  'other.ts > twice': { cost: 2 },
});
const outcome = (text: string) => budgetOutcome(parseBudget(text), cases);
const fails = (text: string): boolean => outcome(text).failed;

describe('a budget holds up to its bound', () => {
  test.each<[string, boolean]>([
    ['flash n=8 <= 150', false],
    ['flash n=8 <= 149', true],
    ['flash n=8 peak <= 30', false],
    ['flash n=8 peak <= 29', true],
    ['flash n=8 reads<=6', true],
    [`${FILE} > flash n=8 <= naive n=8`, false],
    ['naive n=8 <= flash n=8', true],
    ['flash n=8 <= 0.5 * naive n=8', false],
    ['flash n=8 <= 0.49999999999999999999 * naive n=8', true],
    ['naive n=8 <= 2*flash n=8', false],
    ['flash n=8 peak <= 0.5 * naive n=8', false],
    ['flash n=8 <= naive n=8 reads', false],
    ['flash n=8 reads <= 0.7 * naive n=8 reads', true],
    // In floating point both sides of these are the same.
    [`huge <= ${3n * 2n ** 60n - 1n}`, true],
    [`huge <= ${3n * 2n ** 60n}`, false],
    ['much peak <= 5', false],
  ])('%s fails: %s', (text, failed) => {
    expect(fails(text)).toBe(failed);
  });
});

test('an outcome says what was held against what', () => {
  expect(outcome('flash n=8 peak <= 0.5 * naive n=8')).toEqual({
    text: 'flash n=8 peak <= 0.5 * naive n=8',
    metric: 'peak',
    case: `${FILE} > flash n=8`,
    value: 30,
    other: `${FILE} > naive n=8`,
    bound: { factor: '0.5', value: 60 },
    failed: false,
  });
  expect(outcome('flash n=8 <= 7')).toMatchObject({ other: null, bound: { factor: '1', value: 7 }, failed: true });
});

test.each(['', 'flash n=8', '<= 5', 'flash n=8 <=', 'a <= b <= c', 'a <= 0.5', 'a <= 0.5 *', 'a <= 1,000'])(
  '"%s" is no budget',
  (text) => {
    expect(() => parseBudget(text)).toThrow(InputError);
    expect(() => parseBudget(text)).toThrow(`budget "${text}": is no budget; write CASE <= N, `);
  },
);

test.each([
  ['fash n=8 <= 5', 'no case that was run is called "fash n=8"; odometer bench --list names them'],
  ['flash n=8 <= nave peak', 'no case that was run is called "nave"; odometer bench'],
  ['twice <= 5', '2 cases are called "twice"; name one with its file, such as "kernels/a.odometer.ts > twice"'],
  ['flash n=8 reads <= naive n=8 peak', 'holds reads against peak; name one of them on both sides'],
])('%s is refused', (text, message) => {
  expect(() => outcome(text)).toThrow(InputError);
  expect(() => outcome(text)).toThrow(`budget "${text}": ${message}`);
});
