import type { BlockDepths } from '../../stack/block-depths.ts';
import type { BlockStack } from '../../stack/block-stack.ts';

const NONE = -1;

/** Rows of elements: those of row r lie at `address[r] + by * step[r]`. */
export interface Rows {
  readonly count: number;
  readonly address: Int32Array;
  readonly step: Int32Array;
}

/** Where rows lie on a stack that stays as it is: by row and iteration, and of each row the least and the greatest depth. */
export interface RowPositions extends Rows {
  readonly positions: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
}

/** For how many iterations from `by` on, at most `most`, every row stays in the piece that it is in, one step from record to record. */
export function iterationsInPieces(
  stack: BlockStack,
  { count, address, step }: Rows,
  by: number,
  most: number,
): number {
  const { owner, base, stride, block, records } = stack;
  let least = most;
  for (let row = 0; row < count && least > 1; row++) {
    const at = address[row] + by * step[row];
    const piece = owner[at];
    if (piece === NONE) throw absent();
    const room = iterationsIn(
      records[block[piece]],
      (at - base[piece]) / stride[piece] || 0,
      step[row] / stride[piece],
    );
    if (room < least) least = room;
  }
  return least;
}

/**
 * Finds where the elements of `here` iterations from `by` on lie. Elements are looked up a piece at a time: the piece of one owns
 * all of its block's records, so that those of the row follow without looking.
 */
export function locateRows(
  stack: BlockStack,
  depths: BlockDepths,
  { count, address, step, positions, low, high }: RowPositions,
  by: number,
  here: number,
): void {
  // In local variables, and depths within the block by hand: this is where an element costs most.
  const { owner, base, stride, block, records, width, next } = stack;
  depths.restart();
  let block0 = NONE;
  let above = 0;
  for (let row = 0, at = 0; row < count; row++) {
    const move = step[row];
    let from = address[row] + by * move;
    let least = 2 ** 31 - 1;
    let most = 0;
    for (let b = 0; b < here; ) {
      const piece = owner[from];
      if (piece === NONE) throw absent();
      const own = block[piece];
      if (own !== block0) {
        block0 = own;
        above = depths.above(own);
      }
      const offset = from - base[piece];
      const record = offset === 0 ? 0 : offset / stride[piece];
      let depth = above + (records[own] - 1 - record) * width[own] + 1;
      // A negative base stands for that many dead versions.
      for (let p = next[piece]; p !== NONE; p = next[p]) depth += base[p] < 0 ? -base[p] : 1;
      const recordsOn = move / stride[piece];
      const n = Math.min(here - b, iterationsIn(records[own], record, recordsOn));
      const change = n === 1 ? 0 : -recordsOn * width[own];
      const last = depth + (n - 1) * change;
      if (depth < least) least = depth;
      if (depth > most) most = depth;
      if (last < least) least = last;
      if (last > most) most = last;
      for (const end = at + n; at < end; depth += change) positions[at++] = depth;
      b += n;
      from += n * move;
    }
    low[row] = least;
    high[row] = most;
  }
}

/** For how many iterations a row that moves on by so many records each, from `record` on, stays among `records`. */
function iterationsIn(records: number, record: number, recordsOn: number): number {
  if (records === 1 || !Number.isInteger(recordsOn)) return 1;
  return recordsOn > 0 ? Math.floor((records - 1 - record) / recordsOn) + 1 : Math.floor(record / -recordsOn) + 1;
}

function absent(): Error {
  return new Error('internal: the read of an element is skipped that is not there');
}
