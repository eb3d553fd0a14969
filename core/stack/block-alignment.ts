import type { BlockStack } from './block-stack.ts';

const NONE = -1;

/** Streams that move on, by number: where their first record is, their step, and the piece they eat now. */
export interface MovingStreams {
  readonly address: Int32Array;
  readonly stride: Int32Array;
  readonly piece: Int32Array;
}

/**
 * Cuts blocks so that each of the streams `moving` eats one whole block from its record `done` on, and notes its
 * piece. Returns the number of records, at most `limit`, or 0 where a stream finds nothing. A single record is not cut
 * out of a block of one live piece (see `takeAligned`).
 */
export function alignBlocks(
  stack: BlockStack,
  { address, stride, piece }: MovingStreams,
  moving: readonly number[],
  done: number,
  limit: number,
): number {
  const { owner } = stack;
  let here = limit;
  let isWhole = true;
  for (let i = 0; i < moving.length; i++) {
    const s = moving[i];
    const at = address[s] + done * stride[s];
    const own = owner[at];
    if (own === NONE) return 0;
    piece[s] = own;
    const records = stack.records[stack.block[own]];
    const record = stack.recordOf(own, at);
    const room = records === 1 || stack.stride[own] !== stride[s] ? 1 : records - record;
    if (room < here) {
      if (i > 0) isWhole = false;
      here = room;
    }
    if (records > here) isWhole = false;
  }
  if (isWhole) return here;
  if (here > 1) here = untilNext(stack, address, stride, moving, done, here);
  for (let i = 0; i < moving.length; i++) {
    const at = address[moving[i]] + done * stride[moving[i]];
    const own = owner[at];
    const block = stack.block[own];
    if (here === 1 && stack.hasOneLivePiece(block)) continue;
    const record = stack.recordOf(own, at);
    if (record > 0) stack.split(block, record);
    const rest = stack.block[owner[at]];
    if (stack.records[rest] > here) stack.split(rest, here);
  }
  for (let i = 0; i < moving.length; i++) piece[moving[i]] = owner[address[moving[i]] + done * stride[moving[i]]];
  return here;
}

/** At most `here` records, so many that no stream reaches a record of a block at which another has begun. */
function untilNext(
  stack: BlockStack,
  address: Int32Array,
  stride: Int32Array,
  moving: readonly number[],
  done: number,
  here: number,
): number {
  const { owner, block } = stack;
  let least = here;
  for (let i = 0; i < moving.length; i++) {
    const at = address[moving[i]] + done * stride[moving[i]];
    for (let j = 0; j < i; j++) {
      const other = address[moving[j]] + done * stride[moving[j]];
      if (block[owner[at]] !== block[owner[other]]) continue;
      const apart = Math.abs(stack.recordOf(owner[at], at) - stack.recordOf(owner[other], other));
      if (apart > 0 && apart < least) least = apart;
    }
  }
  return least;
}

/**
 * Takes what stream `s` eats of a segment off the stack. Returns its piece, in no block, whose elements it still owns;
 * or -1 where a single element was taken that has no owner now.
 */
export function takeAligned(
  stack: BlockStack,
  { address, stride }: MovingStreams,
  s: number,
  done: number,
  here: number,
): number {
  const at = address[s] + done * stride[s];
  // Not the piece that was noted: taking another stream's element may have cut it.
  const own = stack.owner[at];
  if (stack.records[stack.block[own]] > here) {
    stack.remove(at);
    return NONE;
  }
  stack.unlink(own);
  return own;
}
