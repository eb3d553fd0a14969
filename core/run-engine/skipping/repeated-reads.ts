import type { LoopNotes, OldNote } from '../notes/loop-notes.ts';
import { noteRepeatedRows, takenBefore, touchedAbove } from '../notes/repeated-rows.ts';
import { stepAt } from '../plan/planned-nodes.ts';
import type { RunContext } from '../records/run-context.ts';

const NONE = -1;

/** Depths share the 53 bits of a key with the numbers of rows. */
const MOST_ROWS = 2 ** 21;

/**
 * Carries out, in one skipped iteration, what a loop inside repeated: rows of old elements, one element a time. Where each
 * row lies in one block, record by record, its depths are affine, and nothing is looked up by element (D64). 48 bytes a row,
 * and 4 a record.
 */
export class RepeatedReads {
  private readonly context: RunContext;
  private count = 0;
  /** By row, in the order of records and streams: its first element, the step to the next, and in which levels it is old. */
  private address = new Int32Array(0);
  private step = new Int32Array(0);
  private oldIn = new Int32Array(0);
  /** Depth of its first element, on the stack as it lies, and by how much the next one's is less. */
  private position = new Int32Array(0);
  private width = new Int32Array(0);
  private low = new Int32Array(0);
  /** Rows above that lose an element each time, and those above that do before it the same time. */
  private above = new Int32Array(0);
  private before = new Int32Array(0);
  private record = new Int32Array(0);
  /** The rows, the topmost first. */
  private sorted = new Int32Array(0);
  private keys = new Float64Array(0);
  /** Fenwick tree over the records. */
  private tree = new Int32Array(0);

  constructor(context: RunContext) {
    this.context = context;
  }

  /** Whether a note can be carried out in the iteration after the recorded one. */
  canRepeat(loop: LoopNotes, note: OldNote): boolean {
    return this.find(loop, note, 1);
  }

  /** Reads what a note says `by` iterations after the recorded one, with `growth` more elements above. False: it did not. */
  repeat(loop: LoopNotes, note: OldNote, by: number, growth: number): boolean {
    if (!this.find(loop, note, by)) return false;
    const { stack, recorder } = this.context;
    const { address, step, oldIn } = this;
    const offset = growth - stack.order.above(loop.loopStart);
    this.countBefore(note.segments.length);
    this.price(note, offset);
    if (recorder.isActive) {
      const { segments, times, slope } = note;
      noteRepeatedRows(stack, recorder, { segments, rows: { address, step, oldIn }, by: 0, times, offset, slope });
    }
    for (let row = 0; row < this.count; row++) stack.removeRecords(address[row], step[row], note.times);
    return true;
  }

  /** Looks the rows up, and counts what is taken above each time. False where that is not affine. */
  private find(loop: LoopNotes, { segments, times }: OldNote, by: number): boolean {
    const { stack, recorder } = this.context;
    const { owner } = stack;
    let row = 0;
    for (let r = 0; r < segments.length; r++) {
      const { streams } = segments[r];
      if (row + streams.length > this.address.length) this.grow(row + streams.length);
      for (let i = 0; i < streams.length; i++, row++) {
        const { stream, stride } = streams[i];
        const at = streams[i].address + by * stepAt(stream, loop.depth);
        const piece = owner[at];
        if (piece === NONE || stack.stride[piece] !== stride) return false;
        const block = stack.block[piece];
        if (stack.records[block] - stack.recordOf(piece, at) < times) return false;
        this.address[row] = at;
        this.step[row] = stride;
        this.position[row] = stack.depthOf(at);
        this.width[row] = stack.width[block];
        this.low[row] = this.position[row] - (times - 1) * this.width[row];
        this.record[row] = r;
        if (recorder.isActive) this.oldIn[row] = recorder.oldIn(stream, block);
      }
    }
    this.count = row;
    if (row >= MOST_ROWS) return false;
    this.sort();
    return this.cluster();
  }

  private sort(): void {
    const { keys, low, sorted, count } = this;
    for (let row = 0; row < count; row++) keys[row] = low[row] * MOST_ROWS + row;
    keys.subarray(0, count).sort();
    for (let i = 0; i < count; i++) sorted[i] = keys[i] % MOST_ROWS;
  }

  /**
   * Parts the rows into clusters whose depths do not overlap, and finds `above`: later times lie higher, so that no row of its
   * own cluster counts. False where times of a cluster do not lie apart: rows of a block are less than a record apart.
   */
  private cluster(): boolean {
    const { low, position, width, sorted, above, count } = this;
    for (let start = 0; start < count; ) {
      const top = sorted[start];
      let deepest = position[top];
      let end = start + 1;
      above[top] = start;
      for (; end < count && low[sorted[end]] <= deepest; end++) {
        const row = sorted[end];
        if (width[row] !== width[top] || low[row] - low[top] >= width[top]) return false;
        if (position[row] > deepest) deepest = position[row];
        above[row] = start;
      }
      start = end;
    }
    return true;
  }

  /** Finds `before`: of each row, those above it whose records come earlier. */
  private countBefore(records: number): void {
    const { record, sorted, before, count } = this;
    if (this.tree.length <= records) this.tree = new Int32Array(2 * records + 1);
    const { tree } = this;
    tree.fill(0, 0, records + 1);
    for (let i = 0; i < count; i++) {
      const row = sorted[i];
      let sum = 0;
      for (let n = record[row]; n > 0; n &= n - 1) sum += tree[n];
      before[row] = sum;
      for (let n = record[row] + 1; n <= records; n += n & -n) tree[n]++;
    }
  }

  private price({ segments, times, slope }: OldNote, offset: number): void {
    const { sliced, recorder, firstReads } = this.context;
    const { position, before, above, width, address, step, oldIn } = this;
    firstReads?.open(times);
    let start = 0;
    for (let r = 0; r < segments.length; r++) {
      const { streams, reads } = segments[r];
      for (let i = 0; i < reads.length; i++) {
        const read = reads[i];
        const mask = takenBefore(read, 0);
        let row = start;
        while (streams[row - start].number !== read.of) row++;
        let taken = 0;
        for (let j = 0; mask !== 0 && j < streams.length; j++) {
          if ((mask & (1 << streams[j].number)) !== 0 && position[start + j] < position[row]) taken++;
        }
        const depth = position[row] + touchedAbove(read, 0, 1) + offset - before[row] - taken;
        const change = slope - width[row] - above[row];
        sliced.repeatedReads(read.site, depth, change, times, 1);
        if (recorder.isActive) recorder.repeatedIn(oldIn[row], read.site, depth, change, times);
        if (firstReads?.isUnread(address[row]) === true) {
          firstReads.read(1 << read.of, mask, address[row], step[row], depth, change);
        }
      }
      firstReads?.close();
      start += streams.length;
    }
  }

  private grow(rows: number): void {
    const larger = (array: Int32Array): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(2 * rows);
      grown.set(array);
      return grown;
    };
    this.address = larger(this.address);
    this.step = larger(this.step);
    this.oldIn = larger(this.oldIn);
    this.position = larger(this.position);
    this.width = larger(this.width);
    this.low = larger(this.low);
    this.above = larger(this.above);
    this.before = larger(this.before);
    this.record = larger(this.record);
    this.sorted = larger(this.sorted);
    this.keys = new Float64Array(2 * rows);
  }
}
