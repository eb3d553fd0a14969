import type { FirstReads } from '../../first-reads/first-reads.ts';
import type { BlockStack } from '../../stack/block-stack.ts';
import type { StreamWalker } from '../../stack/stream-walker.ts';
import type { LoopRecorder } from '../notes/loop-recorder.ts';
import type { SegmentNotes } from '../notes/segment-notes.ts';
import type { PlannedBody } from '../plan/planned-nodes.ts';
import { MAX_READS } from '../plan/planned-nodes.ts';
import type { UnreadArguments } from '../plan/unread-arguments.ts';
import type { OutsideRead, RecordTemplate } from './record-template.ts';
import type { RunContext } from './run-context.ts';
import type { SlicedTally } from './sliced-tally.ts';

/**
 * Prices what the records of a run read, and notes it while loops are recorded. With record t of a segment, a stream in
 * block B of n_B pieces has
 *
 *     depth(t) = depth of its first record on the stack as it lies + overlay - taken + t * slope
 *     slope = survivors a record - n_B - other moving streams in blocks above B
 *
 * where `overlay` is what the run itself has put on top of its finished records, and `taken` counts streams that
 * earlier instructions of the record took from above.
 */
export class ReadPricer {
  private readonly stack: BlockStack;
  private readonly sliced: SlicedTally;
  private readonly walker: StreamWalker;
  private readonly unread: UnreadArguments;
  private readonly recorder: LoopRecorder;
  private readonly notes: SegmentNotes;
  private readonly firstReads: FirstReads | null;
  /** By read outside the overlay: its depth in the first record. */
  private readonly firstDepth = new Int32Array(MAX_READS);
  /** By read of a segment: its depth in record 0, were that as the others, and the change a record. */
  private readonly middleDepth = new Int32Array(MAX_READS);
  private readonly slope = new Int32Array(MAX_READS);

  constructor(context: RunContext) {
    this.stack = context.stack;
    this.sliced = context.sliced;
    this.walker = context.walker;
    this.unread = context.unread;
    this.recorder = context.recorder;
    this.notes = context.notes;
    this.firstReads = context.firstReads;
  }

  /** Prices a run of one record, the loop's number `record`. The walker has the depths. */
  one(body: PlannedBody, template: RecordTemplate, record: number): void {
    const { sliced, recorder, notes } = this;
    const { outside, inside } = template;
    for (let i = 0; i < outside.length; i++) {
      this.firstDepth[i] = this.depthInFirst(template, outside[i]);
      sliced.reads(outside[i].site, record, this.firstDepth[i], 0, 1);
    }
    this.keepFirst(template);
    for (let i = 0; i < inside.length; i++) {
      if (inside[i].first !== 0) sliced.reads(inside[i].site, record, inside[i].first, 0, 1);
    }
    if (!recorder.isActive) return;
    this.noteFirst(body, template, true);
    notes.endSegment(1);
    for (const { site, first } of inside) if (first !== 0) recorder.repeated(site, first, 0, 1, 1);
  }

  /**
   * Begins a run of several records, the first of them the loop's number `start`: prices what only that one reads, the
   * elements of streams that stay. The walker has the depths.
   */
  first(body: PlannedBody, template: RecordTemplate, start: number): void {
    const { sliced, recorder, walker } = this;
    const { outside } = template;
    for (let i = 0; i < outside.length; i++) {
      const { site, stream } = outside[i];
      this.firstDepth[i] = this.depthInFirst(template, outside[i]);
      if (walker.stride[stream] === 0) sliced.reads(site, start, this.firstDepth[i], 0, 1);
    }
    this.keepFirst(template);
    if (recorder.isActive) this.noteFirst(body, template, false);
  }

  /** Prices the reads below the overlay in a segment: `here` records from `done` on. `isLast`: they end the loop. */
  segment(
    body: PlannedBody,
    template: RecordTemplate,
    start: number,
    done: number,
    here: number,
    isLast: boolean,
  ): void {
    const { sliced, walker, unread, recorder, notes } = this;
    const { depth, address, stride } = walker;
    const { moving, outside } = template;
    if (recorder.isActive) for (const s of moving) notes.stream(body.streams[s], s, done, false);
    for (let i = 0; i < outside.length; i++) {
      const read = outside[i];
      const s = read.stream;
      if (stride[s] === 0) continue;
      const record = start + done;
      if (read.isArgument) {
        const depthThere = unread.depthOf(address[s] + done * stride[s]);
        if (recorder.isActive) notes.argument(body.streams[s], s, read.site, done, here, depthThere);
        sliced.reads(read.site, record, depthThere, stride[s], here);
        continue;
      }
      const slope = this.slopeOf(template, s);
      let base = depth[s] + read.overlayMiddle;
      if (read.takenLater !== 0) {
        for (let j = 0; j < moving.length; j++) {
          if ((read.takenLater & (1 << moving[j])) !== 0 && depth[moving[j]] < depth[s]) base--;
        }
      }
      this.middleDepth[i] = base;
      this.slope[i] = slope;
      const change = read.overlayLast - read.overlayMiddle;
      if (recorder.isActive) {
        notes.read({
          site: read.site,
          of: s,
          first: done === 0 ? this.firstDepth[i] : Number.NaN,
          middle: base,
          slope,
          last: isLast ? base + (here - 1) * slope + change : Number.NaN,
          takenFirst: read.takenFirst,
          takenLater: read.takenLater,
        });
      }
      let from = 0;
      let to = here;
      if (done === 0 && this.firstDepth[i] !== base) {
        sliced.reads(read.site, record, this.firstDepth[i], 0, 1);
        from = 1;
      }
      if (isLast && change !== 0 && to > from) {
        to--;
        sliced.reads(read.site, record + to, base + to * slope + change, 0, 1);
      }
      if (to > from) sliced.reads(read.site, record + from, base + from * slope, slope, to - from);
    }
    if (this.firstReads !== null) {
      // The first record was noted before anything was taken.
      const from = done === 0 ? 1 : 0;
      const to = isLast ? here - 1 : here;
      if (to > from) this.keep(template, done + from, from, to - from, false);
      if (isLast && here > from) this.keep(template, done + here - 1, here - 1, 1, true);
    }
    if (recorder.isActive) notes.endSegment(here);
  }

  /** Notes what the first record of a run reads first, while all lies where it was found. */
  private keepFirst({ outside }: RecordTemplate): void {
    const { firstReads, walker } = this;
    if (firstReads === null) return;
    firstReads.open(1);
    for (let i = 0; i < outside.length; i++) {
      const { stream, takenFirst } = outside[i];
      const at = walker.address[stream];
      if (firstReads.isUnread(at)) firstReads.read(1 << stream, takenFirst, at, 0, this.firstDepth[i], 0);
    }
    firstReads.close();
  }

  /** Notes what `count` records of a run, from `record`, the segment's number `from`, on, read first. */
  private keep({ outside }: RecordTemplate, record: number, from: number, count: number, isLast: boolean): void {
    const { firstReads } = this;
    const { address, stride } = this.walker;
    if (firstReads === null) return;
    firstReads.open(count);
    for (let i = 0; i < outside.length; i++) {
      const { stream: s, takenLater, overlayLast, overlayMiddle } = outside[i];
      const at = address[s] + record * stride[s];
      if (stride[s] === 0 || !firstReads.isUnread(at)) continue;
      const depth = this.middleDepth[i] + from * this.slope[i] + (isLast ? overlayLast - overlayMiddle : 0);
      firstReads.read(1 << s, takenLater, at, stride[s], depth, this.slope[i]);
    }
    firstReads.close();
  }

  /** Prices the reads in the overlay of a run of `count` records. */
  inside(template: RecordTemplate, start: number, count: number, endsLoop: boolean): void {
    const { sliced, recorder } = this;
    const { inside } = template;
    for (let i = 0; i < inside.length; i++) {
      const { site, first, middle, last } = inside[i];
      if (recorder.isActive) {
        if (first !== 0) recorder.repeated(site, first, 0, 1, 1);
        const between = (endsLoop ? count - 1 : count) - 1;
        if (middle !== 0 && between > 0) recorder.repeated(site, middle, 0, between, 1);
        if (endsLoop && last !== 0) recorder.repeated(site, last, 0, 1, 1);
      }
      let from = 1;
      let to = endsLoop ? count - 1 : count;
      if (first === middle) from = 0;
      else if (first !== 0) sliced.reads(site, start, first, 0, 1);
      if (endsLoop && last === middle) to = count;
      else if (endsLoop && last !== 0 && count > 1) sliced.reads(site, start + count - 1, last, 0, 1);
      if (middle !== 0 && to > from) sliced.reads(site, start + from, middle, 0, to - from);
    }
  }

  /** The depth of a read in the first record of a run, before anything is taken. */
  private depthInFirst({ moving, staying }: RecordTemplate, read: OutsideRead): number {
    const { walker, unread } = this;
    const { depth } = walker;
    const { stream, takenFirst } = read;
    if (read.isArgument) return unread.depthOf(walker.address[stream]);
    let found = depth[stream] + read.overlayFirst;
    if (takenFirst === 0) return found;
    const own = depth[stream];
    for (let i = 0; i < moving.length; i++) {
      if ((takenFirst & (1 << moving[i])) !== 0 && depth[moving[i]] < own) found--;
    }
    for (let i = 0; i < staying.length; i++) {
      if ((takenFirst & (1 << staying[i])) !== 0 && depth[staying[i]] < own) found--;
    }
    return found;
  }

  private slopeOf({ moving, survivors }: RecordTemplate, stream: number): number {
    const { stack, walker } = this;
    const { depth, piece } = walker;
    const block = stack.block[piece[stream]];
    let slope = survivors.length - stack.width[block];
    for (let j = 0; j < moving.length; j++) {
      const other = moving[j];
      if (depth[other] < depth[stream] && stack.block[piece[other]] !== block) slope--;
    }
    return slope;
  }

  /**
   * Notes what the first record takes from streams that stay (or, where it is the only one, from any), while all still
   * lies there.
   */
  private noteFirst({ streams }: PlannedBody, template: RecordTemplate, isOnly: boolean): void {
    const { walker, unread, notes } = this;
    notes.beginRun(streams.length);
    for (const s of template.staying) notes.stream(streams[s], s, 0, true);
    if (isOnly) for (const s of template.moving) notes.stream(streams[s], s, 0, true);
    for (const read of template.outside) {
      const { site, stream, takenFirst } = read;
      if (!isOnly && walker.stride[stream] !== 0) continue;
      if (read.isArgument) {
        notes.argument(streams[stream], stream, site, 0, 1, unread.depthOf(walker.address[stream]));
        continue;
      }
      const first = this.depthInFirst(template, read);
      notes.read({ site, of: stream, first, middle: first, slope: 0, last: Number.NaN, takenFirst, takenLater: 0 });
    }
  }
}
