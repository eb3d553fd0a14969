import type { NarrowArray } from '../numbers/narrow-array.ts';
import type { Granularity } from '../trace/trace.ts';
import { eventSizes, type Program, REGISTER, registerHomes } from './program.ts';

/** Of a read: no event after this one reads its cell, which is not returned either, nor does this one once more. */
export const LAST = 1;
/** Of a read: its event has read the cell already. */
export const REPEAT = 2;

/** What pricing has to know of a program's cells beforehand: a bit a cell and 2 bits a read. */
export interface CellLives {
  /** By read, four a byte: LAST and REPEAT. */
  readonly flags: Uint8Array;
  /** By cell, eight a byte: whether it is ever on the stack. It is not where nothing reads or returns it, or it is a register. */
  readonly used: Uint8Array;
  /** Most cells that live at once, before the first event or after any: a cell lives while something reads or returns it. */
  readonly peak: number;
}

/** Operands of an event that are compared with one another to find repeats. */
const FEW = 8;

/** O(reads + cells). Throws InputError where registers are asked for and the program does not tell them. */
export function cellLives(program: Program, granularity: Granularity): CellLives {
  const { events, reads, argCount, cellCount, returns } = program;
  const sizes = eventSizes(program);
  const homes = registerHomes(program, granularity) ?? NO_HOMES;
  const flags = new Uint8Array(Math.ceil(reads.length / 4));
  const used = new Uint8Array(Math.ceil(cellCount / 8));
  let live = 0;
  for (const cell of returns) {
    if (isRegister(homes, cell - argCount) || isUsed(used, cell)) continue;
    used[cell >>> 3] |= 1 << (cell & 7);
    live++;
  }
  // Backwards, where the first read of a cell that is met is its last: a bit a cell is enough to know it by.
  let peak = live;
  let cell = cellCount;
  let end = reads.length;
  for (let event = events.length - 1; event >= 0; event--) {
    if (live > peak) peak = live;
    const kind = events[event];
    const first = cell - sizes.results[kind];
    while (cell > first) if (isUsed(used, --cell)) live--;
    const start = end - sizes.reads[kind];
    // Most events have two operands at most, which one look tells apart.
    if (end - start > 2 || (end - start === 2 && reads[start] === reads[start + 1])) {
      markRepeats(reads, start, end, flags);
    }
    for (let r = end - 1; r >= start; r--) {
      const operand = reads[r];
      if (isUsed(used, operand) || isRegister(homes, operand - argCount)) continue;
      used[operand >>> 3] |= 1 << (operand & 7);
      flags[r >>> 2] |= LAST << ((r & 3) << 1);
      live++;
    }
    end = start;
  }
  return { flags, used, peak: Math.max(peak, live) };
}

/** Lives without an end: whether anything reads it or not, a cell comes on the stack and stays there, but for registers. */
export function endlessLives(program: Program, granularity: Granularity): CellLives {
  const { argCount, cellCount } = program;
  const used = new Uint8Array(Math.ceil(cellCount / 8)).fill(255);
  const homes = registerHomes(program, granularity) ?? NO_HOMES;
  for (let result = 0; result < homes.length; result++) {
    const cell = argCount + result;
    if (isRegister(homes, result)) used[cell >>> 3] &= ~(1 << (cell & 7));
  }
  return { flags: new Uint8Array(0), used, peak: cellCount };
}

/** The homes of results where no result is a register. */
const NO_HOMES: NarrowArray = new Uint8Array(0);

function isRegister(homes: NarrowArray, result: number): boolean {
  return result >= 0 && result < homes.length && homes[result] === REGISTER;
}

/** Whether a cell is ever on the stack. */
export function isUsed(used: Uint8Array, cell: number): boolean {
  return (used[cell >>> 3] & (1 << (cell & 7))) !== 0;
}

/** Marks the operands `start .. end - 1` of an event that are among those before them. */
function markRepeats(reads: Int32Array, start: number, end: number, flags: Uint8Array): void {
  if (end - start > FEW) {
    const met = new Set<number>();
    for (let r = start; r < end; r++) {
      if (met.has(reads[r])) flags[r >>> 2] |= REPEAT << ((r & 3) << 1);
      met.add(reads[r]);
    }
    return;
  }
  for (let r = start + 1; r < end; r++) {
    let earlier = start;
    while (reads[earlier] !== reads[r]) earlier++;
    if (earlier < r) flags[r >>> 2] |= REPEAT << ((r & 3) << 1);
  }
}

/** LAST and REPEAT of one read. */
export function flagsOf(flags: Uint8Array, read: number): number {
  return (flags[read >>> 2] >>> ((read & 3) << 1)) & 3;
}

/**
 * Most cells that live at once in each of so many equal pieces of a program, what lives before the first event among the first;
 * `flags` and `used` as `cellLives` gives them. O(reads + cells).
 */
export function livePeaks(
  program: Program,
  { flags, used }: Pick<CellLives, 'flags' | 'used'>,
  pieces: number,
): Float64Array {
  const { events, argCount } = program;
  const sizes = eventSizes(program);
  const peaks = new Float64Array(pieces);
  let live = 0;
  let cell = 0;
  for (; cell < argCount; cell++) if (isUsed(used, cell)) live++;
  let read = 0;
  let event = 0;
  for (let piece = 0; piece < pieces; piece++) {
    let peak = live;
    const cut = Math.floor(((piece + 1) * events.length) / pieces);
    for (; event < cut; event++) {
      const kind = events[event];
      const end = read + sizes.reads[kind];
      for (; read < end; read++) live -= flagsOf(flags, read) & LAST;
      const next = cell + sizes.results[kind];
      for (; cell < next; cell++) if (isUsed(used, cell)) live++;
      if (live > peak) peak = live;
    }
    peaks[piece] = peak;
  }
  return peaks;
}
