/**
 * The meanings that ByteDMD gives to "depth of a read", for scalar programs. Each function walks one program and
 * returns the depth of every read (1 = top), in read order, as Int32[reads]. It may be given the empty stack to work
 * on, with room for the keys 0 .. cellCount-1; on an LruStack a read costs O(log n), n cells on the stack. At `register`
 * granularity results that were never put into a tensor have no place on the stack, and a read of one has depth 0: it is
 * free. Throws InputError where the program does not tell which these are.
 */

import { requireFunction } from '../input-error.ts';
import type { DepthStack } from '../stack/depth-stack.ts';
import { LruStack } from '../stack/lru-stack.ts';
import type { Granularity, Semantics } from '../trace/trace.ts';
import { OFF } from './cell-keys.ts';
import { type CellLives, cellLives, endlessLives } from './cell-lives.ts';
import { CellStack } from './cell-stack.ts';
import { DepthList, type DepthListener, DepthPieces } from './depth-pieces.ts';
import { eventSizes, type Program, requireProgram } from './program.ts';

/**
 * `eager` (ByteDMD main): one stack of live values; it starts with the arguments on it, the first argument on top.
 * Nothing is read at the end.
 */
export function eagerTrace(program: Program, stack?: DepthStack, granularity: Granularity = 'scalar'): Int32Array {
  return traced(program, 'eager', stack, granularity);
}

/**
 * `two-stack` (ByteDMD dev): an argument costs its position until it is read for the first time, which promotes it to
 * a stack of live values that starts empty. At the end each distinct returned cell is read once, all on the same final
 * state; these are the last `epilogueReads` of the depths.
 */
export function twoStackTrace(
  program: Program,
  stack?: DepthStack,
  granularity: Granularity = 'scalar',
): { depths: Int32Array; epilogueReads: number } {
  const depths = traced(program, 'two-stack', stack, granularity);
  return { depths, epilogueReads: depths.length - program.reads.length };
}

/**
 * `ir-live` (ByteDMD dev, `bytedmd_live`): one load per operand occurrence, then one per returned occurrence, priced
 * strictly one after the other; a cell is dropped at once at its last load.
 */
export function irLive(program: Program, stack?: DepthStack, granularity: Granularity = 'scalar'): Int32Array {
  return traced(program, 'ir-live', stack, granularity);
}

/**
 * `ir-classic` (ByteDMD dev, `bytedmd_classic`): one load per operand occurrence, then one per returned occurrence,
 * priced strictly one after the other; no cell is ever dropped.
 */
export function irClassic(program: Program, stack?: DepthStack, granularity: Granularity = 'scalar'): Int32Array {
  return traced(program, 'ir-classic', stack, granularity);
}

/** The lives of a program's cells under these semantics. Throws InputError as `cellLives`. */
export function livesUnder(program: Program, semantics: Semantics, granularity: Granularity): CellLives {
  return semantics === 'ir-classic' ? endlessLives(program, granularity) : cellLives(program, granularity);
}

/** The cells that are read at the end, in order: under `two-stack` each returned one once, under `ir` all occurrences. */
export function epilogueOf({ returns }: Program, semantics: Semantics): readonly number[] {
  if (semantics === 'eager') return [];
  return semantics === 'two-stack' ? [...new Set(returns)] : [...returns];
}

/**
 * Tells the depths of all reads, those of the epilogue last. `cells`: with lives under these semantics, none of them on
 * the stack yet.
 */
export function tellDepths(program: Program, semantics: Semantics, cells: CellStack, listener: DepthListener): void {
  const depths = new DepthPieces(listener);
  const epilogue = epilogueOf(program, semantics);
  if (semantics === 'ir-live' || semantics === 'ir-classic') {
    loadOneByOne(program, epilogue, cells, semantics === 'ir-live', depths);
  } else {
    if (semantics === 'eager') pushArguments(program, cells);
    readTogether(program, cells, depths);
    for (const cell of epilogue) depths.put(cells.depthOf(cell, cells.keyOf(cell)));
  }
  depths.flush();
}

function traced(
  program: Program,
  semantics: Semantics,
  stack: DepthStack | undefined,
  granularity: Granularity,
): Int32Array {
  requireProgram(semantics, program);
  if (stack !== undefined) requireFunction(`${semantics}: depthOf of its stack`, stack?.depthOf);
  const lives = livesUnder(program, semantics, granularity);
  const cells = new CellStack(program, lives, stack ?? new LruStack(lives.peak));
  const list = new DepthList(program.reads.length + epilogueOf(program, semantics).length);
  tellDepths(program, semantics, cells, (depths) => list.add(depths));
  return list.depths;
}

/** Last group to first, inside a group first cell to last, so that the last cell of the first argument is on top. */
function pushArguments(program: Program, cells: CellStack): void {
  for (let g = program.argGroups.length - 1; g >= 0; g--) {
    for (const cell of program.argGroups[g]) if (cells.keyOf(cell) === OFF) cells.push(cell);
  }
}

/** Prices the operands of an event on the stack as it was before it: each repeat of an operand pays the same depth. */
function readTogether(program: Program, cells: CellStack, depths: DepthPieces): void {
  const { events, reads } = program;
  const sizes = eventSizes(program);
  const keys = new Int32Array(sizes.reads.reduce((most, operands) => Math.max(most, operands), 0));
  let read = 0;
  let cell = program.argCount;
  for (let event = 0; event < events.length; event++) {
    const kind = events[event];
    const operands = sizes.reads[kind];
    for (let i = 0; i < operands; i++) {
      const operand = reads[read + i];
      keys[i] = cells.keyOf(operand);
      depths.put(cells.depthOf(operand, keys[i]));
    }
    for (let i = 0; i < operands; i++, read++) cells.settle(reads[read], keys[i], read);
    for (const next = cell + sizes.results[kind]; cell < next; cell++) cells.push(cell);
  }
}

/** Prices the operands of an event, and then what is read at the end, one after the other. */
function loadOneByOne(
  program: Program,
  epilogue: readonly number[],
  cells: CellStack,
  drops: boolean,
  depths: DepthPieces,
): void {
  const { events, reads } = program;
  const sizes = eventSizes(program);
  let read = 0;
  let cell = program.argCount;
  for (let event = 0; event < events.length; event++) {
    const kind = events[event];
    for (const end = read + sizes.reads[kind]; read < end; read++) {
      const operand = reads[read];
      const key = cells.keyOf(operand);
      depths.put(cells.depthOf(operand, key));
      if (drops && cells.isLastAt(read)) cells.drop(operand, key);
      else cells.bump(operand, key);
    }
    for (const next = cell + sizes.results[kind]; cell < next; cell++) cells.push(cell);
  }
  const lastLoad = new Map(epilogue.map((returned, index) => [returned, index]));
  epilogue.forEach((returned, index) => {
    const key = cells.keyOf(returned);
    depths.put(cells.depthOf(returned, key));
    if (drops && lastLoad.get(returned) === index) cells.drop(returned, key);
    else cells.bump(returned, key);
  });
}
