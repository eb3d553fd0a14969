import { expect, test, vi } from 'vitest';
import { Tally } from '../../../../core/cost/tally.ts';
import { LoopNotes } from '../../../../core/run-engine/notes/loop-notes.ts';
import { LoopRecorder } from '../../../../core/run-engine/notes/loop-recorder.ts';
import { SegmentNotes } from '../../../../core/run-engine/notes/segment-notes.ts';
import { MAX_STREAMS } from '../../../../core/run-engine/plan/planned-nodes.ts';
import { UnreadArguments } from '../../../../core/run-engine/plan/unread-arguments.ts';
import type { RunContext } from '../../../../core/run-engine/records/run-context.ts';
import { SlicedTally } from '../../../../core/run-engine/records/sliced-tally.ts';
import { RepeatedReads } from '../../../../core/run-engine/skipping/repeated-reads.ts';
import { BlockStack } from '../../../../core/stack/block-stack.ts';
import { StreamWalker } from '../../../../core/stack/stream-walker.ts';
import { layOut } from '../../../../core/trace/address-space.ts';
import { MAX_LOOPS } from '../../../../core/trace/nest.ts';
import { GRANULARITIES } from '../../../../core/trace/trace.ts';
import { KernelTraceBuilder } from '../../../support/kernel-traces/kernel-trace-builder.ts';
import { tiledChain, tilesLeftUpwards } from '../../../support/kernel-traces/product-chain.ts';
import { movingStream } from '../../../support/stacks/moving-stream.ts';
import { expectAgreement } from '../../../support/traces/engine-agreement.ts';

test.each(GRANULARITIES)('what loops inside repeated is repeated as a whole, at %s granularity', (granularity) => {
  const repeat = vi.spyOn(RepeatedReads.prototype, 'repeat');
  const enterOld = vi.spyOn(LoopNotes.prototype, 'enterOld');
  try {
    // The same traces in every run: of some chains no tile is as wide as it takes.
    for (let seed = 0; seed < 4; seed++) {
      for (const semantics of ['eager', 'ir-live', 'ir-classic'] as const) {
        expectAgreement(['run', 'element'], tiledChain(seed), { semantics, granularity });
      }
    }
    const done = repeat.mock.results.filter(({ value }) => value);
    const noted = enterOld.mock.calls.filter(([{ times }]) => times > 1);
    expect(done.length).toBeGreaterThan(20);
    expect(noted.length).toBeGreaterThan(20);
  } finally {
    vi.restoreAllMocks();
  }
});

test.each(GRANULARITIES)('rows of tiles are repeated that lie in falling order, at %s granularity', (granularity) => {
  const repeat = vi.spyOn(RepeatedReads.prototype, 'repeat');
  try {
    expectAgreement(['run', 'element'], tilesLeftUpwards(7, 5, 20), { semantics: 'eager', granularity });
    expect(repeat.mock.results.filter(({ value }) => value).length).toBeGreaterThan(0);
  } finally {
    vi.restoreAllMocks();
  }
});

const TIMES = 8;

/** What pricing a trace of one argument of so many elements works on, with nothing on the stack. */
function contextOf(elements: number): RunContext {
  const builder = new KernelTraceBuilder();
  const trace = builder.finish('one argument', [builder.argument(1, elements)]);
  const space = layOut(trace);
  const stack = new BlockStack(space.size);
  const tally = new Tally(trace);
  const recorder = new LoopRecorder(stack);
  const walker = new StreamWalker(stack, MAX_STREAMS);
  return {
    trace,
    space,
    granularity: 'scalar',
    stack,
    tally,
    unread: new UnreadArguments(trace, space, 'eager'),
    firstReads: null,
    sliced: new SlicedTally(tally, recorder),
    recorder,
    walker,
    notes: new SegmentNotes(stack, recorder, walker),
    variables: new Int32Array(MAX_LOOPS),
    trips: new Int32Array(MAX_LOOPS),
  };
}

/** Whether what rows take above each element, one after the other, grows evenly from time to time. */
function growsEvenly(stack: BlockStack, rows: readonly number[]): boolean {
  const gone: number[] = [];
  const above = Array.from({ length: TIMES }, (_, time) =>
    rows.map((address) => {
      const depth = stack.depthOf(address + time);
      gone.push(depth);
      return gone.filter((other) => other < depth).length;
    }),
  );
  return rows.every((_, row) =>
    above.every((now, t) => t < 2 || now[row] - above[t - 1][row] === above[1][row] - above[0][row]),
  );
}

test('rows of one block are repeated as a whole only where they begin less than a record apart', () => {
  const records = 30;
  const context = contextOf(2 * records);
  const { stack } = context;
  const block = stack.newBlock(records);
  const lower = stack.addPiece(block, -1, stack.newPiece(0, 1, records));
  stack.addPiece(block, lower, stack.newPiece(records, 1, records));
  stack.put(block);
  const repeated = new RepeatedReads(context);
  const stream = movingStream(1, 2 * records);
  const apart = Array.from({ length: 2 * TIMES + 3 }, (_, i) => i - TIMES - 1);
  const found = apart.map((further) => {
    const rows = [10, records + 10 + further];
    const segments = rows.map((address, number) => ({
      count: 1,
      streams: [{ number, stream, address: address - 1, stride: 1, stays: false }],
      reads: [],
    }));
    const canRepeat = repeated.canRepeat(new LoopNotes(0, stack.mark()), { times: TIMES, slope: 0, segments });
    expect(canRepeat, `${further} records further`).toBe(growsEvenly(stack, rows));
    return canRepeat;
  });
  expect(apart.filter((_, index) => found[index])).toEqual([-TIMES - 1, -TIMES, -1, 0, TIMES - 1, TIMES, TIMES + 1]);
});
