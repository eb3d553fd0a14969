import type { NarrowArray } from '../numbers/narrow-array.ts';
import type { Granularity } from '../trace/trace.ts';
import { eventSizes, type Program, REGISTER, registerHomes } from './program.ts';

/** Of a read: no event after this one reads its cell, which is not returned either, nor does this one once more. */
export const LAST = 1;
/** Of a read: its event has read the cell already. */
export const REPEAT = 2;

/** In place of a stack's key: not on the stack now. */
export const OFF = -1;
/** In place of a stack's key: never on the stack, since nothing reads or returns the cell, or it is a register. */
export const NEVER = -2;

/** What pricing has to know of a program's cells beforehand: 4 bytes a cell and 2 bits a read. */
export interface CellLives {
  /** By read, four a byte: LAST and REPEAT. */
  readonly flags: Uint8Array;
  /** By cell: OFF or NEVER. Whoever prices keeps the keys of the stack here. */
  readonly keys: Int32Array;
  /** Most cells that live at once, before the first event or after any: a cell lives while something reads or returns it. */
  readonly peak: number;
}

/** Of no read, as a last one. */
const UNREAD = -1;
/** Later than every read. */
const RETURNED = 2 ** 31 - 1;

/** O(reads + cells). Throws InputError where registers are asked for and the program does not tell them. */
export function cellLives(program: Program, granularity: Granularity): CellLives {
  const { events, reads } = program;
  const sizes = eventSizes(program).reads;
  const flags = new Uint8Array(Math.ceil(reads.length / 4));
  const lastRead = new Int32Array(program.cellCount).fill(UNREAD);
  let start = 0;
  for (let event = 0; event < events.length; event++) {
    const end = start + sizes[events[event]];
    for (let r = start; r < end; r++) {
      const cell = reads[r];
      if (lastRead[cell] >= start) flags[r >>> 2] |= REPEAT << ((r & 3) << 1);
      lastRead[cell] = r;
    }
    start = end;
  }
  for (const cell of program.returns) lastRead[cell] = RETURNED;

  const homes = registerHomes(program, granularity);
  if (homes !== null) forgetRegisters(program, homes, lastRead, UNREAD);

  // The list of last reads becomes that of keys, since one of 4 bytes a cell is what pricing costs most memory.
  const keys = lastRead;
  for (let cell = 0; cell < keys.length; cell++) {
    const r = lastRead[cell];
    if (r >= 0 && r !== RETURNED) flags[r >>> 2] |= LAST << ((r & 3) << 1);
    keys[cell] = r === UNREAD ? NEVER : OFF;
  }
  return { flags, keys, peak: peakOf(program, flags, keys) };
}

/** Lives without an end: whether anything reads it or not, a cell comes on the stack and stays there, but for registers. */
export function endlessLives(program: Program, granularity: Granularity): CellLives {
  const { cellCount } = program;
  const keys = new Int32Array(cellCount).fill(OFF);
  const homes = registerHomes(program, granularity);
  if (homes !== null) forgetRegisters(program, homes, keys, NEVER);
  return { flags: new Uint8Array(0), keys, peak: cellCount };
}

/** Gives registers this number in a list by cell. */
function forgetRegisters({ argCount }: Program, homes: NarrowArray, numbers: Int32Array, number: number): void {
  for (let result = 0; result < homes.length; result++)
    if (homes[result] === REGISTER) numbers[argCount + result] = number;
}

/** LAST and REPEAT of one read. */
export function flagsOf(flags: Uint8Array, read: number): number {
  return (flags[read >>> 2] >>> ((read & 3) << 1)) & 3;
}

function peakOf(program: Program, flags: Uint8Array, keys: Int32Array): number {
  return livePeaks(program, { flags, keys }, 1).reduce((peak, live) => Math.max(peak, live), 0);
}

/**
 * Most cells that live at once in each of so many equal pieces of a program, what lives before the first event among the first;
 * `keys` as `cellLives` gives them, before anything was priced. O(reads + cells).
 */
export function livePeaks(
  program: Program,
  { flags, keys }: Pick<CellLives, 'flags' | 'keys'>,
  pieces: number,
): Float64Array {
  const { events, argCount } = program;
  const sizes = eventSizes(program);
  const peaks = new Float64Array(pieces);
  let live = 0;
  let cell = 0;
  for (; cell < argCount; cell++) if (keys[cell] === OFF) live++;
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
      for (; cell < next; cell++) if (keys[cell] === OFF) live++;
      if (live > peak) peak = live;
    }
    peaks[piece] = peak;
  }
  return peaks;
}
