import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseVectors, programJson } from '../../../core/programs/program-format.ts';
import { createProgram } from '../../../core/programs/program-source.ts';
import { traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';
import { TensorProxy } from '../../../instrument/scalars/tensor-proxy.ts';
import { NEURAL_EXAMPLES } from '../../support/scalars/neural-examples.ts';
import { EXAMPLES } from '../../support/scalars/scalar-examples.ts';
import { randomProgram } from '../../support/scalars/scalar-programs.ts';

const saved = (json: unknown): unknown => JSON.parse(JSON.stringify(json));

describe('a saved program is the one that it was', () => {
  test.each([...EXAMPLES, ...NEURAL_EXAMPLES])('$name', ({ trace }) => {
    const { program } = trace();
    expect(parseVectors(saved(programJson(program)), 'saved')).toEqual([program]);
  });

  test('with its arguments by name, and what was put where', () => {
    const { program } = traceScalars(
      function scale(weights, [factor, shift], { size }) {
        const kept = new TensorProxy('float32', [2]);
        kept.set(1, weights.get(0).mul(factor));
        weights.set(0, kept.get(1).add(shift).mul(size));
        return weights.get(0);
      },
      [new TensorProxy('float32', [1]), [2, 3], new TensorProxy('int32', [1])],
    );
    expect(programJson(program).programs).toEqual([
      {
        name: 'scale',
        args: [0, 1, 2, 3],
        arg_groups: [[0], [1, 2], [3]],
        arg_names: ['weights', 'argument 1', 'argument 2'],
        events: [
          { op: 'mul', in: [0, 1], out: [4] },
          { op: 'add', in: [4, 2], out: [5] },
          { op: 'mul', in: [5], out: [6] },
        ],
        returns: [6],
        stored: [
          { arg: null, cells: [4] },
          { arg: 0, cells: [6] },
        ],
      },
    ]);
    expect(parseVectors(saved(programJson(program)), 'saved')).toEqual([program]);
  });

  test('among others, also where nobody noted names and tensors', () => {
    fc.assert(
      fc.property(fc.array(randomProgram(), { minLength: 1, maxLength: 3 }), (sources) => {
        const programs = sources.map((source) => createProgram(source));
        expect(parseVectors(saved(programJson(...programs)), 'saved')).toEqual(programs);
      }),
      { numRuns: 30 },
    );
  });
});

test.each([
  [{ arg_names: ['a'] }, 'file: programs[0] "moved": names of arguments: 1 for 0 argument groups; give each one'],
  [{ arg_names: [1] }, 'file: programs[0].arg_names[0]: Invalid input'],
  [{ stored: [{ arg: 0.5, cells: [] }] }, 'file: programs[0].stored[0].arg: Invalid input'],
  [{ stored: [{ arg: 0, cells: [] }] }, 'stored[0]: there is no argument 0; give null or one'],
])('%j is refused with its place', (change, message) => {
  const program = { name: 'moved', args: [], arg_groups: [], events: [], returns: [], ...change };
  expect(() => parseVectors({ format: 'bytedmd-vectors/1', programs: [program] }, 'file')).toThrow(message);
});
