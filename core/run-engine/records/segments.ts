import { alignBlocks, takeAligned } from '../../stack/block-alignment.ts';
import type { BlockStack } from '../../stack/block-stack.ts';
import { GHOST } from '../../stack/block-table.ts';
import type { LoopRecorder } from '../notes/loop-notes.ts';
import { SegmentNotes } from '../notes/segment-notes.ts';
import type { PlannedBody } from '../plan/planned-nodes.ts';
import { MAX_STREAMS } from '../plan/planned-nodes.ts';
import { pushOverlay } from './overlay.ts';
import type { OutsideRead, RecordTemplate } from './record-template.ts';
import type { SlicedTally } from './sliced-tally.ts';

const NONE = -1;

/**
 * Executes runs on a block stack. A run is cut into segments, in each of which every stream that moves on eats one
 * whole block; then the depths of its reads are affine in the record. With record t of a segment, a stream in piece q
 * of block B of n_B pieces:
 *
 *     depth(t) = depth of its first record on the stack as it lies + overlay - taken + t * slope
 *     slope = survivors a record - n_B - other moving streams in blocks above B
 *
 * where `overlay` is what the run itself has put on top of its finished records, and `taken` counts streams that
 * earlier instructions of the record took from above. O(segments * log blocks); elements are touched one by one only
 * where they come to life, die, or change their piece.
 */
export class Segments {
  /** By stream: the address of the run's first record. Filled by the caller. */
  readonly address = new Int32Array(MAX_STREAMS);
  /** By stream: its step a record. Filled by the caller. */
  readonly stride = new Int32Array(MAX_STREAMS);
  private readonly stack: BlockStack;
  private readonly tally: SlicedTally;
  /** Depth of each argument element that was not read yet, by address; null where arguments lie on the stack. */
  private readonly argumentDepth: Int32Array | null;
  private readonly recorder: LoopRecorder;
  /** What is noted while recording. */
  private readonly notes: SegmentNotes;
  readonly depth = new Int32Array(MAX_STREAMS);
  readonly piece = new Int32Array(MAX_STREAMS);
  private readonly left = new Int32Array(MAX_STREAMS);
  private readonly firstDepth = new Int32Array(8 * MAX_STREAMS);
  private runBlock = NONE;

  constructor(stack: BlockStack, tally: SlicedTally, recorder: LoopRecorder, argumentDepth: Int32Array | null) {
    this.stack = stack;
    this.recorder = recorder;
    this.tally = tally;
    this.argumentDepth = argumentDepth;
    this.notes = new SegmentNotes(stack, recorder, this);
  }

  /** Prices one record, the loop's number `record`. */
  one(body: PlannedBody, template: RecordTemplate, record: number): void {
    const { stack, tally, address, depth } = this;
    const { moving, staying, outside, inside, orderLast } = template;
    tally.live(record, stack.size + template.peakFirst, 0, 1);
    tally.instructions(body.instructions.length, record, 1);
    for (let i = 0; i < moving.length; i++) depth[moving[i]] = stack.depthOf(address[moving[i]]);
    for (let i = 0; i < staying.length; i++) depth[staying[i]] = stack.depthOf(address[staying[i]]);
    for (let i = 0; i < outside.length; i++) {
      tally.reads(outside[i].site, record, this.depthInFirst(template, outside[i]), 0, 1);
    }
    for (let i = 0; i < inside.length; i++) {
      if (inside[i].first !== 0) tally.reads(inside[i].site, record, inside[i].first, 0, 1);
    }
    if (this.recorder.isActive) this.noteOne(body, template);
    for (let i = 0; i < moving.length; i++) if (!orderLast.includes(moving[i])) stack.remove(address[moving[i]]);
    for (let i = 0; i < staying.length; i++) if (!orderLast.includes(staying[i])) stack.remove(address[staying[i]]);
    for (let i = 0; i < orderLast.length; i++) {
      if (orderLast[i] === GHOST) {
        stack.pushGhosts(1);
        continue;
      }
      const at = address[orderLast[i]];
      if (stack.has(at)) stack.bump(at);
      else stack.push(at);
    }
  }

  /**
   * Prices up to `count` records, at least two, the first of them the loop's number `start`; fewer where a stream meets
   * an element that is not on the stack. Returns their number.
   */
  several(body: PlannedBody, template: RecordTemplate, start: number, count: number, reachesEnd: boolean): number {
    const { stack, address, depth } = this;
    const { moving, staying, outside } = template;
    const liveBefore = stack.size;
    const isRecording = this.recorder.isActive;
    for (let i = 0; i < moving.length; i++) depth[moving[i]] = stack.depthOf(address[moving[i]]);
    for (let i = 0; i < staying.length; i++) depth[staying[i]] = stack.depthOf(address[staying[i]]);
    for (let i = 0; i < outside.length; i++) {
      this.firstDepth[i] = this.depthInFirst(template, outside[i]);
      if (body.streams[outside[i].stream].stride === 0) {
        this.tally.reads(outside[i].site, start, this.firstDepth[i], 0, 1);
      }
    }
    for (let i = 0; i < moving.length; i++) {
      let above = 0;
      for (let j = 0; j < staying.length; j++) if (depth[staying[j]] < depth[moving[i]]) above++;
      this.left[i] = above;
    }
    if (isRecording) this.noteFirst(body, template, false);
    for (let i = 0; i < moving.length; i++) depth[moving[i]] -= this.left[i];
    for (let i = 0; i < staying.length; i++) stack.remove(address[staying[i]]);

    this.runBlock = NONE;
    let done = 0;
    while (done < count) {
      const here = alignBlocks(stack, this, moving, done, count - done);
      if (here === 0) break;
      if (done > 0) for (const s of moving) depth[s] = stack.depthOf(address[s] + done * this.stride[s]);
      const isLast = reachesEnd && done + here === count;
      if (isRecording) for (const s of moving) this.notes.stream(body, s, done, false);
      this.priceOutside(body, template, start, done, here, isLast);
      if (isRecording) this.notes.endSegment(here);
      this.noteLive(template, start, done, here, isLast, liveBefore);
      this.move(body, template, done, here);
      done += here;
    }
    const endsLoop = reachesEnd && done === count;
    this.priceInside(template, start, done, endsLoop);
    this.tally.instructions(body.instructions.length, start, done);
    pushOverlay(stack, this, template, endsLoop ? template.orderLast : template.orderMiddle, this.runBlock, done);
    return done;
  }

  private depthInFirst(template: RecordTemplate, read: OutsideRead): number {
    const { depth } = this;
    const { stream, takenFirst } = read;
    if (read.isArgument) return this.depthAmongArguments(this.address[stream]);
    let found = depth[stream] + read.overlayFirst;
    if (takenFirst === 0) return found;
    const { moving, staying } = template;
    const own = depth[stream];
    for (let i = 0; i < moving.length; i++) {
      if ((takenFirst & (1 << moving[i])) !== 0 && depth[moving[i]] < own) found--;
    }
    for (let i = 0; i < staying.length; i++) {
      if ((takenFirst & (1 << staying[i])) !== 0 && depth[staying[i]] < own) found--;
    }
    return found;
  }

  private depthAmongArguments(address: number): number {
    if (this.argumentDepth === null) throw new Error(`internal: argument address ${address} is not on the stack`);
    return this.argumentDepth[address];
  }

  private slopeOf(template: RecordTemplate, stream: number): number {
    const { stack, depth, piece } = this;
    const { moving } = template;
    const block = stack.block[piece[stream]];
    let slope = template.survivors.length - stack.width[block];
    for (let j = 0; j < moving.length; j++) {
      const other = moving[j];
      if (depth[other] < depth[stream] && stack.block[piece[other]] !== block) slope--;
    }
    return slope;
  }

  private priceOutside(
    body: PlannedBody,
    template: RecordTemplate,
    start: number,
    done: number,
    here: number,
    isLast: boolean,
  ): void {
    const { tally, depth } = this;
    const { moving, outside } = template;
    const isRecording = this.recorder.isActive;
    for (let i = 0; i < outside.length; i++) {
      const read = outside[i];
      const s = read.stream;
      const { stride } = body.streams[s];
      if (stride === 0) continue;
      const record = start + done;
      if (read.isArgument) {
        const depthThere = this.depthAmongArguments(this.address[s] + done * stride);
        if (isRecording) this.notes.argument(body, s, read.site, done, here, depthThere);
        tally.reads(read.site, record, depthThere, stride, here);
        continue;
      }
      const slope = this.slopeOf(template, s);
      let base = depth[s] + read.overlayMiddle;
      if (read.takenLater !== 0) {
        for (let j = 0; j < moving.length; j++) {
          if ((read.takenLater & (1 << moving[j])) !== 0 && depth[moving[j]] < depth[s]) base--;
        }
      }
      if (isRecording) {
        this.notes.read({
          site: read.site,
          of: s,
          first: done === 0 ? this.firstDepth[i] : 0,
          middle: base,
          slope,
          last: isLast ? base + (here - 1) * slope + read.overlayLast - read.overlayMiddle : 0,
          takenFirst: read.takenFirst,
          takenLater: read.takenLater,
        });
      }
      let from = 0;
      let to = here;
      if (done === 0 && this.firstDepth[i] !== base) {
        tally.reads(read.site, record, this.firstDepth[i], 0, 1);
        from = 1;
      }
      if (isLast && read.overlayLast !== read.overlayMiddle && to > from) {
        to--;
        tally.reads(read.site, record + to, base + to * slope + read.overlayLast - read.overlayMiddle, 0, 1);
      }
      if (to > from) tally.reads(read.site, record + from, base + from * slope, slope, to - from);
    }
  }

  /** Reads inside the overlay. */
  private priceInside(template: RecordTemplate, start: number, count: number, endsLoop: boolean): void {
    const { inside } = template;
    for (let i = 0; i < inside.length; i++) {
      const { site, first, middle, last } = inside[i];
      if (this.recorder.isActive) {
        if (first !== 0) this.recorder.repeated(site, first, 0, 1, 1);
        const between = (endsLoop ? count - 1 : count) - 1;
        if (middle !== 0 && between > 0) this.recorder.repeated(site, middle, 0, between, 1);
        if (endsLoop && last !== 0) this.recorder.repeated(site, last, 0, 1, 1);
      }
      let from = 1;
      let to = endsLoop ? count - 1 : count;
      if (first === middle) from = 0;
      else if (first !== 0) this.tally.reads(site, start, first, 0, 1);
      if (endsLoop && last === middle) to = count;
      else if (endsLoop && last !== 0 && count > 1) this.tally.reads(site, start + count - 1, last, 0, 1);
      if (middle !== 0 && to > from) this.tally.reads(site, start + from, middle, 0, to - from);
    }
  }

  private noteLive(
    template: RecordTemplate,
    start: number,
    done: number,
    here: number,
    isLast: boolean,
    liveBefore: number,
  ): void {
    const { tally } = this;
    let from = 0;
    let to = here;
    // Streams that stay are off the stack by now, so the first record is counted from the stack before the run.
    if (done === 0) {
      tally.live(start, liveBefore + template.peakFirst, 0, 1);
      from = 1;
    }
    const live = this.stack.size;
    const change = template.survivors.length - template.moving.length;
    if (isLast && to > from) {
      to--;
      tally.live(start + done + to, live + to * change + template.peakLast, 0, 1);
    }
    if (to > from) {
      tally.live(start + done + from, live + from * change + template.peakMiddle, change, to - from);
    }
  }

  /** Takes the sources of a segment off and puts its survivors on top, as part of the run's block where there is one. */
  private move(body: PlannedBody, template: RecordTemplate, done: number, here: number): void {
    const { stack, piece, address, left } = this;
    const { moving, survivors, isSource, isSurvivor } = template;
    for (let i = 0; i < moving.length; i++) {
      const s = moving[i];
      left[i] = stack.block[piece[s]];
      const taken = takeAligned(stack, this, s, done, here);
      if (taken !== NONE && !isSurvivor[i]) {
        const { stride } = body.streams[s];
        stack.setOwner(address[s] + done * stride, stride, here, NONE);
        stack.freePiece(taken);
      }
      piece[s] = taken;
    }
    // Only now: a join before the last source is out could change the number of its piece.
    if (done > 0) for (let i = 0; i < moving.length; i++) if (stack.width[left[i]] > 0) stack.joinBelow(left[i]);
    if (survivors.length === 0) return;
    if (template.leavesGhosts) {
      // What the last record leaves is put there with its overlay.
      if (here > 1) stack.pushGhosts((here - 1) * survivors.length);
      return;
    }
    if (this.runBlock !== NONE && stack.records[this.runBlock] >= here) {
      this.extend(body, template, done, here);
      return;
    }
    const block = stack.newBlock(here);
    let last = NONE;
    for (let i = 0; i < survivors.length; i++) {
      const s = survivors[i];
      if (s === GHOST) {
        const ghosts = stack.newPiece(GHOST, 0, here);
        stack.addPiece(block, last, ghosts);
        last = ghosts;
        continue;
      }
      const { stride } = body.streams[s];
      const first = address[s] + done * stride;
      let own: number;
      if (isSource[i] && piece[s] !== NONE) {
        own = piece[s];
        stack.base[own] = first;
        stack.stride[own] = stride;
      } else own = stack.newPiece(first, stride, here);
      stack.addPiece(block, last, own);
      last = own;
    }
    stack.order.append(block, here * survivors.length);
    if (this.runBlock !== NONE) stack.join(this.runBlock, block);
    this.runBlock = block;
  }

  /** Adds the survivors of a segment to the run's block. */
  private extend(body: PlannedBody, template: RecordTemplate, done: number, here: number): void {
    const { stack, piece, address, runBlock } = this;
    const { survivors, isSource } = template;
    let own = stack.lowest[runBlock];
    for (let i = 0; i < survivors.length; i++, own = stack.next[own]) {
      const s = survivors[i];
      if (s === GHOST) continue;
      const { stride } = body.streams[s];
      stack.setOwner(address[s] + done * stride, stride, here, own);
      if (isSource[i] && piece[s] !== NONE) stack.freePiece(piece[s]);
    }
    stack.records[runBlock] += here;
    stack.order.add(runBlock, here * survivors.length);
  }

  /** Notes a single record: everything it takes is read as by a first one. */
  private noteOne(body: PlannedBody, template: RecordTemplate): void {
    const { recorder } = this;
    this.noteFirst(body, template, true);
    this.notes.endSegment(1);
    for (const { site, first } of template.inside) if (first !== 0) recorder.repeated(site, first, 0, 1, 1);
  }

  /**
   * Notes what the first record takes from streams that stay (or, where it is the only one, from any), while all still
   * lies there.
   */
  private noteFirst(body: PlannedBody, template: RecordTemplate, isOnly: boolean): void {
    const { notes } = this;
    notes.beginRun(body.streams.length);
    for (const s of template.staying) notes.stream(body, s, 0, true);
    if (isOnly) for (const s of template.moving) notes.stream(body, s, 0, true);
    for (const read of template.outside) {
      if (!isOnly && body.streams[read.stream].stride !== 0) continue;
      const { site, stream, takenFirst } = read;
      if (read.isArgument) {
        notes.argument(body, stream, site, 0, 1, this.depthAmongArguments(this.address[stream]));
        continue;
      }
      const first = this.depthInFirst(template, read);
      notes.read({ site, of: stream, first, middle: first, slope: 0, last: 0, takenFirst, takenLater: 0 });
    }
  }
}
