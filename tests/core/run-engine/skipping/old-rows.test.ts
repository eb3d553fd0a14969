import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LoopNotes } from '../../../../core/run-engine/notes/loop-notes.ts';
import { LoopRecorder } from '../../../../core/run-engine/notes/loop-recorder.ts';
import { OldRows } from '../../../../core/run-engine/skipping/old-rows.ts';
import { BlockDepths } from '../../../../core/stack/block-depths.ts';
import { BlockStack } from '../../../../core/stack/block-stack.ts';
import { movingStream } from '../../../support/stacks/moving-stream.ts';

const ADDRESSES = 400;
const ITERATIONS = 12;

/** All addresses on a stack, in runs that a sequence of numbers chooses. */
function stackOf(choices: readonly number[]): BlockStack {
  const stack = new BlockStack(ADDRESSES);
  let choice = 0;
  const left = new Set(Array.from({ length: ADDRESSES }, (_, address) => address));
  while (left.size > 0) {
    const free = [...left];
    const first = free[choices[choice++ % choices.length] % free.length];
    const stride = [1, 2, -1, 20, -20, 3][choices[choice++ % choices.length] % 6];
    const most = 20 + (choices[choice++ % choices.length] % 200);
    let count = 1;
    while (count < most && left.has(first + count * stride)) count++;
    for (let i = 0; i < count; i++) left.delete(first + i * stride);
    stack.pushRun(first, stride, count);
  }
  return stack;
}

/** Rows of which no two have an element, at most so many as there is room for. */
function rowsOf(choices: readonly number[]): { address: number; step: number }[] {
  const rows: { address: number; step: number }[] = [];
  const taken = new Set<number>();
  for (let i = 0; i + 1 < choices.length && rows.length < 4; i += 2) {
    const step = [1, -1, 2, 20, -2][choices[i + 1] % 5];
    const address = choices[i] % ADDRESSES;
    const elements = Array.from({ length: ITERATIONS }, (_, b) => address + b * step);
    if (elements.some((at) => at < 0 || at >= ADDRESSES || taken.has(at))) continue;
    for (const at of elements) taken.add(at);
    rows.push({ address, step });
  }
  return rows;
}

function oldRowsOf(stack: BlockStack, rows: readonly { address: number; step: number }[]): OldRows {
  const segments = rows.map(({ address, step }, number) => ({
    count: 1,
    streams: [{ number, stream: movingStream(step, ADDRESSES), address, stride: 0, stays: false }],
    reads: [],
  }));
  return new OldRows(stack, new BlockDepths(stack), segments, 0, rows.length);
}

test('rows that run into each other later on are no chunk', () => {
  const stack = new BlockStack(ADDRESSES);
  stack.pushRun(0, 1, ADDRESSES);
  const old = oldRowsOf(stack, [
    { address: 0, step: 2 },
    { address: 1, step: 4 },
  ]);
  expect(old.find(0, ITERATIONS, new LoopRecorder(stack))).toBe(0);
});

test('rows are no chunk of which a loop around that is recorded has touched some elements and others not', () => {
  const stack = new BlockStack(ADDRESSES);
  stack.pushRun(0, 1, 200);
  const recorder = new LoopRecorder(stack);
  recorder.levels.push(new LoopNotes(1, stack.mark()));
  stack.pushRun(200, 1, 200);
  const found = [100, 195, 300].map((address) => {
    const old = oldRowsOf(stack, [{ address, step: 1 }]);
    return [old.find(0, ITERATIONS, recorder), old.oldIn[0]];
  });
  expect(found).toEqual([
    [ITERATIONS, 1],
    [0, 0],
    [ITERATIONS, 0],
  ]);
});

test('what rows take above each other is what is counted one by one, wherever a chunk is found', () => {
  let found = 0;
  const numbers = fc.array(fc.nat({ max: 10_000 }), { minLength: 12, maxLength: 40 });
  fc.assert(
    fc.property(numbers, numbers, (forStack, forRows) => {
      const stack = stackOf(forStack);
      const rows = rowsOf(forRows);
      if (rows.length === 0) return;
      const old = oldRowsOf(stack, rows);
      const here = old.find(0, ITERATIONS, new LoopRecorder(stack));
      if (here === 0) return;
      found++;
      const gone: number[] = [];
      for (let b = 0; b < here; b++) {
        for (const [row, { address, step }] of rows.entries()) {
          const depth = stack.depthOf(address + b * step);
          expect(old.positions[row * here + b]).toBe(depth);
          expect(gone.filter((at) => at < depth).length).toBe(b * old.above[row] + old.before[row]);
          gone.push(depth);
        }
      }
    }),
    { numRuns: 600, seed: 1 },
  );
  expect(found).toBeGreaterThan(50);
});
