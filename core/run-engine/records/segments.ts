import type { FirstReads } from '../../first-reads/first-reads.ts';
import type { BlockStack } from '../../stack/block-stack.ts';
import { GHOST } from '../../stack/block-table.ts';
import { StreamSweep } from '../../stack/stream-sweep.ts';
import type { StreamWalker } from '../../stack/stream-walker.ts';
import type { LoopRecorder } from '../notes/loop-recorder.ts';
import type { PlannedBody } from '../plan/planned-nodes.ts';
import { pushOverlay } from './overlay.ts';
import { ReadPricer } from './read-pricer.ts';
import type { RecordTemplate } from './record-template.ts';
import type { RunContext } from './run-context.ts';
import type { SlicedTally } from './sliced-tally.ts';

const NONE = -1;

/**
 * Executes runs on a block stack (D17). A run is cut into segments, in each of which every stream that moves on eats
 * one whole block; then the depths of its reads are affine in the record. O(segments * log blocks); elements are
 * touched one by one only where they come to life, die, or change their piece.
 */
export class Segments {
  private readonly stack: BlockStack;
  private readonly sliced: SlicedTally;
  private readonly walker: StreamWalker;
  private readonly reads: ReadPricer;
  private readonly sweep: StreamSweep;
  private readonly recorder: LoopRecorder;
  private readonly firstReads: FirstReads | null;
  /** What the run at hand has left so far, -1 for nothing but ghosts. */
  private runBlock = NONE;

  constructor(context: RunContext) {
    this.stack = context.stack;
    this.sliced = context.sliced;
    this.walker = context.walker;
    this.reads = new ReadPricer(context);
    this.sweep = new StreamSweep(context.stack, context.walker);
    this.recorder = context.recorder;
    this.firstReads = context.firstReads;
  }

  /** Prices one record, the loop's number `record`, at which the walker stands. */
  one(body: PlannedBody, template: RecordTemplate, record: number): void {
    const { stack, sliced, walker } = this;
    const { address } = walker;
    const { moving, staying, orderLast } = template;
    sliced.live(record, stack.size + template.peakFirst, 0, 1);
    sliced.instructions(body.instructions.length, record, 1);
    walker.lookUp(moving);
    walker.lookUp(staying);
    this.reads.one(body, template, record);
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
   * Prices up to `count` records, at least two, the first of them the loop's number `start`, at which the walker
   * stands; fewer where a stream meets an element that is not on the stack. Returns their number.
   */
  several(body: PlannedBody, template: RecordTemplate, start: number, count: number, reachesEnd: boolean): number {
    const { stack, sliced, walker } = this;
    const { moving, staying } = template;
    const liveBefore = stack.size;
    walker.lookUp(moving);
    walker.lookUp(staying);
    this.reads.first(body, template, start);
    walker.takeStaying(staying, moving);
    this.runBlock = NONE;
    let done = 0;
    while (done < count) {
      const here = walker.align(moving, done, count - done);
      if (here === 0) break;
      const isLast = reachesEnd && done + here === count;
      this.reads.segment(body, template, start, done, here, isLast);
      this.noteLive(template, start, done, here, isLast, liveBefore);
      this.move(template, done, here);
      done += here;
      // The last record is not as the others.
      const others = reachesEnd ? count - done - 1 : count - done;
      if (here === 1 && others > 0 && template.canSweep && !this.recorder.isActive) {
        done += this.sweepOver(template, start, done, others);
      }
    }
    const endsLoop = reachesEnd && done === count;
    this.reads.inside(template, start, done, endsLoop);
    sliced.instructions(body.instructions.length, start, done);
    pushOverlay(stack, walker, template, endsLoop ? template.orderLast : template.orderMiddle, this.runBlock, done);
    return done;
  }

  /** Prices records that take single elements, as many of `limit` as can be told together. Returns their number. */
  private sweepOver(template: RecordTemplate, start: number, done: number, limit: number): number {
    const { stack, sliced, walker, sweep, firstReads } = this;
    const { moving, survivors, outside } = template;
    // What nothing has read yet lies below all else, and is noted one by one.
    const deepest = firstReads === null ? Number.MAX_SAFE_INTEGER : firstReads.above();
    const count = sweep.find(moving, done, limit, deepest);
    if (count === 0) return 0;
    for (let i = 0; i < outside.length; i++) {
      const { site, stream, overlayMiddle, takenLater } = outside[i];
      if (walker.stride[stream] === 0) continue;
      const positions = sweep.positions[stream];
      let known = overlayMiddle;
      for (let j = 0; takenLater !== 0 && j < moving.length; j++) {
        if ((takenLater & (1 << moving[j])) !== 0 && sweep.positions[moving[j]][0] < positions[0]) known--;
      }
      const slope = survivors.length - sweep.takenAbove[stream];
      for (let t = 0; t < count; ) {
        const change = t + 1 < count ? positions[t + 1] - positions[t] : 0;
        let n = 1;
        while (t + n < count && positions[t + n] - positions[t + n - 1] === change) n++;
        sliced.reads(site, start + done + t, positions[t] + known + t * slope, change + slope, n);
        t += n;
      }
    }
    sliced.live(start + done, stack.size + template.peakMiddle, survivors.length - moving.length, count);
    sweep.remove(moving, done, count);
    if (survivors.length > 0) this.extend(template, done, count);
    return count;
  }

  private noteLive(
    template: RecordTemplate,
    start: number,
    done: number,
    here: number,
    isLast: boolean,
    liveBefore: number,
  ): void {
    const { sliced, stack } = this;
    let from = 0;
    let to = here;
    // Streams that stay are off the stack by now, so the first record is counted from the stack before the run.
    if (done === 0) {
      sliced.live(start, liveBefore + template.peakFirst, 0, 1);
      from = 1;
    }
    const live = stack.size;
    const change = template.survivors.length - template.moving.length;
    if (isLast && to > from) {
      to--;
      sliced.live(start + done + to, live + to * change + template.peakLast, 0, 1);
    }
    if (to > from) {
      sliced.live(start + done + from, live + from * change + template.peakMiddle, change, to - from);
    }
  }

  /**
   * Takes the sources of a segment off and puts its survivors on top, as part of the run's block where there is one.
   */
  private move(template: RecordTemplate, done: number, here: number): void {
    const { stack, walker } = this;
    const { moving, survivors, isSurvivor } = template;
    walker.take(moving, done, here);
    for (let i = 0; i < moving.length; i++) if (!isSurvivor[i]) walker.drop(moving[i], done, here);
    if (survivors.length === 0) return;
    if (template.leavesGhosts) {
      // What the last record leaves is put there with its overlay.
      if (here > 1) stack.pushGhosts((here - 1) * survivors.length);
    } else if (this.runBlock !== NONE && stack.records[this.runBlock] >= here) this.extend(template, done, here);
    else this.putBlock(template, done, here);
  }

  /** Puts the survivors of a segment on top and joins what the run has left before. */
  private putBlock({ survivors, isSource }: RecordTemplate, done: number, here: number): void {
    const { stack, walker } = this;
    const { address, stride, piece } = walker;
    const block = stack.newBlock(here);
    let last = NONE;
    for (let i = 0; i < survivors.length; i++) {
      const s = survivors[i];
      let own: number;
      if (s === GHOST) own = stack.newPiece(GHOST, 0, here);
      else {
        const first = address[s] + done * stride[s];
        own = isSource[i] ? piece[s] : NONE;
        if (own === NONE) own = stack.newPiece(first, stride[s], here);
        else stack.restart(own, first, stride[s]);
      }
      last = stack.addPiece(block, last, own);
    }
    stack.put(block);
    if (this.runBlock !== NONE) stack.join(this.runBlock, block);
    this.runBlock = block;
  }

  /** Adds the survivors of a segment to the run's block. */
  private extend({ survivors, isSource }: RecordTemplate, done: number, here: number): void {
    const { stack, walker } = this;
    const { address, stride, piece } = walker;
    const { runBlock } = this;
    let own = stack.lowest[runBlock];
    for (let i = 0; i < survivors.length; i++, own = stack.next[own]) {
      const s = survivors[i];
      if (s === GHOST) continue;
      stack.setOwner(address[s] + done * stride[s], stride[s], here, own);
      if (isSource[i] && piece[s] !== NONE) stack.freePiece(piece[s]);
    }
    stack.extend(runBlock, here);
  }
}
