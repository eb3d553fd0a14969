import { describe, expect, test } from 'vitest';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { byteSumBig, readCost, readCostBig } from '../../../core/cost/pricing.ts';
import { parsePricing, parseVectors } from '../../../core/programs/program-format.ts';
import { createProgram } from '../../../core/programs/program-source.ts';
import { eagerTrace, irClassic, irLive, twoStackTrace } from '../../../core/programs/semantics.ts';
import { answerPricingRow, traceSha256 } from '../../../reports/printed/program-prices.ts';
import { naiveMatmul } from '../../support/scalars/scalar-programs.ts';
import { type ExpectedTrace, PROGRAM_FILES, readExpected, readVectors } from '../../support/scalars/vectors.ts';

function histogramOf(depths: Int32Array): DepthHistogram {
  const histogram = new DepthHistogram();
  for (const depth of depths) histogram.add(depth);
  return histogram;
}

function expectTrace(depths: Int32Array, wanted: ExpectedTrace): void {
  if (wanted.trace) expect([...depths]).toEqual(wanted.trace);
  const histogram = histogramOf(depths);
  const totals = Object.keys(wanted.totals).map((bytes) => [bytes, histogram.totalCost(Number(bytes))]);
  expect({
    reads: histogram.reads,
    totals: Object.fromEntries(totals),
    trace_sha256: traceSha256(depths),
  }).toEqual({ reads: wanted.reads, totals: wanted.totals, trace_sha256: wanted.trace_sha256 });
}

describe.each(PROGRAM_FILES)('%s equals the reference', (file) => {
  const programs = parseVectors(readVectors(file), file);
  const cases = readExpected(file).map(({ name, expect: wanted }, i) => ({ name, program: programs[i], wanted }));

  test.each(cases)('$name', ({ name, program, wanted }) => {
    expect(program.name).toBe(name);
    expect(Object.keys(wanted.eager.totals)).toEqual(['1', '2', '4', '8']);
    expectTrace(eagerTrace(program), wanted.eager);

    const twoStack = twoStackTrace(program);
    expectTrace(twoStack.depths, wanted.two_stack);
    expect(twoStack.epilogueReads).toBe(wanted.two_stack.epilogue_reads);

    const live = histogramOf(irLive(program));
    expect([live.reads, live.totalCost(1)]).toEqual([wanted.ir.loads, wanted.ir.bytedmd_live]);
    const classic = histogramOf(irClassic(program));
    expect([classic.reads, classic.totalCost(1)]).toEqual([wanted.ir.loads, wanted.ir.bytedmd_classic]);
  });
});

describe('pricing.json equals the reference', () => {
  const rows = parsePricing(readVectors('pricing'), 'pricing');

  test.each(rows)('%j', (row) => {
    const { cost, cost_str, S, S_str, ...question } = row;
    const blank = Object.fromEntries(
      Object.entries({ cost, cost_str, S, S_str })
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [key, blanked(value)]),
    );
    expect(answerPricingRow({ ...question, ...blank })).toEqual(row);
  });

  test.each(rows.filter((row) => row.depth !== undefined))('depth $depth as doubles and as bigints', (row) => {
    const depth = row.depth as number;
    for (const [bytes, cost] of Object.entries(row.cost as Record<string, number>)) {
      expect(readCost(depth, Number(bytes))).toBe(cost);
      expect(readCostBig(BigInt(depth), BigInt(bytes))).toBe(BigInt(cost));
    }
  });

  test.each(rows.filter((row) => typeof row.S === 'number'))('S($S_of) as a bigint', (row) => {
    expect(byteSumBig(BigInt(row.S_of as number))).toBe(BigInt(row.S as number));
  });
});

/** The same keys without the answers, so that an answer that was merely passed on is seen. */
function blanked(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null) return null;
  return Object.fromEntries(Object.keys(answer).map((key) => [key, null]));
}

describe('naive matmul', () => {
  test.each([2, 4, 6, 16])('%i x %i is written as the reference writes it', (n) => {
    const program = parseVectors(readVectors('a_examples'), '').find(({ name }) => name === `matmul_naive_${n}`);
    expect(createProgram(naiveMatmul(n))).toEqual(program);
  });

  // The reference's own costs, at one byte per element.
  test.each([
    [8, 8867],
    [16, 109783],
    [32, 1505125],
  ])('%i x %i costs %i in eager', (n, cost) => {
    expect(histogramOf(eagerTrace(createProgram(naiveMatmul(n)))).totalCost(1)).toBe(cost);
  });
});
