import type { BlockStack } from './block-stack.ts';

const NONE = -1;

/**
 * Walks streams over a block stack, record by record: record t of a stream is the address `address + t * stride`. The
 * arrays are by the number of the stream. Those that move on are taken off in segments, in each of which every stream
 * eats one whole block (D17).
 */
export class StreamWalker {
  /** The address of record 0 and the step a record. Filled by the caller. */
  readonly address: Int32Array;
  readonly stride: Int32Array;
  /** Depth on the stack as it lay when it was looked up: of record 0, or of the segment's first. */
  readonly depth: Int32Array;
  /** What a stream eats in this segment; after `take`: its piece, in no block, or -1 where it is none. */
  readonly piece: Int32Array;
  /** By place among the streams that are taken: the block it was in. */
  private readonly left: Int32Array;
  private readonly stack: BlockStack;

  /** For streams of the numbers 0 .. streams - 1. */
  constructor(stack: BlockStack, streams: number) {
    this.stack = stack;
    this.address = new Int32Array(streams);
    this.stride = new Int32Array(streams);
    this.depth = new Int32Array(streams);
    this.piece = new Int32Array(streams);
    this.left = new Int32Array(streams);
  }

  /** Looks up the depths of record 0. */
  lookUp(streams: readonly number[]): void {
    const { stack, address, depth } = this;
    for (let i = 0; i < streams.length; i++) depth[streams[i]] = stack.depthOf(address[streams[i]]);
  }

  /** Takes the elements of streams that stay on them off the stack; the depths of the others rise with it. */
  takeStaying(staying: readonly number[], moving: readonly number[]): void {
    const { stack, address, depth } = this;
    for (let i = 0; i < moving.length; i++) {
      let above = 0;
      for (let j = 0; j < staying.length; j++) if (depth[staying[j]] < depth[moving[i]]) above++;
      depth[moving[i]] -= above;
    }
    for (let i = 0; i < staying.length; i++) stack.remove(address[staying[i]]);
  }

  /**
   * Cuts blocks so that each of the streams `moving` eats one whole block from its record `done` on, and notes its
   * piece; looks up the depths there. Returns the number of records, at most `limit`, or 0 where a stream finds
   * nothing. A single record is not cut out of a block of one live piece (see `take`).
   */
  align(moving: readonly number[], done: number, limit: number): number {
    const here = this.cut(moving, done, limit);
    if (here > 0 && done > 0) {
      const { stack, address, stride, depth } = this;
      for (let i = 0; i < moving.length; i++) {
        const s = moving[i];
        depth[s] = stack.depthOf(address[s] + done * stride[s]);
      }
    }
    return here;
  }

  /**
   * Takes what streams eat of a segment off the stack. Each piece stays, in no block, and owns its elements still;
   * there is none where a single element was taken, which has no owner now.
   */
  take(moving: readonly number[], done: number, here: number): void {
    const { stack, address, stride, piece, left } = this;
    for (let i = 0; i < moving.length; i++) {
      const s = moving[i];
      const at = address[s] + done * stride[s];
      left[i] = stack.block[piece[s]];
      // Not the piece that was noted: taking another stream's element may have cut it.
      const own = stack.owner[at];
      if (stack.records[stack.block[own]] > here) {
        stack.remove(at);
        piece[s] = NONE;
      } else {
        stack.unlink(own);
        piece[s] = own;
      }
    }
    // Only now: a join before the last one is out could change the number of its piece.
    if (done > 0) for (let i = 0; i < moving.length; i++) if (stack.width[left[i]] > 0) stack.joinBelow(left[i]);
  }

  /** Forgets what a stream has taken of a segment: it is not put back. */
  drop(s: number, done: number, here: number): void {
    const { stack, address, stride, piece } = this;
    if (piece[s] !== NONE) stack.drop(piece[s], address[s] + done * stride[s], stride[s], here);
  }

  private cut(moving: readonly number[], done: number, limit: number): number {
    const { stack, address, stride, piece } = this;
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
    if (here > 1) here = this.untilNext(moving, done, here);
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
  private untilNext(moving: readonly number[], done: number, here: number): number {
    const { stack, address, stride } = this;
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
}
