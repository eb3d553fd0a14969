import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { boundsOf, isWithin, parseLimit, parseUnsignedBound, requireUsedLimits } from '../../../reports/gate/limit.ts';

const ID = 'kernels/a.odometer.ts > matmul n=64';

function boundTexts(...limits: string[]): [string, string | null] {
  const { up, down } = boundsOf(ID, 'cost', { limits: limits.map(parseLimit), isExact: false });
  return [up.text, down?.text ?? null];
}

test('by default nothing may go up and anything down', () => {
  expect(boundTexts()).toEqual(['+0', null]);
});

test('limits hold for a metric and the cases that their pattern is of, up and down apart; the last one counts', () => {
  expect(boundTexts('* cost +1%')).toEqual(['+1%', null]);
  expect(boundTexts('* cost -5%')).toEqual(['+0', '-5%']);
  expect(boundTexts('matmul* cost -5% +100')).toEqual(['+100', '-5%']);
  expect(boundTexts('kernels/*64 cost +7', '* peak +9', 'softmax* cost +8')).toEqual(['+7', null]);
  expect(boundTexts('* cost +1 -2', 'matmul n=64 cost +3')).toEqual(['+3', '-2']);
  expect(boundTexts('matmul cost +1')).toEqual(['+0', null]);
});

test('--exact is above every limit', () => {
  const { up, down } = boundsOf(ID, 'cost', { limits: [parseLimit('* cost +1%')], isExact: true });
  expect([up.text, down?.text]).toEqual(['+0', '-0']);
});

test('a pattern is text but for its stars', () => {
  const up = (pattern: string, id: string): string =>
    boundsOf(id, 'cost', { limits: [parseLimit(`${pattern} cost +1`)], isExact: false }).up.text;
  expect(up('f(x)[0].* n=1', 'a.ts > f(x)[0].y n=1')).toBe('+1');
  expect(up('f.x n=1', 'a.ts > f-x n=1')).toBe('+0');
});

describe('a bound is exact', () => {
  const within = (bound: string, old: number | bigint, now: number | bigint): boolean =>
    isWithin(parseUnsignedBound('--x', bound), old, now);
  test.each<[string, number | bigint, number | bigint, boolean]>([
    ['0', 5, 5, true],
    ['0', 5, 6, false],
    ['1', 5, 4, true],
    ['1%', 100, 101, true],
    ['1%', 99, 100, false],
    ['0.29%', 10_000, 10_029, true],
    ['0.29%', 10_000, 10_030, false],
    // A part of nothing is nothing, and no division by it.
    ['50%', 0, 1, false],
    ['50%', 0, 0, true],
    ['1', 2n ** 70n, 2n ** 70n + 1n, true],
    ['1', 2n ** 70n, 2n ** 70n + 2n, false],
    ['100%', 2n ** 70n, 2n ** 71n, true],
    ['100%', 2n ** 70n, 2n ** 71n + 1n, false],
  ])('%s of %s allows %s: %s', (bound, old, now, allowed) => {
    expect(within(bound, old, now)).toBe(allowed);
  });
});

test.each([
  '',
  'cost +1',
  '* cost',
  '* costs +1',
  '* cost 1%',
  '* cost +1 +2',
  '* cost -1 -2',
  '* cost +1.5',
  '* cost +1%%',
  '* cost +1e3',
  '* cost +1 -2 +3%%',
])('"%s" is no limit', (text) => {
  expect(() => parseLimit(text)).toThrow(InputError);
  expect(() => parseLimit(text)).toThrow(`limit "${text}": is no limit; give a case or pattern, one of cost, peak, `);
});

test('a limit that is of no case is refused', () => {
  expect(() => requireUsedLimits([parseLimit('matmul* cost +1')], [ID])).not.toThrow();
  expect(() => requireUsedLimits([parseLimit('mtmul* cost +1')], [ID])).toThrow(
    'limit "mtmul* cost +1": no case is like "mtmul*"; odometer bench --list names them',
  );
});
