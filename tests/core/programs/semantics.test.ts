import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import type { Program } from '../../../core/programs/program.ts';
import { createProgram, type ProgramSource } from '../../../core/programs/program-source.ts';
import { eagerTrace, irClassic, irLive, twoStackTrace } from '../../../core/programs/semantics.ts';
import { type DepthStack, ListStack } from '../../../core/stack/depth-stack.ts';
import { LruStack } from '../../../core/stack/lru-stack.ts';
import { randomProgram } from '../../support/scalars/scalar-programs.ts';
import { oracleEager, oracleIr, oracleTwoStack } from '../../support/traces/lru-oracle.ts';

type TraceOf = (source: ProgramSource, stack?: DepthStack) => number[];

const TRACES: Record<string, TraceOf> = {
  eager: (source, stack) => [...eagerTrace(createProgram(source), stack)],
  'two-stack': (source, stack) => [...twoStackTrace(createProgram(source), stack).depths],
  'ir-live': (source, stack) => [...irLive(createProgram(source), stack)],
  'ir-classic': (source, stack) => [...irClassic(createProgram(source), stack)],
};

const ORACLES: Record<string, TraceOf> = {
  eager: oracleEager,
  'two-stack': oracleTwoStack,
  'ir-live': (source) => oracleIr(source, true),
  'ir-classic': (source) => oracleIr(source, false),
};

function costOf(depths: readonly number[]): number | bigint {
  const histogram = new DepthHistogram();
  for (const depth of depths) histogram.add(depth);
  return histogram.totalCost(1);
}

/** The depths at register granularity, 0 for what is free. */
const REGISTER_TRACES: Record<string, (program: Program) => Int32Array> = {
  eager: (program) => eagerTrace(program, undefined, 'register'),
  'two-stack': (program) => twoStackTrace(program, undefined, 'register').depths,
  'ir-live': (program) => irLive(program, undefined, 'register'),
  'ir-classic': (program) => irClassic(program, undefined, 'register'),
};

describe.each(Object.keys(TRACES))('%s', (semantics) => {
  const trace = TRACES[semantics];

  test('at register is the program without its registers', () => {
    const cases = fc.record({ source: randomProgram(), isStored: fc.func(fc.boolean()) });
    fc.assert(
      fc.property(cases, ({ source, isStored }) => {
        const results = source.events.flatMap(({ out }) => out);
        const stored = results.filter((cell) => isStored(cell));
        const cells = new Set([...source.args, ...stored]);
        const isCell = (cell: number): boolean => cells.has(cell);
        const reduced: ProgramSource = {
          ...source,
          events: source.events.map((event) => ({
            ...event,
            in: event.in.filter(isCell),
            out: event.out.filter(isCell),
          })),
          returns: source.returns.filter(isCell),
        };
        const depths = REGISTER_TRACES[semantics](createProgram({ ...source, stored: [{ arg: null, cells: stored }] }));
        expect([...depths].filter((depth) => depth !== 0)).toEqual(trace(reduced));
        const reads = source.events.flatMap((event) => event.in);
        expect([...depths.subarray(0, reads.length)].map((depth) => depth !== 0)).toEqual(reads.map(isCell));
      }),
      { numRuns: 100 },
    );
  });

  test('equals its definition on any program, with either stack', () => {
    fc.assert(
      fc.property(randomProgram(), (source) => {
        const wanted = ORACLES[semantics](source);
        const { cellCount } = createProgram(source);
        expect(trace(source, new LruStack(cellCount))).toEqual(wanted);
        expect(trace(source, new ListStack())).toEqual(wanted);
      }),
      { numRuns: 150 },
    );
  });

  test('renaming cells changes nothing', () => {
    const renamed = (k: number): number => ((k * 7919) % 10007) - 5000;
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [plain] = fc.sample(randomProgram(), { seed, numRuns: 1 });
        const [opaque] = fc.sample(randomProgram(renamed), { seed, numRuns: 1 });
        expect(trace(opaque)).toEqual(trace(plain));
        expect(opaque.args).toEqual(plain.args.map(renamed));
      }),
      { numRuns: 50 },
    );
  });

  test('repeats of an operand and the order of two operands: cost(a + b) = cost(b + a)', () => {
    const add = (...operands: number[]): ProgramSource => ({
      name: 'add',
      args: [0, 1],
      argGroups: [[0], [1]],
      events: [{ op: 'add', in: operands, out: [2] }],
      returns: [2],
    });
    expect(costOf(trace(add(0, 1)))).toBe(costOf(trace(add(1, 0))));
  });

  test('a program without events or cells has an empty trace', () => {
    expect(trace({ name: 'empty', args: [], argGroups: [], events: [], returns: [] })).toEqual([]);
  });
});

test('a + a: simultaneous semantics charge the depth twice, sequential ones charge 1 for the second', () => {
  const source: ProgramSource = {
    name: 'double',
    args: [5, 6],
    argGroups: [[5], [6]],
    events: [
      { op: 'add', in: [6, 6], out: [7] },
      { op: 'neg', in: [5], out: [] },
    ],
    returns: [],
  };
  const traces = Object.values(TRACES).map((trace) => trace(source));
  expect(traces).toEqual([
    [2, 2, 1],
    [2, 2, 1],
    [2, 1, 1],
    [2, 1, 1],
  ]);
});

test('within an array argument the last cell is on top', () => {
  const source: ProgramSource = {
    name: 'f([1, 2], [3, 4])',
    args: [1, 2, 3, 4],
    argGroups: [
      [1, 2],
      [3, 4],
    ],
    events: [{ op: 'pack', in: [2, 1, 4, 3], out: [] }],
    returns: [],
  };
  expect(TRACES.eager(source)).toEqual([1, 2, 3, 4]);
});
