import { expect, test } from 'vitest';
import { escapesOf, programWarnings } from '../../../core/programs/escapes.ts';
import { createProgram, type ProgramEvent } from '../../../core/programs/program-source.ts';

function program(events: readonly ProgramEvent[]) {
  return createProgram({ name: 'escaping', args: [0, 1], argGroups: [[0], [1]], events, returns: [] });
}

const mul = { op: 'mul', in: [0, 1], out: [2] };

test('numbers that leave are counted by the operation that made them, and by how they left', () => {
  const escaping = program([
    mul,
    { op: 'value', in: [2], out: [] },
    { op: 'value', in: [0], out: [] },
    { op: 'value', in: [2], out: [] },
    { op: 'divmod', in: [2], out: [3, 4] },
    { op: 'float', in: [4], out: [] },
  ]);
  expect(escapesOf(escaping)).toEqual([
    { after: 'mul', by: 'value', count: 2 },
    { after: 'argument', by: 'value', count: 1 },
    { after: 'divmod', by: 'float', count: 1 },
  ]);
  expect(programWarnings(escaping)).toEqual([
    'numbers left the program 4 times (value of mul: 2, value of argument: 1, float of divmod: 1); ' +
      'what is computed from them is not seen, and where it comes back it is a constant, which is free; ' +
      'compute with the traced numbers',
  ]);
});

test('a condition is no number that leaves, and a program that keeps its numbers needs no warning', () => {
  const keeping = program([mul, { op: 'bool', in: [2], out: [] }]);
  expect([escapesOf(keeping), programWarnings(keeping)]).toEqual([[], []]);
});

test('a program in which nothing is read is warned of, returned or not', () => {
  expect(programWarnings(program([]))).toEqual([
    'nothing is read, so that the cost is 0: moving references and using constants is free; ' +
      'copy() what is to be paid for, and pass in what is to be read',
  ]);
});
