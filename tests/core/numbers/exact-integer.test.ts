import { expect, test } from 'vitest';
import { exactInteger, jsonInteger } from '../../../core/numbers/exact-integer.ts';

const around = [0n, 7n, 2n ** 53n - 1n, 2n ** 53n, 10n ** 30n];

test('an exact integer is a number up to 2^53 - 1 and a bigint beyond, on either side of 0', () => {
  expect(around.map(exactInteger)).toEqual([0, 7, 9007199254740991, 2n ** 53n, 10n ** 30n]);
  expect(around.slice(1).map((value) => exactInteger(-value))).toEqual([
    -7,
    -9007199254740991,
    -(2n ** 53n),
    -(10n ** 30n),
  ]);
});

test('in JSON it is a number up to 2^53 - 1 and a string above', () => {
  expect(around.map(jsonInteger)).toEqual([0, 7, 9007199254740991, '9007199254740992', `1${'0'.repeat(30)}`]);
  expect([0, 2 ** 53 - 1].map(jsonInteger)).toEqual([0, 9007199254740991]);
});

test('a number that may have been rounded is not written', () => {
  expect(() => jsonInteger(2 ** 53)).toThrow(RangeError);
  expect(() => jsonInteger(0.5)).toThrow(RangeError);
});
