import { alignBlocks, takeAligned } from '../../stack/block-alignment.ts';
import type { BlockStack } from '../../stack/block-stack.ts';
import type { LoopRecorder, NotedRead, NotedStream, OldSegment, OldStream } from '../notes/loop-notes.ts';
import { LoopNotes, stepAt } from '../notes/loop-notes.ts';
import { CALL_ENDS } from '../plan/grouped-nest.ts';
import type { OperandGroup } from '../plan/operand-groups.ts';
import type { PlannedLoop } from '../plan/planned-nodes.ts';
import { MAX_STREAMS } from '../plan/planned-nodes.ts';
import type { ValueLifetimes } from '../plan/value-lifetimes.ts';
import type { SlicedTally, SliceShare } from '../records/sliced-tally.ts';
import { LoopWindow } from './loop-window.ts';

const NONE = -1;

/** Loops with fewer iterations are executed. */
const LEAST_TRIP = 5;

/** A loop is executed where an iteration reads old elements in more segments than this share of its runs. */
const WORTHWHILE = 0.7;
const PATIENCE = 32;

/** How a loop runs its iterations and which slice of the call they belong to. */
export interface IterationRunner {
  iterate(v: number): void;
  sliceOf(v: number): number;
}

/**
 * Executes loops without running through all of their iterations. The first two are executed and the second is
 * recorded; of those up to the one before the last, only the reads of elements are carried out that the loop had not
 * touched before, and the last is executed again. Exact under the conditions that `run` and `canRepeat` check; the
 * proof is in DESIGN.md.
 */
export class LoopSkipper {
  private readonly stack: BlockStack;
  private readonly tally: SlicedTally;
  private readonly recorder: LoopRecorder;
  private readonly lifetimes: ValueLifetimes;
  private readonly argumentDepth: Int32Array | null;
  private call = 0;
  private groups: readonly OperandGroup[] = [];
  /** By loop of the call: how much more often it was not worth it than it was. */
  private readonly failures = new Map<PlannedLoop, number>();
  readonly address = new Int32Array(MAX_STREAMS);
  readonly stride = new Int32Array(MAX_STREAMS);
  readonly piece = new Int32Array(MAX_STREAMS);
  private readonly depth = new Int32Array(MAX_STREAMS);
  private readonly depthFirst = new Int32Array(MAX_STREAMS);
  private readonly isMoving = new Uint8Array(MAX_STREAMS);

  constructor(
    stack: BlockStack,
    tally: SlicedTally,
    recorder: LoopRecorder,
    lifetimes: ValueLifetimes,
    argumentDepth: Int32Array | null,
  ) {
    this.stack = stack;
    this.tally = tally;
    this.recorder = recorder;
    this.lifetimes = lifetimes;
    this.argumentDepth = argumentDepth;
  }

  beginCall(call: number, groups: readonly OperandGroup[]): void {
    this.call = call;
    this.groups = groups;
    this.failures.clear();
  }

  /** Whether the flags of what a loop touches are the same in all of its iterations but the last. */
  canSkip(loop: PlannedLoop, trip: number): boolean {
    if (trip < LEAST_TRIP || (this.failures.get(loop) ?? 0) > PATIENCE) return false;
    const { earliest, latest } = this.lifetimes;
    return loop.streams.every((stream) => {
      if (stream.overlaps) return false;
      if (stream.value === NONE || stream.after !== CALL_ENDS || stepAt(stream, loop.depth) === 0) return true;
      return earliest[stream.value] > this.call || latest[stream.value] <= this.call;
    });
  }

  /** Executes a loop that `canSkip`. */
  run(loop: PlannedLoop, trip: number, runner: IterationRunner): void {
    const { stack, recorder, groups } = this;
    const { depth } = loop;
    const loopStart = stack.mark();
    runner.iterate(0);
    const before = LoopWindow.above(stack, loopStart, groups, depth);
    const expected = before === null ? null : before.elements(1);
    const liveBefore = stack.size;
    const aboveBefore = stack.order.above(loopStart);
    const iterationStart = stack.mark();
    const level = new LoopNotes(depth, loopStart, iterationStart);
    recorder.levels.push(level);
    runner.iterate(1);
    recorder.levels.pop();
    const isWorthwhile = level.old.length <= WORTHWHILE * level.runs;
    this.failures.set(loop, (this.failures.get(loop) ?? 0) + (isWorthwhile ? -1 : 1));
    const window = expected === null || !isWorthwhile ? null : LoopWindow.above(stack, iterationStart, groups, depth);
    const skipped = trip - 3;
    let next = 2;
    if (window !== null && areEqual(window.elements(0), expected) && this.canRepeat(level, skipped)) {
      const growth = stack.order.above(loopStart) - aboveBefore;
      this.repeat(level, skipped, growth, stack.size - liveBefore, runner);
      window.advance(skipped);
      next += skipped;
    }
    stack.unmark(iterationStart);
    stack.unmark(loopStart);
    for (let v = next; v < trip; v++) runner.iterate(v);
  }

  /** Whether each skipped iteration finds on the stack what the recorded one found, and misses what that missed. */
  private canRepeat(level: LoopNotes, skipped: number): boolean {
    const { stack } = this;
    const holds = (address: number, stride: number, count: number, isThere: boolean): boolean => {
      for (let i = 0, at = address; i < count; i++, at += stride) if (stack.has(at) !== isThere) return false;
      return true;
    };
    for (let by = 1; by <= skipped; by++) {
      for (const { stream, address, stride, count } of level.absent) {
        if (!holds(address + by * stepAt(stream, level.depth), stride, count, false)) return false;
      }
      for (const { streams, count } of level.old) {
        for (const { stream, address, stride, stays } of streams) {
          const isSure = stream.offStack === 'error' || (stream.offStack === 'argument' && this.argumentDepth === null);
          if (isSure) continue;
          if (!holds(address + by * stepAt(stream, level.depth), stride, stays ? 1 : count, true)) return false;
        }
      }
    }
    return true;
  }

  /** Carries out the skipped iterations, but for the window on top of the stack, which stays as it is. */
  private repeat(level: LoopNotes, skipped: number, growth: number, liveGrowth: number, runner: IterationRunner): void {
    const { tally, recorder } = this;
    // Around loops of no iterations nothing happens, and no slice has seen an instruction.
    if (level.instructions === 0) return;
    const shares = slicesOf(skipped, runner);
    // What the loop touched before is read alike in every iteration: priced once, then shared among the slices.
    tally.inSlice(shares[0].slice);
    const before = tally.costs();
    const { repeated } = level;
    for (let i = 0; i < repeated.length; i += 5) {
      const all = repeated[i + 4] * skipped;
      tally.repeatedReads(repeated[i], repeated[i + 1], repeated[i + 2], repeated[i + 3], all);
      recorder.repeated(repeated[i], repeated[i + 1], repeated[i + 2], repeated[i + 3], all);
    }
    tally.share(before, shares);
    let by = 1;
    for (const { slice, times } of shares) {
      const last = by + times - 1;
      tally.inSlice(slice);
      tally.live(0, level.peak + (liveGrowth > 0 ? last : by) * liveGrowth, 0, 1);
      tally.instructions(level.instructions * times, 0, 1);
      for (; by <= last; by++) {
        this.repeatAbsent(level, by);
        for (const segment of level.old) this.repeatOld(level, segment, by, by * growth);
      }
    }
  }

  private repeatAbsent(level: LoopNotes, by: number): void {
    for (const stretch of level.absent) {
      const address = stretch.address + by * stepAt(stretch.stream, level.depth);
      const { site, stride, count } = stretch;
      if (site === NONE) {
        if (this.recorder.isActive) this.recorder.absent({ ...stretch, address });
        continue;
      }
      if (this.argumentDepth === null) throw new Error(`internal: argument address ${address} is not on the stack`);
      const depth = this.argumentDepth[address];
      this.tally.repeatedReads(site, depth, stride, count, 1);
      if (this.recorder.isActive) this.recorder.argument({ ...stretch, address }, depth);
    }
  }

  /** Reads old elements `by` iterations after the recorded one, with `growth` more elements above them. */
  private repeatOld(level: LoopNotes, segment: OldSegment, by: number, growth: number): void {
    const { stack, recorder, address, stride, depth, depthFirst, isMoving } = this;
    const { streams, reads, count } = segment;
    const above = stack.order.above(level.loopStart);
    if (count === 1 && !recorder.isActive) {
      this.repeatOldRecord(level, segment, by, growth - above);
      return;
    }
    const isRecording = recorder.isActive;
    const moving: number[] = [];
    let notes: NotedStream[] = [];
    if (isRecording) recorder.beginRun();
    for (const { number, stream, address: recorded, stride: step, stays } of streams) {
      address[number] = recorded + by * stepAt(stream, level.depth);
      stride[number] = step;
      depthFirst[number] = stack.depthOf(address[number]);
      isMoving[number] = stays ? 0 : 1;
      if (!stays) moving.push(number);
    }
    for (const { number } of streams) {
      depth[number] = depthFirst[number];
      for (const other of streams) {
        if (other.stays && depthFirst[other.number] < depthFirst[number]) depth[number]--;
      }
    }
    let noted: NotedRead[] = [];
    for (const read of reads) {
      if (isMoving[read.of] === 1) continue;
      const first = this.firstDepthOf(segment, read, above, growth);
      this.tally.repeatedReads(read.site, first, 0, 1, 1);
      if (isRecording) noted.push({ ...read, first, middle: first, slope: 0, last: 0 });
    }
    if (isRecording) this.noteStreams(streams, true, 0, notes);
    for (const { number, stays } of streams) if (stays) stack.remove(address[number]);
    if (moving.length === 0) {
      if (isRecording) recorder.segment({ count: 1, streams: notes, reads: noted });
      return;
    }
    for (let done = 0; done < count; ) {
      const here = alignBlocks(stack, this, moving, done, count - done);
      if (here === 0) throw new Error(`internal: call ${this.call} skips the read of an element that is not there`);
      if (done > 0) for (const s of moving) depth[s] = stack.depthOf(address[s] + done * stride[s]);
      if (isRecording) this.noteStreams(streams, false, done, notes);
      for (const read of reads) {
        const s = read.of;
        if (isMoving[s] === 0) continue;
        const block = stack.block[this.piece[s]];
        let slope = read.slope - stack.width[block];
        let middle = depth[s] - above + read.middle + done * read.slope + growth;
        for (const other of moving) {
          if (depth[other] >= depth[s]) continue;
          if (stack.block[this.piece[other]] !== block) slope--;
          if ((read.takenLater & (1 << other)) !== 0) middle--;
        }
        const hasFirst = done === 0 && !Number.isNaN(read.first);
        const hasLast = done + here === count && !Number.isNaN(read.last) && (!hasFirst || here > 1);
        const first = hasFirst ? this.firstDepthOf(segment, read, above, growth) : 0;
        const change = hasLast ? read.last - (read.middle + (count - 1) * read.slope) : 0;
        const last = hasLast ? middle + (here - 1) * slope + change : 0;
        if (hasFirst) this.tally.repeatedReads(read.site, first, 0, 1, 1);
        if (hasLast) this.tally.repeatedReads(read.site, last, 0, 1, 1);
        const from = hasFirst ? 1 : 0;
        const between = here - from - (hasLast ? 1 : 0);
        if (between > 0) this.tally.repeatedReads(read.site, middle + from * slope, slope, between, 1);
        if (isRecording) noted.push({ ...read, first, middle, slope, last });
      }
      if (isRecording) {
        recorder.segment({ count: here, streams: notes, reads: noted });
        notes = [];
        noted = [];
      }
      this.take(moving, done, here);
      done += here;
    }
  }

  /** Adds to `notes` where the streams that stay, or the others, lie at record `done`. */
  private noteStreams(streams: readonly OldStream[], staying: boolean, done: number, notes: NotedStream[]): void {
    const { stack, recorder, address, stride, depth, depthFirst } = this;
    for (const { number, stream, stays } of streams) {
      if (stays !== staying) continue;
      const at = address[number] + done * stride[number];
      const block = stack.block[stack.owner[at]];
      notes.push({
        number,
        stream,
        address: at,
        stride: stride[number],
        stays,
        block,
        width: stack.width[block],
        oldIn: recorder.oldIn(stream, block),
        depthFirst: depthFirst[number],
        depth: depth[number],
      });
    }
  }

  /** `repeatOld` of one record. `offset`: what the depths on the stack as it lies are to be corrected by. */
  private repeatOldRecord(level: LoopNotes, { streams, reads }: OldSegment, by: number, offset: number): void {
    const { stack, address, depthFirst } = this;
    for (let i = 0; i < streams.length; i++) {
      const { number, stream, address: recorded } = streams[i];
      address[number] = recorded + by * stepAt(stream, level.depth);
      depthFirst[number] = stack.depthOf(address[number]);
    }
    for (let i = 0; i < reads.length; i++) {
      const { site, of, first, middle, last, takenFirst, takenLater } = reads[i];
      const isFirst = !Number.isNaN(first);
      const own = depthFirst[of];
      let depth = own + offset + (isFirst ? first : Number.isNaN(last) ? middle : last);
      const taken = isFirst ? takenFirst : takenLater;
      if (taken !== 0) {
        for (let j = 0; j < streams.length; j++) {
          const { number } = streams[j];
          if ((taken & (1 << number)) !== 0 && depthFirst[number] < own) depth--;
        }
      }
      this.tally.repeatedReads(site, depth, 0, 1, 1);
    }
    for (let i = 0; i < streams.length; i++) stack.remove(address[streams[i].number]);
  }

  private firstDepthOf({ streams }: OldSegment, read: NotedRead, above: number, growth: number): number {
    const { depthFirst } = this;
    let depth = depthFirst[read.of] - above + read.first + growth;
    for (const { number } of streams) {
      if ((read.takenFirst & (1 << number)) !== 0 && depthFirst[number] < depthFirst[read.of]) depth--;
    }
    return depth;
  }

  /** Takes aligned blocks off the stack; what becomes of their elements is written by `LoopWindow.advance`. */
  private take(moving: readonly number[], done: number, here: number): void {
    const { stack, address, stride, piece } = this;
    const left = moving.map((s) => stack.block[piece[s]]);
    for (const s of moving) {
      const taken = takeAligned(stack, this, s, done, here);
      if (taken === NONE) continue;
      stack.setOwner(address[s] + done * stride[s], stride[s], here, NONE);
      stack.freePiece(taken);
    }
    if (done > 0) for (const block of left) if (stack.width[block] > 0) stack.joinBelow(block);
  }
}

/** The slices that the skipped iterations, from number 2 on, belong to, in order. */
function slicesOf(skipped: number, runner: IterationRunner): SliceShare[] {
  const shares: SliceShare[] = [];
  for (let by = 1; by <= skipped; ) {
    const slice = runner.sliceOf(1 + by);
    const first = by;
    while (by <= skipped && runner.sliceOf(1 + by) === slice) by++;
    shares.push({ slice, times: by - first });
  }
  return shares;
}

function areEqual(a: Int32Array, b: Int32Array | null): boolean {
  if (b === null || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
