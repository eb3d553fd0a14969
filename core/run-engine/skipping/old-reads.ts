import type { FirstReads } from '../../first-reads/first-reads.ts';
import type { LoopNotes, NotedStream, SegmentNote } from '../notes/loop-notes.ts';
import type { RowTable } from '../notes/repeated-rows.ts';
import { noteRepeatedRows, takenBefore, touchedAbove } from '../notes/repeated-rows.ts';
import { MAX_READS, MAX_STREAMS, stepAt } from '../plan/planned-nodes.ts';
import type { RunContext } from '../records/run-context.ts';
import { LoneReads } from './lone-reads.ts';

/**
 * Carries out what skipped iterations read of elements that their loop had not touched before: where those lie is
 * looked up, all else above them is known from the recorded iteration (D20).
 */
export class OldReads {
  private readonly context: RunContext;
  private readonly lone: LoneReads;
  /** By read of a segment: its depth in the first record, before anything is taken. */
  private readonly firstDepth = new Int32Array(MAX_READS);
  /** By read of a segment's part: its depth in record 0 of the part, the change a record, and the depth in the last. */
  private readonly middleDepth = new Int32Array(MAX_READS);
  private readonly slope = new Int32Array(MAX_READS);
  private readonly lastDepth = new Int32Array(MAX_READS);

  /** Of a record that is repeated while loops around are recorded. */
  private readonly rows: RowTable = {
    address: new Int32Array(MAX_STREAMS),
    step: new Int32Array(MAX_STREAMS),
    oldIn: new Int32Array(MAX_STREAMS),
  };

  constructor(context: RunContext) {
    this.context = context;
    this.lone = new LoneReads(context);
  }

  /**
   * Reads a segment `by` iterations after the recorded one, with `growth` more elements above it; of one that a loop inside
   * repeated, time `b`.
   */
  repeat(loop: LoopNotes, segment: SegmentNote, by: number, growth: number, b: number): void {
    const { stack } = this.context;
    const { count, streams, reads } = segment;
    // What the depths on the stack as it lies are to be corrected by.
    const offset = growth - stack.order.above(loop.loopStart);
    if (streams.length === 1 && reads.length === 1 && (count === 1 || !streams[0].stays)) {
      this.lone.repeat(loop, streams[0], reads[0], count, by, b, offset);
      return;
    }
    this.locate(streams, loop.depth, by, b);
    if (count === 1) this.repeatRecord(segment, offset);
    else this.repeatRecords(segment, offset);
  }

  /** Moves the walker to the first record and looks up the depths there. */
  private locate(streams: readonly NotedStream[], loopDepth: number, by: number, b: number): void {
    const { stack, walker } = this.context;
    for (let i = 0; i < streams.length; i++) {
      const { number, stream, address, stride } = streams[i];
      const at = address + by * stepAt(stream, loopDepth) + b * stride;
      walker.address[number] = at;
      walker.stride[number] = stride;
      walker.depth[number] = stack.depthOf(at);
    }
  }

  private repeatRecord(segment: SegmentNote, offset: number): void {
    const { stack, sliced, walker, recorder, firstReads } = this.context;
    const { streams, reads } = segment;
    const { oldIn } = this.rows;
    if (recorder.isActive) this.fillRows(streams);
    firstReads?.open(1);
    for (let i = 0; i < reads.length; i++) {
      const { site, of } = reads[i];
      const taken = takenBefore(reads[i], 0);
      const depth = this.depthBefore(streams, of, taken) + touchedAbove(reads[i], 0, 1) + offset;
      sliced.repeatedReads(site, depth, 0, 1, 1);
      if (recorder.isActive) recorder.repeatedIn(oldIn[rowOf(streams, of)], site, depth, 0, 1);
      const at = walker.address[of];
      if (firstReads?.isUnread(at) === true) firstReads.read(1 << of, taken, at, 0, depth, 0);
    }
    firstReads?.close();
    if (recorder.isActive) {
      noteRepeatedRows(stack, recorder, { segments: [segment], rows: this.rows, by: 0, times: 1, offset, slope: 0 });
    }
    for (let i = 0; i < streams.length; i++) stack.remove(walker.address[streams[i].number]);
  }

  /** The rows of one record, for loops around that are recorded. */
  private fillRows(streams: readonly NotedStream[]): void {
    const { stack, walker, recorder } = this.context;
    const { address, step, oldIn } = this.rows;
    for (let row = 0; row < streams.length; row++) {
      const { number, stream, stride } = streams[row];
      address[row] = walker.address[number];
      step[row] = stride;
      oldIn[row] = recorder.oldIn(stream, stack.block[stack.owner[address[row]]]);
    }
  }

  private repeatRecords(segment: SegmentNote, offset: number): void {
    const { sliced, walker, recorder, notes, firstReads } = this.context;
    const { streams, reads, count } = segment;
    const isRecording = recorder.isActive;
    const moving: number[] = [];
    const staying: number[] = [];
    for (const { number, stays } of streams) (stays ? staying : moving).push(number);
    if (isRecording) this.noteStaying(streams);
    firstReads?.open(1);
    for (let r = 0; r < reads.length; r++) {
      const { site, of, first, takenFirst } = reads[r];
      if (Number.isNaN(first)) continue;
      this.firstDepth[r] = this.depthBefore(streams, of, takenFirst) + first + offset;
      const at = walker.address[of];
      if (firstReads?.isUnread(at) === true) firstReads.read(1 << of, takenFirst, at, 0, this.firstDepth[r], 0);
      if (moving.includes(of)) continue;
      sliced.repeatedReads(site, this.firstDepth[r], 0, 1, 1);
      if (!isRecording) continue;
      const depth = this.firstDepth[r];
      notes.read({ ...reads[r], first: depth, middle: depth, slope: 0, last: Number.NaN });
    }
    firstReads?.close();
    walker.takeStaying(staying, moving);
    if (moving.length === 0 && isRecording) notes.endSegment(1);
    for (let done = 0; moving.length > 0 && done < count; ) {
      const here = walker.align(moving, done, count - done);
      if (here === 0) throw new Error('internal: the read of an element is skipped that is not there');
      if (isRecording)
        for (const { number, stream, stays } of streams) if (!stays) notes.stream(stream, number, done, false);
      this.readSegment(segment, moving, done, here, offset);
      if (isRecording) notes.endSegment(here);
      walker.take(moving, done, here);
      // What becomes of the elements is written by `LoopWindow.advance`.
      for (const s of moving) walker.drop(s, done, here);
      done += here;
    }
  }

  /** Prices what moving streams read in `here` records from `done` on. */
  private readSegment(
    { reads, count }: SegmentNote,
    moving: readonly number[],
    done: number,
    here: number,
    offset: number,
  ): void {
    const { stack, sliced, walker, recorder, notes, firstReads } = this.context;
    const { depth, piece } = walker;
    let isFirst = false;
    let isLast = false;
    for (let r = 0; r < reads.length; r++) {
      const read = reads[r];
      const s = read.of;
      if (!moving.includes(s)) continue;
      const block = stack.block[piece[s]];
      let slope = read.slope - stack.width[block];
      let middle = depth[s] + read.middle + done * read.slope + offset;
      for (let j = 0; j < moving.length; j++) {
        const other = moving[j];
        if (depth[other] >= depth[s]) continue;
        if (stack.block[piece[other]] !== block) slope--;
        if ((read.takenLater & (1 << other)) !== 0) middle--;
      }
      const hasFirst = done === 0 && !Number.isNaN(read.first);
      const hasLast = done + here === count && !Number.isNaN(read.last) && (!hasFirst || here > 1);
      const change = hasLast ? read.last - (read.middle + (count - 1) * read.slope) : 0;
      const lastDepth = middle + (here - 1) * slope + change;
      this.middleDepth[r] = middle;
      this.slope[r] = slope;
      this.lastDepth[r] = lastDepth;
      // Of all reads of a segment alike.
      isFirst = hasFirst;
      isLast = hasLast;
      if (hasFirst) sliced.repeatedReads(read.site, this.firstDepth[r], 0, 1, 1);
      if (hasLast) sliced.repeatedReads(read.site, lastDepth, 0, 1, 1);
      const from = hasFirst ? 1 : 0;
      const between = here - from - (hasLast ? 1 : 0);
      if (between > 0) sliced.repeatedReads(read.site, middle + from * slope, slope, between, 1);
      if (!recorder.isActive) continue;
      const first = hasFirst ? this.firstDepth[r] : Number.NaN;
      notes.read({ ...read, first, middle, slope, last: hasLast ? lastDepth : Number.NaN });
    }
    if (firstReads === null) return;
    const from = isFirst ? 1 : 0;
    const to = isLast ? here - 1 : here;
    if (to > from) this.keep(firstReads, reads, moving, done, from, to - from, false);
    if (isLast) this.keep(firstReads, reads, moving, done, here - 1, 1, true);
  }

  /** Notes what `count` records of a part, from its record `from` on, read first. */
  private keep(
    firstReads: FirstReads,
    reads: SegmentNote['reads'],
    moving: readonly number[],
    done: number,
    from: number,
    count: number,
    isLast: boolean,
  ): void {
    const { address, stride } = this.context.walker;
    firstReads.open(count);
    for (let r = 0; r < reads.length; r++) {
      const { of, takenLater } = reads[r];
      const at = address[of] + (done + from) * stride[of];
      if (!moving.includes(of) || !firstReads.isUnread(at)) continue;
      const depth = isLast ? this.lastDepth[r] : this.middleDepth[r] + from * this.slope[r];
      firstReads.read(1 << of, takenLater, at, stride[of], depth, this.slope[r]);
    }
    firstReads.close();
  }

  /** The depth of a stream's first element, less what streams (a bit each) took from above it. */
  private depthBefore(streams: readonly NotedStream[], s: number, taken: number): number {
    const { depth } = this.context.walker;
    let found = depth[s];
    if (taken === 0) return found;
    for (let i = 0; i < streams.length; i++) {
      const { number } = streams[i];
      if ((taken & (1 << number)) !== 0 && depth[number] < depth[s]) found--;
    }
    return found;
  }

  private noteStaying(streams: readonly NotedStream[]): void {
    const { walker, notes } = this.context;
    notes.beginRun(walker.depth.length);
    for (const { number, stream, stays } of streams) if (stays) notes.stream(stream, number, 0, true);
  }
}

/** The place of a stream among those of a segment. */
function rowOf(streams: readonly NotedStream[], number: number): number {
  let row = 0;
  while (streams[row].number !== number) row++;
  return row;
}
