import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { parseBudget } from '../../../reports/gate/budget.ts';
import { checkOf } from '../../../reports/gate/check.ts';
import { checkJson, checkSchema } from '../../../reports/gate/check-result.ts';
import { parseLimit } from '../../../reports/gate/limit.ts';
import { baselineOf, benchOf, FILE, madeCheck, PLAIN_RULES } from '../../support/results/hand-made-bench.ts';

const verdicts = (check: ReturnType<typeof madeCheck>) =>
  Object.fromEntries(
    check.cases.map(({ id, verdict, failed }) => [id.split(' > ')[1], failed ? `${verdict}!` : verdict]),
  );

test('the same figures pass, and nothing has changed', () => {
  const check = madeCheck({ a: {}, b: { cost: 2n ** 70n } }, { b: { cost: 2n ** 70n }, a: {} });
  expect(check).toMatchObject({ passed: true, changed: false });
  expect(verdicts(check)).toEqual({ a: 'same', b: 'same' });
});

test('one read more fails, one less passes', () => {
  const check = madeCheck({ a: { reads: 10 }, b: { reads: 10 } }, { a: { reads: 11 }, b: { reads: 9 } });
  expect(verdicts(check)).toEqual({ a: 'worse!', b: 'better' });
  expect(check.passed).toBe(false);
  expect(madeCheck({ b: { reads: 10 } }, { b: { reads: 9 } })).toMatchObject({ passed: true, changed: true });
});

test('a figure that is worse beside one that is better is worse', () => {
  expect(verdicts(madeCheck({ a: { cost: 100, peak: 10 } }, { a: { cost: 50, peak: 11 } }))).toEqual({ a: 'worse!' });
});

test('new cases are listed and pass, removed ones fail', () => {
  const check = (rules = {}) => verdicts(madeCheck({ a: {}, gone: {} }, { a: {}, fresh: {} }, rules));
  expect(check()).toEqual({ a: 'same', fresh: 'new', gone: 'removed!' });
  expect(check({ requireAll: true, allowRemoved: true })).toEqual({ a: 'same', fresh: 'new!', gone: 'removed' });
});

test('cases of files that were not run are not missed', () => {
  const file = { file: 'b.txt', baseline: baselineOf({ a: {}, 'other.ts > b': {} }) };
  const check = checkOf(benchOf({ a: {} }), file, PLAIN_RULES, (id) => id.startsWith(FILE));
  expect(check).toMatchObject({ passed: true, changed: false });
  expect(check.cases).toHaveLength(1);
});

test('limits are per metric and case, up and down apart', () => {
  const rules = { limits: ['* cost +10%', 'b* cost +0 -5', '* peak +1'].map(parseLimit) };
  const check = madeCheck(
    { a: { cost: 100, peak: 40 }, b1: { cost: 100 }, b2: { cost: 100 }, b3: { cost: 100 } },
    { a: { cost: 110, peak: 41 }, b1: { cost: 101 }, b2: { cost: 95 }, b3: { cost: 94 } },
    rules,
  );
  expect(verdicts(check)).toEqual({ a: 'worse', b1: 'worse!', b2: 'better', b3: 'better!' });
});

test('with --exact an improvement fails, too', () => {
  const rules = { isExact: true, limits: [parseLimit('* cost +10%')] };
  expect(verdicts(madeCheck({ a: { cost: 5 }, b: { cost: 7 } }, { a: { cost: 4 }, b: { cost: 7 } }, rules))).toEqual({
    a: 'better!',
    b: 'same',
  });
});

test('differences are exact beyond 2^53, and there is no ratio to 0', () => {
  const big = 2n ** 64n;
  const { cases } = madeCheck({ a: { cost: big, reads: 0 } }, { a: { cost: big + 1n, reads: 5 } });
  const [cost, , reads] = cases[0].metrics;
  expect(cost).toMatchObject({ old: big, new: big + 1n, difference: 1, ratio: 1, verdict: 'worse', failed: true });
  expect(reads).toMatchObject({ old: 0, new: 5, difference: 5, ratio: null, verdict: 'worse', failed: true });
});

test('totals are sums over the cases on both sides, not means of ratios', () => {
  const { totals } = madeCheck(
    { small: { cost: 1 }, large: { cost: 1000 }, gone: { cost: 9 } },
    { small: { cost: 2 }, large: { cost: 900 }, fresh: { cost: 7 } },
  );
  expect(totals[0]).toEqual({ metric: 'cost', old: 1001, new: 902, difference: -99 });
});

test('a case whose cost changed says which operand and line moved most, with the whole name of the file', () => {
  const { cases } = madeCheck(
    { a: { operands: { x: 60, y: 40 }, lines: { [`${FILE}:12`]: 100 } } },
    { a: { operands: { x: 60, y: 70 }, lines: { [`${FILE}:12`]: 130 } } },
  );
  expect(cases[0].moved).toEqual([
    { by: 'operand', name: 'y', old: 40, new: 70 },
    { by: 'line', name: `${FILE}:12`, old: 100, new: 130 },
  ]);
});

test('a budget fails a check in which nothing changed', () => {
  const check = madeCheck({ a: { cost: 5 } }, { a: { cost: 5 } }, { budgets: [parseBudget('a <= 4')] });
  expect(check).toMatchObject({ passed: false, changed: false, budgets: [{ failed: true }] });
});

describe('a baseline of another setting is refused with each field by name', () => {
  const file = { file: 'b.txt', baseline: baselineOf({ a: {} }) };
  const settings = { semantics: 'eager', granularity: 'register', bytes: 8, seed: 1 } as const;
  test.each([
    [{ tfjs: '4.23.0' }, 'tfjs is 4.22.0 there and 4.23.0 here'],
    [{ tool: '0.2.0' }, 'tensor-odometer is 0.1.0 there and 0.2.0 here'],
    [
      { settings },
      'granularity is scalar there and register here, bytes is 4 there and 8 here, seed is 0 there and 1 here',
    ],
  ])('%o', (change, message) => {
    const check = () => checkOf(benchOf({ a: {} }, change), file, PLAIN_RULES, () => true);
    expect(check).toThrow(InputError);
    expect(check).toThrow(`b.txt: was measured otherwise: ${message}; use the same, or measure all anew: `);
  });
});

describe('its JSON', () => {
  const check = madeCheck(
    { a: { cost: 2n ** 64n }, gone: {}, b: { operands: { x: 4 } } },
    { a: { cost: 1 }, fresh: {}, b: { operands: { x: 5 } } },
    { budgets: [parseBudget('b <= 0.5 * a')] },
  );

  test('is read back as it was', () => {
    const json: unknown = JSON.parse(checkJson(check));
    expect(checkSchema.parse(json)).toEqual(check);
    expect(json).toMatchObject({
      schema: 'odometer-check/1',
      cases: [{ metrics: [{ difference: String(1n - 2n ** 64n) }, {}, {}] }, {}, {}, {}],
    });
  });

  test.each<[string, RegExp, string]>([
    ['an outcome', /"passed": false/, '"passed": true'],
    ['that figures changed', /"changed": true/, '"changed": false'],
    ['a difference', /"difference": 1,/, '"difference": 2,'],
    ['a verdict', /"verdict": "worse",\n {5}"limit/, '"verdict": "same",\n     "limit'],
  ])('does not parse where it contradicts itself in %s', (_, written, changed) => {
    const json = checkJson(check);
    expect(json).toMatch(written);
    expect(checkSchema.safeParse(JSON.parse(json.replace(written, changed))).success).toBe(false);
  });
});
