import type { BlockDepths } from '../../stack/block-depths.ts';
import type { BlockStack } from '../../stack/block-stack.ts';
import type { LoopNotes, SegmentNote } from '../notes/loop-notes.ts';
import type { LoopRecorder } from '../notes/loop-recorder.ts';
import { stepAt } from '../plan/planned-nodes.ts';
import { iterationsInPieces, locateRows } from './row-positions.ts';

/** A row's number and a depth share the 53 bits of a key; more rows are not taken. */
export const MOST_ROWS = 2 ** 21;

/** So many iterations in which every row stays in its piece are a chunk, be there more. */
const LEAST_EVEN = 8;

/**
 * What iterations of a loop read of old elements, by row: what one stream reads in one record of the iteration, one
 * element an iteration, `address + by * step`. Tells of each row how many elements above it the rows themselves take
 * away, where that is affine in the iteration (D53). 44 bytes a row, 4 a record, and 4 an
 * element of a chunk.
 */
export class OldRows {
  readonly count: number;
  readonly address: Int32Array;
  readonly step: Int32Array;
  /** By row and iteration of the chunk: the depth on the stack as it lies. */
  positions = new Int32Array(0);
  /** By row: rows that take an element above it in each iteration, and those that do before it in the same iteration. */
  readonly above: Int32Array;
  readonly before: Int32Array;
  /** By row: a bit for each level of the recorder that has not touched its elements. */
  readonly oldIn: Int32Array;
  /** The rows, the topmost first. */
  readonly sorted: Int32Array;
  /** By row: the least and the greatest depth. */
  readonly low: Int32Array;
  readonly high: Int32Array;
  private readonly stack: BlockStack;
  private readonly depths: BlockDepths;
  /** By row: the place of its record in the iteration. */
  private readonly record: Int32Array;
  private readonly keys: Float64Array;
  /** Fenwick tree over the records. */
  private readonly tree: Int32Array;

  constructor(stack: BlockStack, depths: BlockDepths, segments: readonly SegmentNote[], depth: number, count: number) {
    this.stack = stack;
    this.depths = depths;
    this.count = count;
    this.address = new Int32Array(count);
    this.step = new Int32Array(count);
    this.above = new Int32Array(count);
    this.before = new Int32Array(count);
    this.oldIn = new Int32Array(count);
    this.sorted = new Int32Array(count);
    this.record = new Int32Array(count);
    this.low = new Int32Array(count);
    this.high = new Int32Array(count);
    this.keys = new Float64Array(count);
    let row = 0;
    let record = 0;
    for (const { count: records, streams } of segments) {
      for (let c = 0; c < records; c++, record++) {
        for (let i = 0; i < streams.length; i++) {
          const { stays, stream, address, stride } = streams[i];
          if (stays && c > 0) continue;
          this.address[row] = address + c * stride;
          this.step[row] = stepAt(stream, depth);
          this.record[row++] = record;
        }
      }
    }
    this.tree = new Int32Array(record + 1);
  }

  /** The rows of an iteration. */
  static countOf({ old }: LoopNotes): number {
    let rows = 0;
    for (const { times, segments } of old) {
      if (times > 1) rows += times * segments.reduce((sum, { streams }) => sum + streams.length, 0);
      else for (const { count, streams } of segments) for (const { stays } of streams) rows += stays ? 1 : count;
    }
    return rows;
  }

  /**
   * Looks up where the elements of up to `most` iterations lie, at least two, from `by` on, and counts what is taken above
   * each. Returns of how many: where that is not affine in all, of those up to the first at which a row's depths change
   * otherwise; 0 where it is not in these, or where a loop around that is recorded has touched some elements of a row and
   * others not.
   */
  find(by: number, most: number, { levels }: LoopRecorder): number {
    let here = iterationsInPieces(this.stack, this, by, most);
    if (here < LEAST_EVEN || !this.areRegular(by, here, levels, true)) {
      here = most;
      if (!this.areRegular(by, here, levels, false)) {
        const alike = this.alike(0, here, 0);
        if (alike === here || !this.areRegular(by, alike, levels, false)) return 0;
        here = alike;
      }
    }
    this.countBefore();
    return here;
  }

  /** The depth of the deepest element. */
  deepest(): number {
    return this.high.reduce((most, depth) => Math.max(most, depth), 0);
  }

  /**
   * For how many of `here` iterations from `b` on the depths of every row change evenly and lie on one side of the depth
   * `border`.
   */
  alike(b: number, here: number, border: number): number {
    const { positions, count } = this;
    let alike = here - b;
    for (let row = 0; row < count; row++) {
      const at = row * here + b;
      const isBelow = positions[at] > border;
      let n = 1;
      while (n < alike && positions[at + n] > border === isBelow) {
        if (positions[at + n] - positions[at + n - 1] !== positions[at + 1] - positions[at]) break;
        n++;
      }
      alike = n;
    }
    return alike;
  }

  /** `isEven`: the depths of every row change evenly. */
  private areRegular(by: number, here: number, levels: readonly LoopNotes[], isEven: boolean): boolean {
    if (this.positions.length < this.count * here) this.positions = new Int32Array(this.count * here);
    locateRows(this.stack, this.depths, this, by, here);
    if (levels.length > 0 && !this.findOld(levels)) return false;
    this.sort();
    return this.cluster(here, isEven);
  }

  /** Finds the levels in which each row is old. Returns false where a row is in part. */
  private findOld(levels: readonly LoopNotes[]): boolean {
    const { low, high, oldIn, count } = this;
    oldIn.fill(0);
    for (let index = 0; index < levels.length; index++) {
      const touched = this.stack.order.above(levels[index].loopStart);
      for (let row = 0; row < count; row++) {
        if (low[row] > touched) oldIn[row] |= 1 << index;
        else if (high[row] > touched) return false;
      }
    }
    return true;
  }

  /** Sorts the rows by their least depths. Numbers are sorted without a function, which a comparison of rows would be. */
  private sort(): void {
    const { keys, low, sorted, count } = this;
    for (let row = 0; row < count; row++) keys[row] = low[row] * MOST_ROWS + row;
    keys.sort();
    for (let i = 0; i < count; i++) sorted[i] = keys[i] % MOST_ROWS;
  }

  /**
   * Parts the rows into clusters whose depths do not overlap, and finds `above`. Returns false where the iterations of
   * one do not lie apart.
   */
  private cluster(here: number, isEven: boolean): boolean {
    const { low, high, sorted, positions, above, count } = this;
    for (let start = 0; start < count; ) {
      const top = sorted[start];
      let deepest = high[top];
      let end = start + 1;
      for (; end < count && low[sorted[end]] <= deepest; end++) deepest = Math.max(deepest, high[sorted[end]]);
      const falls = positions[top * here + 1] > positions[top * here];
      // Of what changes evenly the first and the last iterations say all.
      const isLayered =
        this.areLayered(start, end, here, falls, 0, isEven ? 2 : here) &&
        (!isEven || this.areLayered(start, end, here, falls, here - 2, here));
      if (!isLayered) return false;
      // Where later iterations lie deeper, all that the cluster has taken in earlier ones was above.
      const rows = falls ? end : start;
      for (let i = start; i < end; i++) above[sorted[i]] = rows;
      start = end;
    }
    return true;
  }

  /**
   * Whether iterations from .. until - 1 of the rows sorted[start .. end - 1] lie one below the other (`falls`) or one above the
   * other, each with its rows in one and the same order.
   */
  private areLayered(start: number, end: number, here: number, falls: boolean, from: number, until: number): boolean {
    const { positions, sorted } = this;
    let bound = falls ? 0 : 2 ** 31 - 1;
    for (let b = from; b < until; b++) {
      const top = positions[sorted[start] * here + b];
      let bottom = top;
      for (let i = start + 1; i < end; i++) {
        const at = positions[sorted[i] * here + b];
        if (at <= bottom) return false;
        bottom = at;
      }
      if (falls ? top <= bound : bottom >= bound) return false;
      bound = falls ? bottom : top;
    }
    return true;
  }

  /** Finds `before`: of each row, those above it whose records come earlier. */
  private countBefore(): void {
    const { record, sorted, before, tree, count } = this;
    tree.fill(0);
    for (let i = 0; i < count; i++) {
      const row = sorted[i];
      let sum = 0;
      for (let n = record[row]; n > 0; n &= n - 1) sum += tree[n];
      before[row] = sum;
      for (let n = record[row] + 1; n < tree.length; n += n & -n) tree[n]++;
    }
  }
}
