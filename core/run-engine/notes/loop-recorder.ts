import type { BlockStack } from '../../stack/block-stack.ts';
import type { Stream } from '../plan/planned-nodes.ts';
import { stepAt } from '../plan/planned-nodes.ts';
import { loneNote } from './lone-note.ts';
import type {
  AbsentStretch,
  LoopNotes,
  NotedRead,
  NotedStream,
  SegmentNote,
  TakenSegment,
  TakenStream,
} from './loop-notes.ts';
import type { NotedDepths } from './noted-depths.ts';

/** Records the iterations of nested loops, each on its own level, while they are executed. */
export class LoopRecorder {
  readonly levels: LoopNotes[] = [];
  private readonly stack: BlockStack;

  constructor(stack: BlockStack) {
    this.stack = stack;
  }

  get isActive(): boolean {
    return this.levels.length > 0;
  }

  beginRun(): void {
    for (const level of this.levels) level.aboveFirst = this.stack.order.above(level.loopStart);
  }

  /** The levels for which a stream of a block is old. */
  oldIn(stream: Stream, block: number): number {
    const { levels, stack } = this;
    let bits = 0;
    for (let index = 0; index < levels.length; index++) {
      const { loopStart, depth } = levels[index];
      if (stack.order.isAbove(loopStart, block) && stepAt(stream, depth) !== 0) bits |= 1 << index;
    }
    return bits;
  }

  repeated(site: number, first: number, slope: number, count: number, times: number): void {
    for (const level of this.levels) {
      if (level.isFull) continue;
      level.repeated.enter(site, first, slope, count, times);
      level.limit();
    }
  }

  /** The same for the levels without a bit in `oldIn`. */
  repeatedIn(oldIn: number, site: number, first: number, slope: number, count: number): void {
    for (let index = 0; index < this.levels.length; index++) {
      const level = this.levels[index];
      if (level.isFull || (oldIn & (1 << index)) !== 0) continue;
      level.repeated.enter(site, first, slope, count, 1);
      level.limit();
    }
  }

  instructions(count: number): void {
    for (const level of this.levels) level.instructions += count;
  }

  live(elements: number): void {
    for (const level of this.levels) if (elements > level.peak) level.peak = elements;
  }

  absent(stretch: AbsentStretch): void {
    for (const level of this.levels) {
      if (level.isFull || stepAt(stretch.stream, level.depth) === 0) continue;
      level.absent.push(stretch);
      level.limit();
    }
  }

  /** A stretch that is written over without being read. */
  buried(stream: Stream, address: number, stride: number, count: number): void {
    for (const level of this.levels) {
      if (level.isFull || stepAt(stream, level.depth) === 0) continue;
      level.buried.push({ stream, address, stride, count });
      level.limit();
    }
  }

  /** A stretch of an argument that was not read yet; `depth` is that of its first element. */
  argument(stretch: AbsentStretch, depth: number): void {
    for (const level of this.levels) {
      if (level.isFull) continue;
      if (stepAt(stretch.stream, level.depth) !== 0) level.absent.push(stretch);
      else level.repeated.enter(stretch.site, depth, stretch.stride, stretch.count, 1);
      level.limit();
    }
  }

  segment(note: TakenSegment): void {
    const { streams, reads, count } = note;
    const { levels } = this;
    let oldSomewhere = 0;
    for (let i = 0; i < streams.length; i++) oldSomewhere |= streams[i].oldIn;
    for (let index = 0; index < levels.length; index++) {
      const level = levels[index];
      if (level.isFull) continue;
      const bit = 1 << index;
      for (let r = 0; r < reads.length; r++) {
        const own = streamOf(streams, reads[r].of);
        const { site, first, middle, slope, last } = reads[r];
        if ((own.oldIn & bit) === 0) repeat(level.repeated, site, first, middle, slope, last, own.stays ? 1 : count);
      }
      if ((oldSomewhere & bit) === 0) level.limit();
      else level.enterOld({ times: 1, slope: 0, segments: [this.oldSegment(level, note, bit)] });
    }
  }

  /**
   * `count` reads of one operand alone, of a stream that lies in a block from `address` on, the first element at a depth on
   * the stack as it lies. Numbers in place of an object: there are as many as segments are skipped.
   */
  lone(
    block: number,
    position: number,
    own: NotedStream,
    address: number,
    count: number,
    read: NotedRead,
    first: number,
    middle: number,
    slope: number,
    last: number,
  ): void {
    const { levels, stack } = this;
    const oldIn = this.oldIn(own.stream, block);
    const width = stack.width[block];
    for (let index = 0; index < levels.length; index++) {
      const level = levels[index];
      if (level.isFull) continue;
      if ((oldIn & (1 << index)) === 0) {
        repeat(level.repeated, read.site, first, middle, slope, last, count);
        level.limit();
      } else {
        const above = stack.order.above(level.loopStart) - position;
        const depths = { first, middle, slope, last };
        level.enterOld(loneNote(own, address, count, read, depths, above, width));
      }
    }
  }

  /** What is old in a segment, for the level of a bit: see `LoopNotes.old`. */
  private oldSegment(level: LoopNotes, note: TakenSegment, bit: number): SegmentNote {
    const { count } = note;
    const streams = note.streams.filter(({ oldIn }) => (oldIn & bit) !== 0);
    const reads = note.reads.filter(({ of }) => streams.some(({ number }) => number === of));
    const above = this.stack.order.above(level.loopStart);
    return {
      count,
      streams,
      reads: reads.map((read): NotedRead => {
        const own = streamOf(streams, read.of);
        // What lies above and is old itself is taken out of the depths here, and looked up when they are used.
        const takenFirst = streams.filter(
          ({ number, depthFirst }) => (read.takenFirst & (1 << number)) !== 0 && depthFirst < own.depthFirst,
        ).length;
        const takenLater = streams.filter(
          ({ number, depth, stays }) => !stays && (read.takenLater & (1 << number)) !== 0 && depth < own.depth,
        ).length;
        const others = streams.filter(
          ({ stays, block, depth }) => !stays && block !== own.block && depth < own.depth,
        ).length;
        const middle = read.middle + takenLater - own.depth + above;
        const slope = read.slope + own.width + others;
        const end = count - 1;
        return {
          ...read,
          first: read.first + takenFirst - own.depthFirst + level.aboveFirst,
          middle,
          slope,
          last: middle + end * slope + read.last - (read.middle + end * read.slope),
        };
      }),
    };
  }
}

/** The stream of this number. */
function streamOf(streams: readonly TakenStream[], number: number): TakenStream {
  for (let i = 0; i < streams.length; i++) if (streams[i].number === number) return streams[i];
  throw new Error(`internal: stream ${number} is read and not noted`);
}

/** Enters the reads of one operand over `count` records. */
function repeat(
  into: NotedDepths,
  site: number,
  first: number,
  middle: number,
  slope: number,
  last: number,
  count: number,
): void {
  let from = 0;
  let to = count;
  if (!Number.isNaN(first)) {
    into.enter(site, first, 0, 1, 1);
    from = 1;
  }
  if (!Number.isNaN(last) && to > from) {
    to--;
    into.enter(site, last, 0, 1, 1);
  }
  if (to > from) into.enter(site, middle + from * slope, slope, to - from, 1);
}
