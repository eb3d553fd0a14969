import { BlockDepths } from './block-depths.ts';
import type { BlockStack } from './block-stack.ts';
import type { StreamWalker } from './stream-walker.ts';

const NONE = -1;

/** Records of a sweep. */
const MOST_RECORDS = 2 ** 12;
/** The depths of a stream that was not swept yet: most traces are priced without a sweep, or with short ones. */
const NO_POSITIONS = new Int32Array(0);

/**
 * Finds records of a walker one after the other in each of which some stream eats a single element, so that segments were
 * of one record, and all depths on the stack as it lies before them: while these rise or fall along every stream, and no
 * stream reaches between elements of another, it is known without looking how many of those above are gone (D66).
 */
export class StreamSweep {
  /** By the number of a stream: its depths, record by record; there from the first sweep on that it is part of. */
  readonly positions: Int32Array[];
  /** By the number of a stream: elements that each record takes from above those of later ones. */
  readonly takenAbove: Int32Array;
  private readonly stack: BlockStack;
  private readonly walker: StreamWalker;
  private readonly depths: BlockDepths;
  private readonly low: Int32Array;
  private readonly high: Int32Array;

  constructor(stack: BlockStack, walker: StreamWalker) {
    const streams = walker.address.length;
    this.stack = stack;
    this.walker = walker;
    this.depths = new BlockDepths(stack);
    this.positions = Array.from({ length: streams }, () => NO_POSITIONS);
    this.takenAbove = new Int32Array(streams);
    this.low = new Int32Array(streams);
    this.high = new Int32Array(streams);
  }

  /**
   * Looks up as many records from `done` on, at most `limit`, as can be told together, none with an element deeper than
   * `deepest`. Returns their number.
   */
  find(moving: readonly number[], done: number, limit: number, deepest: number): number {
    const { positions, takenAbove } = this;
    this.depths.restart();
    const most = Math.min(limit, MOST_RECORDS);
    this.reserve(moving, most);
    let found = 0;
    while (found < most && this.locate(moving, done, found, deepest) && this.areApart(moving, found)) found++;
    if (found === 0) return 0;
    for (let i = 0; i < moving.length; i++) {
      const s = moving[i];
      // The record that did not fit in may have widened a range, but over no other one's lowest depth.
      let above = found > 1 && positions[s][1] > positions[s][0] ? 1 : 0;
      for (let j = 0; j < moving.length; j++) if (positions[moving[j]][0] < positions[s][0]) above++;
      takenAbove[s] = above;
    }
    return found;
  }

  /** Takes the elements of `count` records off the stack, neighbours of one piece together. */
  remove(moving: readonly number[], done: number, count: number): void {
    const { stack } = this;
    const { owner } = stack;
    const { address, stride, piece } = this.walker;
    for (let i = 0; i < moving.length; i++) {
      const s = moving[i];
      const step = stride[s];
      let at = address[s] + done * step;
      for (let t = 0; t < count; ) {
        const own = owner[at];
        let n = 1;
        if (stack.stride[own] === step) while (t + n < count && owner[at + n * step] === own) n++;
        stack.removeRecords(at, step, n);
        at += n * step;
        t += n;
      }
      piece[s] = NONE;
    }
  }

  /** Makes room for the depths of so many records. */
  private reserve(moving: readonly number[], records: number): void {
    const { positions } = this;
    for (let i = 0; i < moving.length; i++) {
      const { length } = positions[moving[i]];
      if (length >= records) continue;
      positions[moving[i]] = new Int32Array(Math.min(MOST_RECORDS, Math.max(records, 2 * length)));
    }
  }

  /** Looks up record `t`. False where an element is not there, or too deep, or where all streams can eat several records. */
  private locate(moving: readonly number[], done: number, t: number, deepest: number): boolean {
    const { stack, depths, positions } = this;
    const { owner, base, stride, block, records, width, next } = stack;
    const { walker } = this;
    let isSingle = false;
    for (let i = 0; i < moving.length; i++) {
      const s = moving[i];
      const at = walker.address[s] + (done + t) * walker.stride[s];
      const piece = owner[at];
      if (piece === NONE) return false;
      const own = block[piece];
      if (stride[piece] !== walker.stride[s] || records[own] === 1) isSingle = true;
      const offset = at - base[piece];
      const record = offset === 0 ? 0 : offset / stride[piece];
      let depth = depths.above(own) + (records[own] - 1 - record) * width[own] + 1;
      // A negative base stands for that many dead versions.
      for (let p = next[piece]; p !== NONE; p = next[p]) depth += base[p] < 0 ? -base[p] : 1;
      if (depth > deepest) return false;
      positions[s][t] = depth;
    }
    return isSingle;
  }

  /** Whether with record `t` the depths of each stream still rise or fall, and lie apart from those of the others. */
  private areApart(moving: readonly number[], t: number): boolean {
    const { low, high, positions } = this;
    for (let i = 0; i < moving.length; i++) {
      const s = moving[i];
      const own = positions[s];
      const depth = own[t];
      if (t === 0) {
        low[s] = depth;
        high[s] = depth;
        continue;
      }
      if (t > 1 && own[t] > own[t - 1] !== own[1] > own[0]) return false;
      if (depth < low[s]) low[s] = depth;
      else if (depth > high[s]) high[s] = depth;
      for (let j = 0; j < moving.length; j++) {
        const other = moving[j];
        if (other !== s && low[other] <= high[s] && high[other] >= low[s]) return false;
      }
    }
    return true;
  }
}
