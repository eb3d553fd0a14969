import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { createProgram, lastUseOf, type ProgramSource, RETURNED, UNUSED } from '../../../core/programs/program.ts';

const SOURCE: ProgramSource = {
  name: 'f',
  args: [40, 10, 30],
  argGroups: [[40, 10], [], [30], [40, 10]],
  events: [
    { op: 'mul', in: [10, 40, 10], out: [7] },
    { op: 'divmod', in: [7, 10], out: [-2, 99] },
    { op: 'bool', in: [99], out: [] },
  ],
  returns: [7, 7, 30],
};

test('cells are numbered in order of creation', () => {
  expect(createProgram(SOURCE)).toEqual({
    name: 'f',
    cellCount: 6,
    argCount: 3,
    argGroups: [Int32Array.of(0, 1), Int32Array.of(), Int32Array.of(2), Int32Array.of(0, 1)],
    ops: ['mul', 'divmod', 'bool'],
    reads: Int32Array.of(1, 0, 1, 3, 1, 5),
    readStart: Int32Array.of(0, 3, 5, 6),
    outStart: Int32Array.of(3, 4, 6, 6),
    returns: Int32Array.of(3, 3, 2),
  });
});

test('a last use is the last reading event, RETURNED or UNUSED', () => {
  expect([...lastUseOf(createProgram(SOURCE))]).toEqual([0, 1, RETURNED, RETURNED, UNUSED, 2]);
});

describe('a malformed program is refused with its place', () => {
  test.each<[Partial<ProgramSource>, string]>([
    [{ args: [40, 10, 30, 10] }, 'args[3]: cell 10 is created twice'],
    [{ argGroups: [[40, 10]] }, 'args[2]: cell 30 is in no argument group'],
    [{ argGroups: [[40, 10], [40]] }, 'args[2]: cell 30 is in no argument group'],
    [{ argGroups: [[10, 40], [30]] }, 'argument group 0, cell 0: cell 10 is out of order'],
    [{ argGroups: [[40, 10], [31]] }, 'argument group 1, cell 0: cell 31 is neither an argument nor'],
    [{ returns: [7, 8] }, 'returns[1]: cell 8 is neither an argument nor'],
    [
      { events: [{ op: 'add', in: [10, 7], out: [7] }] },
      'events[0] (add): cell 7 is neither an argument nor an earlier',
    ],
    [{ events: [{ op: 'add', in: [10], out: [5, 5] }] }, 'events[0] (add): cell 5 is created twice'],
    [{ events: [{ op: 'add', in: [10], out: [30] }] }, 'events[0] (add): cell 30 is created twice'],
  ])('%j', (change, message) => {
    const act = () => createProgram({ ...SOURCE, ...change });
    expect(act).toThrow(InputError);
    expect(act).toThrow(`program "f": ${message}`);
  });
});
