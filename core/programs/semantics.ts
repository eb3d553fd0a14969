/**
 * The meanings that ByteDMD gives to "depth of a read", for scalar programs. Each function walks one program and
 * returns the depth of every read (1 = top), in read order, as Int32[reads]. It takes the empty stack to work on, with
 * room for the keys 0 .. cellCount-1; on an LruStack a read costs O(log n), n cells on the stack.
 */

import type { DepthStack } from '../stack/depth-stack.ts';
import { LruStack } from '../stack/lru-stack.ts';
import { lastUseOf, type Program, UNUSED } from './program.ts';

/** Later than every load: under `ir-classic` a cell is never dropped. */
const NEVER_LAST = 2 ** 31 - 1;

/**
 * `eager` (ByteDMD main): one stack of live values; it starts with the arguments on it, the first argument on top.
 * Nothing is read at the end.
 */
export function eagerTrace(program: Program, stack: DepthStack = new LruStack(program.cellCount)): Int32Array {
  const { reads, readStart } = program;
  const lastUse = lastUseOf(program);
  const bumpedBy = new Int32Array(program.cellCount).fill(-1);
  const depths = new Int32Array(reads.length);
  pushArguments(program, lastUse, stack);
  for (let event = 0; event < program.ops.length; event++) {
    // Priced on the stack as it was before the event: each repeat of an operand pays the same depth again.
    for (let r = readStart[event]; r < readStart[event + 1]; r++) depths[r] = stack.depthOf(reads[r]);
    settleOperands(program, event, lastUse, bumpedBy, stack);
    pushOutputs(program, event, lastUse, stack);
  }
  return depths;
}

/**
 * `two-stack` (ByteDMD dev): an argument costs its position until it is read for the first time, which promotes it to
 * a stack of live values that starts empty. At the end each distinct returned cell is read once, all on the same final
 * state; these are the last `epilogueReads` of the depths.
 */
export function twoStackTrace(
  program: Program,
  stack: DepthStack = new LruStack(program.cellCount),
): { depths: Int32Array; epilogueReads: number } {
  const { reads, readStart } = program;
  const lastUse = lastUseOf(program);
  const bumpedBy = new Int32Array(program.cellCount).fill(-1);
  const returned = [...new Set(program.returns)];
  const depths = new Int32Array(reads.length + returned.length);
  for (let event = 0; event < program.ops.length; event++) {
    for (let r = readStart[event]; r < readStart[event + 1]; r++) depths[r] = depthOrPosition(reads[r], stack);
    settleOperands(program, event, lastUse, bumpedBy, stack);
    pushOutputs(program, event, lastUse, stack);
  }
  returned.forEach((cell, index) => {
    depths[reads.length + index] = depthOrPosition(cell, stack);
  });
  return { depths, epilogueReads: returned.length };
}

/**
 * `ir-live` (ByteDMD dev, `bytedmd_live`): one load per operand occurrence, then one per returned occurrence, priced
 * strictly one after the other; a cell is dropped at once at its last load.
 */
export function irLive(program: Program, stack: DepthStack = new LruStack(program.cellCount)): Int32Array {
  const { reads, returns } = program;
  const lastLoad = new Int32Array(program.cellCount).fill(UNUSED);
  reads.forEach((cell, load) => {
    lastLoad[cell] = load;
  });
  returns.forEach((cell, index) => {
    lastLoad[cell] = reads.length + index;
  });
  return sequentialTrace(program, lastLoad, stack);
}

/**
 * `ir-classic` (ByteDMD dev, `bytedmd_classic`): one load per operand occurrence, then one per returned occurrence,
 * priced strictly one after the other; no cell is ever dropped.
 */
export function irClassic(program: Program, stack: DepthStack = new LruStack(program.cellCount)): Int32Array {
  return sequentialTrace(program, new Int32Array(program.cellCount).fill(NEVER_LAST), stack);
}

function sequentialTrace(program: Program, lastLoad: Int32Array, stack: DepthStack): Int32Array {
  const { reads, readStart, returns } = program;
  const depths = new Int32Array(reads.length + returns.length);
  for (let event = 0; event < program.ops.length; event++) {
    for (let r = readStart[event]; r < readStart[event + 1]; r++) {
      depths[r] = depthOrPosition(reads[r], stack);
      touch(reads[r], lastLoad[reads[r]] === r, stack);
    }
    pushOutputs(program, event, lastLoad, stack);
  }
  returns.forEach((cell, index) => {
    const load = reads.length + index;
    depths[load] = depthOrPosition(cell, stack);
    touch(cell, lastLoad[cell] === load, stack);
  });
  return depths;
}

/** Last group to first, inside a group first cell to last, so that the last cell of the first argument is on top. */
function pushArguments(program: Program, lastUse: Int32Array, stack: DepthStack): void {
  for (let g = program.argGroups.length - 1; g >= 0; g--) {
    for (const cell of program.argGroups[g]) {
      if (lastUse[cell] !== UNUSED && !stack.has(cell)) stack.push(cell);
    }
  }
}

/** Only an argument that was not loaded yet can be read off the stack: its depth is then its position. */
function depthOrPosition(cell: number, stack: DepthStack): number {
  return stack.has(cell) ? stack.depthOf(cell) : cell + 1;
}

/** Brings the distinct operands of an event to the top in order of first occurrence, and drops those that end here. */
function settleOperands(
  program: Program,
  event: number,
  lastUse: Int32Array,
  bumpedBy: Int32Array,
  stack: DepthStack,
): void {
  const { reads, readStart } = program;
  for (let r = readStart[event]; r < readStart[event + 1]; r++) {
    const cell = reads[r];
    if (bumpedBy[cell] === event) continue;
    bumpedBy[cell] = event;
    touch(cell, lastUse[cell] === event, stack);
  }
}

function touch(cell: number, isLast: boolean, stack: DepthStack): void {
  if (!stack.has(cell)) {
    if (!isLast) stack.push(cell);
  } else if (isLast) stack.remove(cell);
  else stack.bump(cell);
}

function pushOutputs(program: Program, event: number, lastUse: Int32Array, stack: DepthStack): void {
  for (let cell = program.outStart[event]; cell < program.outStart[event + 1]; cell++) {
    if (lastUse[cell] !== UNUSED) stack.push(cell);
  }
}
