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
 * piece. Returns the number of records, at most `limit`, or 0 where a stream finds nothing.
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
    const block = stack.block[own];
    const records = stack.records[block];
    if (records === 1) {
      if (here > 1 && i > 0) isWhole = false;
      here = 1;
      continue;
    }
    const record = stack.recordOf(own, at);
    const room = stack.stride[own] === stride[s] ? records - record : 1;
    if (room < here) {
      if (i > 0) isWhole = false;
      here = room;
    }
    if (record > 0) stack.split(block, record);
    if (record > 0 || records - record > here) isWhole = false;
  }
  if (isWhole) return here;
  for (let i = 0; i < moving.length; i++) {
    const block = stack.block[owner[address[moving[i]] + done * stride[moving[i]]]];
    if (stack.records[block] > here) stack.split(block, here);
  }
  for (let i = 0; i < moving.length; i++) piece[moving[i]] = owner[address[moving[i]] + done * stride[moving[i]]];
  return here;
}
