import type { BlockStack } from '../../stack/block-stack.ts';
import type { Stream } from '../plan/planned-nodes.ts';

/** A stream that a segment of a run, or a record, takes from the stack. */
export interface NotedStream {
  readonly number: number;
  readonly stream: Stream;
  readonly address: number;
  readonly stride: number;
  /** Touched in the first record only. */
  readonly stays: boolean;
  /** Its block, and the pieces in it. */
  readonly block: number;
  readonly width: number;
  /** A bit for each level that has not touched it in this iteration and never touched it before. */
  readonly oldIn: number;
  /** Depth on the stack as it lies: before the run began, and when the segment began. */
  readonly depthFirst: number;
  readonly depth: number;
}

/** The depths of one operand: of the first record (0: as the others), of record t `middle + t * slope`, of the last. */
export interface NotedRead {
  readonly site: number;
  /** The number of its stream. */
  readonly of: number;
  readonly first: number;
  readonly middle: number;
  readonly slope: number;
  readonly last: number;
  /** Streams (a bit each) that earlier instructions took: in the first record, and in each later one. */
  readonly takenFirst: number;
  readonly takenLater: number;
}

export interface SegmentNote {
  readonly count: number;
  readonly streams: readonly NotedStream[];
  readonly reads: readonly NotedRead[];
}

export interface OldStream {
  readonly number: number;
  readonly stream: Stream;
  readonly address: number;
  readonly stride: number;
  readonly stays: boolean;
}

/**
 * Reads of elements that the loop had not touched before. `first`, `middle`, `slope` and `last` say how many elements
 * lie above that the loop *has* touched; what else lies above is looked up. NaN: none apart.
 */
export interface OldSegment {
  readonly count: number;
  readonly streams: readonly OldStream[];
  readonly reads: readonly NotedRead[];
}

/** A stretch of a stream that finds nothing on the stack. */
export interface AbsentStretch {
  readonly stream: Stream;
  readonly address: number;
  readonly stride: number;
  readonly count: number;
  /** Of an argument not read yet: the site that reads it, else -1. */
  readonly site: number;
}

/** What one iteration of a loop does, for repeating it elsewhere. */
export class LoopNotes {
  readonly depth: number;
  /** Markers on the stack: below everything that the loop has touched, and below what this iteration has. */
  readonly loopStart: number;
  readonly iterationStart: number;
  /** Reads of what the loop touched before, five numbers each: site, first depth, slope, count, times. */
  readonly repeated: number[] = [];
  readonly old: OldSegment[] = [];
  readonly absent: AbsentStretch[] = [];
  /** Runs that were executed. */
  runs = 0;
  instructions = 0;
  peak = 0;
  /** Elements above `loopStart` when the present run began. */
  aboveFirst = 0;

  constructor(depth: number, loopStart: number, iterationStart: number) {
    this.depth = depth;
    this.loopStart = loopStart;
    this.iterationStart = iterationStart;
  }
}

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
    for (const level of this.levels) {
      level.runs++;
      level.aboveFirst = this.stack.order.above(level.loopStart);
    }
  }

  /** The levels for which a stream of a block is old. */
  oldIn(stream: Stream, block: number): number {
    let bits = 0;
    this.levels.forEach((level, index) => {
      const isBelow = this.stack.order.isAbove(level.iterationStart, block);
      if (isBelow && stepAt(stream, level.depth) !== 0) bits |= 1 << index;
    });
    return bits;
  }

  repeated(site: number, first: number, slope: number, count: number, times: number): void {
    for (const level of this.levels) level.repeated.push(site, first, slope, count, times);
  }

  instructions(count: number): void {
    for (const level of this.levels) level.instructions += count;
  }

  live(elements: number): void {
    for (const level of this.levels) if (elements > level.peak) level.peak = elements;
  }

  absent(stretch: AbsentStretch): void {
    for (const level of this.levels) if (stepAt(stretch.stream, level.depth) !== 0) level.absent.push(stretch);
  }

  /** A stretch of an argument that was not read yet; `depth` is that of its first element. */
  argument(stretch: AbsentStretch, depth: number): void {
    for (const level of this.levels) {
      if (stepAt(stretch.stream, level.depth) !== 0) level.absent.push(stretch);
      else level.repeated.push(stretch.site, depth, stretch.stride, stretch.count, 1);
    }
  }

  segment(note: SegmentNote): void {
    const { streams, reads, count } = note;
    const { levels } = this;
    let oldSomewhere = 0;
    for (let i = 0; i < streams.length; i++) oldSomewhere |= streams[i].oldIn;
    for (let index = 0; index < levels.length; index++) {
      const bit = 1 << index;
      const hasOld = (oldSomewhere & bit) !== 0;
      for (let r = 0; r < reads.length; r++) {
        const own = streamOf(streams, reads[r].of);
        if ((own.oldIn & bit) === 0) repeat(levels[index].repeated, reads[r], own.stays ? 1 : count);
      }
      if (hasOld) levels[index].old.push(this.oldSegment(levels[index], note, bit));
    }
  }

  private oldSegment(level: LoopNotes, note: SegmentNote, bit: number): OldSegment {
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
          first: read.first === 0 ? Number.NaN : read.first + takenFirst - own.depthFirst + level.aboveFirst,
          middle,
          slope,
          last: read.last === 0 ? Number.NaN : middle + end * slope + read.last - (read.middle + end * read.slope),
        };
      }),
    };
  }
}

/** The stream of this number. */
function streamOf(streams: readonly NotedStream[], number: number): NotedStream {
  for (let i = 0; i < streams.length; i++) if (streams[i].number === number) return streams[i];
  throw new Error(`internal: stream ${number} is read and not noted`);
}

/** Enters the reads of one operand over `count` records. */
function repeat(into: number[], { site, first, middle, slope, last }: NotedRead, count: number): void {
  let from = 0;
  let to = count;
  if (first !== 0) {
    into.push(site, first, 0, 1, 1);
    from = 1;
  }
  if (last !== 0 && to > from) {
    to--;
    into.push(site, last, 0, 1, 1);
  }
  if (to > from) into.push(site, middle + from * slope, slope, to - from, 1);
}

export function stepAt({ depths, steps }: Stream, depth: number): number {
  for (let i = 0; i < depths.length; i++) if (depths[i] === depth) return steps[i];
  return 0;
}
