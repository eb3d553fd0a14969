import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measure } from '../../../core/measurement/measure.ts';
import { createProgram } from '../../../core/programs/program-source.ts';
import { GRANULARITIES, SEMANTICS } from '../../../core/trace/trace.ts';
import { constant } from '../../../instrument/scalars/scalar.ts';
import { traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';
import { TensorProxy } from '../../../instrument/scalars/tensor-proxy.ts';
import { randomProgram } from '../../support/scalars/scalar-programs.ts';

/** A row of b added to each of a, which is scaled in place. */
function update(a: TensorProxy, b: TensorProxy, scale: { mul(x: never): never }) {
  const [rows, columns] = a.shape;
  for (let i = 0; i < rows; i++) {
    let sum = constant(0);
    for (let j = 0; j < columns; j++) {
      a.set(i, j, a.get(i, j).mul(scale as never));
      sum = sum.add(a.get(i, j)).add(b.get(j));
    }
    if (sum.gt(0).truth()) a.set(i, 0, sum);
  }
  return a;
}

const { program } = traceScalars(update as never, [
  new TensorProxy('float32', [2, 3], [1, 2, 3, 4, 5, 6]),
  new TensorProxy('float32', [3], [1, 1, 1]),
  2,
]);

describe('a scalar program is taken apart', () => {
  test('by operation', () => {
    const { ops } = measure(program, { semantics: 'two-stack' });
    expect(ops.map(({ op, reads }) => [op, reads])).toEqual([
      ['mul', 2 * 6],
      ['add', 2 * (3 + 3 + 3 + 3 - 1)],
      ['gt', 2],
      ['bool', 2],
      ['epilogue', 6],
    ]);
  });

  test('by argument, with what was put into it, and all else', () => {
    const reads = (granularity: 'scalar' | 'register') =>
      measure(program, { granularity }).operands.map((part) => [part.operand, part.reads]);
    // Sums are in `a` from their last addition on, so that they are compared there.
    const [a, b, scale] = [6 + 6 + 2, 6, 6];
    expect(reads('register')).toEqual([
      ['a', a],
      ['b', b],
      ['scale', scale],
    ]);
    const { reads: all } = measure(program);
    expect(reads('scalar')).toEqual([
      ['a', a],
      ['b', b],
      ['scale', scale],
      ['local', all - a - b - scale],
    ]);
  });

  test('an argument that is given twice is the first, and one without a name its number', () => {
    const events = [{ op: 'add', in: [2, 1], out: [3] }];
    const source = { name: 'twice', args: [1, 2], argGroups: [[1], [2], [1]], events, returns: [] };
    expect(measure(createProgram(source)).operands.map(({ operand }) => operand)).toEqual(['argument 0', 'argument 1']);
    const named = createProgram({ ...source, argNames: ['a', 'b', 'c'] });
    expect(measure(named).operands.map(({ operand }) => operand)).toEqual(['a', 'b']);
  });
});

test.each(SEMANTICS)('every part of a program adds up to all of it, under %s', (semantics) => {
  const cases = fc.record({
    source: randomProgram(),
    isStored: fc.func(fc.boolean()),
    granularity: fc.constantFrom(...GRANULARITIES),
    place: fc.func(fc.option(fc.nat({ max: 3 }), { nil: undefined })),
  });
  fc.assert(
    fc.property(cases, ({ source, isStored, granularity, place }) => {
      const results = source.events.flatMap(({ out }) => out);
      const noted = createProgram({
        ...source,
        events: source.events.map((event, index) => ({ ...event, source: place(index) })),
        stored: [{ arg: null, cells: results.filter((cell) => isStored(cell)) }],
        sources: ['a.ts:1', 'a.ts:2', 'a.ts:3', 'b.ts:1'],
      });
      const { ops, operands, lines = [], reads, cost } = measure(noted, { semantics, granularity });
      for (const parts of [ops, operands, lines]) {
        expect(parts.reduce((sum, part) => sum + part.reads, 0)).toBe(reads);
        for (const [bytes, total] of Object.entries(cost.cold)) {
          expect(parts.reduce((sum, part) => sum + Number(part.cost[bytes]), 0)).toBe(total);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('most cells live at once whatever the semantics keep on their stack; registers are none', () => {
  for (const semantics of SEMANTICS) {
    // Ten arguments, the products of six in their places, and a sum, which in the end is in `a`.
    expect(measure(program, { semantics }).peakLiveCells).toBe(10 + 1);
    expect(measure(program, { semantics, granularity: 'register' }).peakLiveCells).toBe(10);
  }
});
