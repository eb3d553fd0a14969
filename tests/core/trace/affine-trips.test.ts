import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { ENGINE_NAMES } from '../../../core/measurement/engines.ts';
import { executionCounts } from '../../../core/trace/iteration-shapes.ts';
import type { Access, Node, Trip } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { SEMANTICS } from '../../../core/trace/trace.ts';
import { parseTrace } from '../../../core/trace/trace-format.ts';
import { KernelTraceBuilder } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

const N = 5;

/** Reads, in `rows` iterations of a loop and `columns` of one inside, an element of N x N. */
function reading(access: Omit<Access, 'slot'>, rows: Trip, columns: Trip): Trace {
  const builder = new KernelTraceBuilder();
  const a = builder.argument(N, N);
  const read: Node = { op: 'copy', reads: [{ slot: 0, ...access }], write: null };
  builder.call('Read', [a], [{ trip: rows, body: [{ trip: columns, body: [read] }] }]);
  return builder.finish('triangle', []);
}

const parsed = (trace: Trace): Trace => parseTrace(JSON.parse(JSON.stringify(trace)), 'triangle.json');
const ROWS = { base: 0, strides: [N, 1] };

describe('how often instructions of triangles are executed', () => {
  test.each<[string, Trip, number]>([
    ['j <= i', { base: 1, strides: [1] }, (N * (N + 1)) / 2],
    ['j < i', { base: 0, strides: [1] }, (N * (N - 1)) / 2],
    ['j < 2i - 4', { base: -4, strides: [2] }, 2 + 4],
    ['j > i', { base: N - 1, strides: [-1] }, (N * (N - 1)) / 2],
    ['j < 3 - i', { base: 3, strides: [-1] }, 3 + 2 + 1],
  ])('%s', (_, trip, times) => {
    const trace = parsed(reading({ base: 0, strides: [0, 0] }, N, trip));
    expect(executionCounts(trace.nests[0])).toEqual([times]);
    for (const semantics of SEMANTICS) {
      const { histogram } = expectAgreement(ENGINE_NAMES, trace, { semantics, granularity: 'scalar' });
      expect(histogram.reads).toBe(times);
    }
  });

  test('a pyramid, its blocks ragged, k up to j in the block', () => {
    const builder = new KernelTraceBuilder();
    const read: Node = { op: 'copy', reads: [{ slot: 0, base: 0, strides: [] }], write: null };
    const block: Trip = { size: 7, width: 3, block: 0 };
    const pyramid: Node = {
      trip: 3,
      body: [{ trip: block, body: [{ trip: { base: 1, strides: [3, 1] }, body: [read] }] }],
    };
    builder.call('Read', [builder.argument(1, 1)], [pyramid]);
    expect(executionCounts(parsed(builder.finish('pyramid', [])).nests[0])).toEqual([(7 * 8) / 2]);
  });
});

describe('bounds are those of the iterations that there are', () => {
  test.each<[string, Trace]>([
    ['a triangle that fills the matrix to its last element', reading(ROWS, N, { base: 1, strides: [1] })],
    // a[i - 1, j]: nothing is read where i is 0.
    ['the row before', reading({ base: -N, strides: [N, 1] }, N, { base: 0, strides: [1] })],
    ['a packed triangle', reading({ base: 0, strides: [4, 1] }, N, { base: 1, strides: [1] })],
  ])('%s is taken', (_, trace) => {
    expect(parsed(trace)).toEqual(trace);
  });

  test.each<[string, Trace, string]>([
    ['one column more', reading(ROWS, N, { base: 2, strides: [1] }), 'got accesses to 0 .. 25'],
    ['one row more', reading(ROWS, N + 1, { base: 1, strides: [1] }), 'got accesses to 0 .. 30'],
    ['the row before the first', reading({ base: -N, strides: [N, 1] }, N, { base: 1, strides: [1] }), '-5 .. 19'],
    [
      'a trip of a loop that is not around',
      reading(ROWS, N, { base: 1, strides: [0, 1] }),
      'depends on 2 loops, but 1',
    ],
    [
      'a trip too long',
      reading(ROWS, N, { base: 2 ** 31 - 4, strides: [1] }),
      'runs up to 2147483648 times, the limit',
    ],
    [
      'too many lengths',
      reading(ROWS, 2 ** 25, { base: 0, strides: [1] }),
      'nests.0.body.0.body.0.trip: loops that others take their lengths from run more than 2^24 times; take a smaller',
    ],
  ])('%s is refused', (_, trace, fault) => {
    expect(() => parsed(trace)).toThrow(InputError);
    expect(() => parsed(trace)).toThrow(fault);
  });
});

// Under two-stack an argument lies at its place until it is read.
test.each<[string, number, Trip, number[]]>([
  ['a lower triangle', 3, { base: 1, strides: [1] }, [1, 6, 7, 11, 12, 13]],
  ['what lies two below the diagonal', 4, { base: -1, strides: [1] }, [11, 16, 17]],
])('%s is read row by row: depths by hand', (_, rows, trip, depths) => {
  const trace = parsed(reading(ROWS, rows, trip));
  const { histogram } = expectAgreement(ENGINE_NAMES, trace, { semantics: 'two-stack', granularity: 'scalar' });
  expect(histogram.reads).toBe(depths.length);
  for (const depth of depths) expect(histogram.count(depth)).toBe(1);
});
