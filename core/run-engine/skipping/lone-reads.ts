import type { FirstReads } from '../../first-reads/first-reads.ts';
import type { LoopNotes, NotedRead, NotedStream } from '../notes/loop-notes.ts';
import { stepAt } from '../plan/planned-nodes.ts';
import type { RunContext } from '../records/run-context.ts';

const NONE = -1;

/**
 * Carries out segments of skipped iterations in which one operand reads one stream: nearly all of those that products have.
 * Nothing else is taken, so that depths follow from the block that the stream lies in, and it leaves the block where it lies,
 * record by record or as a whole: nothing is cut for it (D78).
 */
export class LoneReads {
  private readonly context: RunContext;

  constructor(context: RunContext) {
    this.context = context;
  }

  /**
   * Reads `count` elements of a stream `by` iterations after the recorded one, of what a loop inside repeated at time `b`.
   * `offset`: what depths on the stack as it lies are to be corrected by.
   */
  repeat(
    loop: LoopNotes,
    own: NotedStream,
    read: NotedRead,
    count: number,
    by: number,
    b: number,
    offset: number,
  ): void {
    const { stack, sliced, recorder, firstReads } = this.context;
    const { stream, stride } = own;
    const { site, first, last } = read;
    const end = read.middle + (count - 1) * read.slope;
    let at = own.address + by * stepAt(stream, loop.depth) + b * stride;
    for (let done = 0; done < count; ) {
      const piece = stack.owner[at];
      if (piece === NONE) throw new Error('internal: the read of an element is skipped that is not there');
      const block = stack.block[piece];
      const width = stack.width[block];
      const room = stack.stride[piece] === stride ? stack.records[block] - stack.recordOf(piece, at) : 1;
      const here = Math.min(room, count - done);
      const position = stack.depthOf(at);
      const hasFirst = done === 0 && !Number.isNaN(first);
      const hasLast = done + here === count && !Number.isNaN(last) && (!hasFirst || here > 1);
      const middle = position + offset + read.middle + done * read.slope;
      const slope = read.slope - width;
      const firstDepth = position + offset + first;
      const lastDepth = middle + (here - 1) * slope + last - end;
      const from = hasFirst ? 1 : 0;
      const between = here - from - (hasLast ? 1 : 0);
      if (hasFirst) sliced.repeatedReads(site, firstDepth, 0, 1, 1);
      if (hasLast) sliced.repeatedReads(site, lastDepth, 0, 1, 1);
      if (between > 0) sliced.repeatedReads(site, middle + from * slope, slope, between, 1);
      if (firstReads?.isUnread(at) === true) {
        const bit = 1 << own.number;
        if (hasFirst) keep(firstReads, bit, read.takenFirst, at, 0, firstDepth, 0, 1);
        if (between > 0) {
          keep(firstReads, bit, read.takenLater, at + from * stride, stride, middle + from * slope, slope, between);
        }
        if (hasLast) keep(firstReads, bit, read.takenLater, at + (here - 1) * stride, 0, lastDepth, 0, 1);
      }
      if (recorder.isActive) {
        const ownFirst = hasFirst ? firstDepth : Number.NaN;
        const ownLast = hasLast ? lastDepth : Number.NaN;
        recorder.lone(block, position, own, at, here, read, ownFirst, middle, slope, ownLast);
      }
      const left = stack.removeRecords(at, stride, here);
      // What a part has been taken out of may continue what the part before has been taken out of.
      if (done > 0 && left !== NONE) stack.joinBelow(left);
      done += here;
      at += here * stride;
    }
  }
}

function keep(
  firstReads: FirstReads,
  bit: number,
  taken: number,
  at: number,
  stride: number,
  depth: number,
  slope: number,
  count: number,
): void {
  firstReads.open(count);
  firstReads.read(bit, taken, at, stride, depth, slope);
  firstReads.close();
}
