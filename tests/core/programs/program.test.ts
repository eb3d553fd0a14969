import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { cellLives, flagsOf, isUsed, LAST, REPEAT } from '../../../core/programs/cell-lives.ts';
import { createProgram, type ProgramSource, sourceOf } from '../../../core/programs/program-source.ts';
import { eagerTrace } from '../../../core/programs/semantics.ts';
import { ListStack } from '../../../core/stack/depth-stack.ts';
import { randomProgram } from '../../support/scalars/scalar-programs.ts';

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

test('cells are numbered in order of creation, kinds of events in order of first occurrence', () => {
  const again = { op: 'mul', in: [7, 7, 30], out: [8] };
  expect(createProgram({ ...SOURCE, events: [...SOURCE.events, again] })).toEqual({
    name: 'f',
    cellCount: 7,
    argCount: 3,
    argGroups: [Int32Array.of(0, 1), Int32Array.of(), Int32Array.of(2), Int32Array.of(0, 1)],
    kinds: [
      { op: 'mul', reads: 3, results: 1 },
      { op: 'divmod', reads: 2, results: 2 },
      { op: 'bool', reads: 1, results: 0 },
    ],
    events: Uint8Array.of(0, 1, 2, 0),
    reads: Int32Array.of(1, 0, 1, 3, 1, 5, 3, 3, 2),
    returns: Int32Array.of(3, 3, 2),
  });
});

test('written down, a program is the one that it was', () => {
  fc.assert(
    fc.property(randomProgram(), (source) => {
      const program = createProgram(source);
      const written = sourceOf(program);
      expect(createProgram(written)).toEqual(program);
      expect(written.events.map(({ op }) => op)).toEqual(source.events.map(({ op }) => op));
    }),
    { numRuns: 100 },
  );
});

test.each([
  [256, Uint8Array],
  [257, Uint16Array],
  [65537, Uint32Array],
])('%i kinds of events are as wide as they have to be', (kinds, wanted) => {
  const events = Array.from({ length: kinds }, (_, i) => ({ op: `op ${i}`, in: [1], out: [] }));
  const program = createProgram({ name: 'many', args: [1], argGroups: [[1]], events, returns: [] });
  expect(program.events).toBeInstanceOf(wanted);
  expect(sourceOf(program).events.map(({ op }) => op)).toEqual(events.map(({ op }) => op));
});

describe('the lives of cells', () => {
  test('end at a last read, of which the last occurrence counts, where they are not returned', () => {
    const { flags, used } = cellLives(createProgram(SOURCE), 'scalar');
    const flagsOfReads = Array.from({ length: 6 }, (_, read) => flagsOf(flags, read));
    expect(flagsOfReads).toEqual([0, LAST, REPEAT, 0, LAST, LAST]);
    expect(Array.from({ length: 6 }, (_, cell) => isUsed(used, cell))).toEqual([true, true, true, true, false, true]);
  });

  test('overlap as often as the stack of eager grows high', () => {
    fc.assert(
      fc.property(randomProgram(), (source) => {
        const program = createProgram(source);
        const stack = new HighStack();
        eagerTrace(program, stack);
        expect(cellLives(program, 'scalar').peak).toBe(stack.highest);
      }),
      { numRuns: 100 },
    );
  });
});

/** A list that remembers how high it was when something was put on it. */
class HighStack extends ListStack {
  highest = 0;

  override push(key: number): void {
    super.push(key);
    this.highest = Math.max(this.highest, this.size);
  }
}

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
    [{ argNames: ['a'] }, 'names of arguments: 1 for 4 argument groups; give each one'],
    [{ stored: [{ arg: 4, cells: [] }] }, 'stored[0]: there is no argument 4; give null or one'],
    [{ stored: [{ arg: null, cells: [8] }] }, "stored[0]: cell 8 is no event's result; name results only"],
    [{ stored: [{ arg: 0, cells: [7, 10] }] }, "stored[0]: cell 10 is no event's result; name results only"],
    [
      {
        stored: [
          { arg: 0, cells: [7] },
          { arg: null, cells: [7] },
        ],
      },
      'stored[1]: cell 7 is named twice; name each result once',
    ],
  ])('%j', (change, message) => {
    const act = () => createProgram({ ...SOURCE, ...change });
    expect(act).toThrow(InputError);
    expect(act).toThrow(`program "f": ${message}`);
  });
});
