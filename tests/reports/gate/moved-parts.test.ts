import { describe, expect, test } from 'vitest';
import { movedMost } from '../../../reports/gate/moved-parts.ts';

type Costs = Readonly<Record<string, number>>;
const partsOf = (costs: Costs) => Object.entries(costs).map(([name, cost]) => ({ name, cost }));

/** The line that moved most, as `NAME OLD NEW`; '' where none did. */
function line(before: Costs, now: Costs, isHigher = true): string {
  const [part] = movedMost({ line: partsOf(before) }, { line: partsOf(now) }, isHigher);
  return part === undefined ? '' : `${part.name} ${part.old} ${part.new}`;
}

test('of each kind that both sides know the part that moved most in the direction of the whole', () => {
  const before = {
    kernel: partsOf({ x: 5, y: 5 }),
    operand: partsOf({ a: 100, b: 50, c: 9 }),
    line: partsOf({ ':1': 1 }),
  };
  const now = { operand: partsOf({ a: 110, b: 20, c: 12 }), line: partsOf({ ':1': 1 }) };
  expect(movedMost(before, now, true)).toEqual([{ by: 'operand', name: 'a', old: 100, new: 110 }]);
  expect(movedMost(before, now, false)).toEqual([{ by: 'operand', name: 'b', old: 50, new: 20 }]);
});

test('a part that is new or gone moved as a whole', () => {
  const moved = (isHigher: boolean) =>
    movedMost({ operand: partsOf({ a: 9, b: 5 }) }, { operand: partsOf({ b: 5, c: 7 }) }, isHigher);
  expect(moved(true)).toEqual([{ by: 'operand', name: 'c', old: 0, new: 7 }]);
  expect(moved(false)).toEqual([{ by: 'operand', name: 'a', old: 9, new: 0 }]);
});

test('parts that the baseline does not name are held against its rest', () => {
  const before = { operand: partsOf({ a: 9, rest: 5 }) };
  expect(movedMost(before, { operand: partsOf({ a: 9, b: 4, c: 4 }) }, true)).toEqual([
    { by: 'operand', name: 'rest', old: 5, new: 8 },
  ]);
  expect(movedMost(before, { operand: partsOf({ a: 10, b: 3, c: 2 }) }, true)).toMatchObject([{ name: 'a' }]);
});

describe('lines are known again', () => {
  test('where others were put above them', () => {
    expect(line({ ':5': 100, ':6': 700, ':9': 30 }, { ':7': 100, ':8': 720, ':11': 30 })).toBe(':8 700 720');
  });

  test('where one was put between them', () => {
    expect(line({ ':5': 100, ':6': 700 }, { ':5': 100, ':6': 40, ':7': 700 })).toBe(':6 0 40');
  });

  test('where one was taken out', () => {
    expect(line({ ':5': 100, ':6': 40, ':7': 700 }, { ':5': 100, ':6': 700 }, false)).toBe(':6 40 0');
  });

  test('by their numbers, where figures do not tell', () => {
    expect(line({ ':5': 10, ':6': 10 }, { ':6': 13 })).toBe(':6 10 13');
  });

  test('by their names, where they are none', () => {
    expect(line({ ':5': 100, unknown: 50, epilogue: 20 }, { ':9': 100, epilogue: 20, unknown: 58 })).toBe(
      'unknown 50 58',
    );
  });

  test('in the file that they are in', () => {
    expect(line({ ':5': 100, 'b.ts:5': 50 }, { ':4': 110, 'b.ts:6': 50 })).toBe(':4 100 110');
    expect(line({ ':5': 100 }, { 'b.ts:5': 130 })).toBe('b.ts:5 0 130');
  });
});
