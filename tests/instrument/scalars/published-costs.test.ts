import { describe, expect, test } from 'vitest';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import type { Program } from '../../../core/programs/program.ts';
import { parseVectors } from '../../../core/programs/program-format.ts';
import { type ProgramSource, sourceOf } from '../../../core/programs/program-source.ts';
import { eagerTrace, irClassic, irLive, twoStackTrace } from '../../../core/programs/semantics.ts';
import { traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';
import { matmul, matvec, vecmat } from '../../support/scalars/linear-algebra-examples.ts';
import { NEURAL_EXAMPLES } from '../../support/scalars/neural-examples.ts';
import { dotSum, matrix, vector } from '../../support/scalars/scalar-example.ts';
import { EXAMPLES } from '../../support/scalars/scalar-examples.ts';
import { readExpected, readVectors } from '../../support/scalars/vectors.ts';

function totals(depths: Int32Array): Record<string, number | bigint> {
  const histogram = new DepthHistogram();
  for (const depth of depths) histogram.add(depth);
  return Object.fromEntries(['1', '2', '4', '8'].map((bytes) => [bytes, histogram.totalCost(Number(bytes))]));
}

/** A program written down, its operations all of one name: what other tracers tell of it. */
function withoutNames(program: Program | undefined): ProgramSource | undefined {
  const source = program && sourceOf(program);
  return (
    source && {
      ...source,
      argNames: undefined,
      stored: undefined,
      events: source.events.map((event) => ({ ...event, op: 'op' })),
    }
  );
}

const eagerCost = (program: Program): number | bigint => totals(eagerTrace(program))['1'];

describe.each([
  ['a_examples', EXAMPLES],
  ['c_neural', NEURAL_EXAMPLES],
] as const)('programs of %s written as loops equal the reference', (file, examples) => {
  const programs = new Map(parseVectors(readVectors(file), file).map((program) => [program.name, program]));
  const expected = new Map(readExpected(file).map((entry) => [entry.name, entry.expect]));

  test.each(examples)('$name', ({ name, trace }) => {
    const { program } = trace();
    // The names of operations never affect a price, and those of Python are not those of JavaScript.
    expect(withoutNames(program)).toEqual(withoutNames(programs.get(name)));
    const wanted = expected.get(name);
    expect(totals(eagerTrace(program))).toEqual(wanted?.eager.totals);
    expect(totals(twoStackTrace(program).depths)).toEqual(wanted?.two_stack.totals);
    expect(totals(irLive(program))['1']).toBe(wanted?.ir.bytedmd_live);
    expect(totals(irClassic(program))['1']).toBe(wanted?.ir.bytedmd_classic);
  });
});

describe("the reference's published figures, eager, one byte", () => {
  test('dot product of two pairs costs 12', () => {
    const { program, result } = traceScalars(dotSum, [
      [1, 2],
      [3, 4],
    ]);
    expect([eagerCost(program), result]).toEqual([12, 11]);
  });

  test.each([
    [2, 26, 25],
    [4, 157, 150],
    [8, 896, 832],
  ])('N = %i: matvec %i, vecmat %i', (n, matvecCost, vecmatCost) => {
    expect(eagerCost(traceScalars(matvec, [matrix(n, n), vector(n)]).program)).toBe(matvecCost);
    expect(eagerCost(traceScalars(vecmat, [matrix(n, n), vector(n)]).program)).toBe(vecmatCost);
  });

  test.each([
    [8, 8867],
    [16, 109783],
  ])('naive matmul %i costs %i', (n, cost) => {
    expect(eagerCost(traceScalars(matmul, [matrix(n, n), matrix(n, n)]).program)).toBe(cost);
  });
});
