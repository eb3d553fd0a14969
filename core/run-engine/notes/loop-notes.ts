import type { Stream } from '../plan/planned-nodes.ts';
import { NotedDepths } from './noted-depths.ts';

/** A stream that a segment of a run, or a record, takes from the stack. */
export interface NotedStream {
  readonly number: number;
  readonly stream: Stream;
  readonly address: number;
  readonly stride: number;
  /** Touched in the first record only. */
  readonly stays: boolean;
}

/** One that is being taken. */
export interface TakenStream extends NotedStream {
  /** Its block, and the pieces in it. */
  readonly block: number;
  readonly width: number;
  /** A bit for each level that has not touched it before. */
  readonly oldIn: number;
  /** Depth on the stack as it lies: before the run began, and when the segment began. */
  readonly depthFirst: number;
  readonly depth: number;
}

/** Depths in records one after the other: in record t `middle + t * slope`, but `first` in the first and `last` in the last. NaN: that record is as the others. */
export interface RecordDepths {
  readonly first: number;
  readonly middle: number;
  readonly slope: number;
  readonly last: number;
}

/** One operand in the records of a segment. */
export interface NotedRead extends RecordDepths {
  readonly site: number;
  /** The number of its stream. */
  readonly of: number;
  /** Streams (a bit each) that earlier instructions took: in the first record, and in each later one. */
  readonly takenFirst: number;
  readonly takenLater: number;
}

export interface TakenSegment {
  readonly count: number;
  readonly streams: readonly TakenStream[];
  readonly reads: readonly NotedRead[];
}

export interface SegmentNote {
  readonly count: number;
  readonly streams: readonly NotedStream[];
  readonly reads: readonly NotedRead[];
}

/**
 * Segments of an iteration, as many times over as it was repeated by a loop inside (D64): time b finds its elements b steps
 * further, each stream's `stride` away, and `b * slope` more elements above them. Where `times` is not 1, segments are of
 * one record.
 */
export interface OldNote {
  readonly times: number;
  readonly slope: number;
  readonly segments: readonly SegmentNote[];
}

/** Elements of a stream, in order. */
export interface Stretch {
  readonly stream: Stream;
  readonly address: number;
  readonly stride: number;
  readonly count: number;
}

/** A stretch of a stream that finds nothing on the stack. */
export interface AbsentStretch extends Stretch {
  /** Of an argument not read yet: the site that reads it, else -1. */
  readonly site: number;
}

/**
 * Numbers that the notes of one iteration may take. What is noted beyond would be slower to repeat than to execute, and
 * outgrows arrays: loops of few iterations, each inside the other, are executed and noted run by run.
 */
const MOST_NOTED = 2 ** 25;
/** Numbers that a read, a segment, and a stretch take about. */
const OF_READ = 8;
const OF_SEGMENT = 64;
const OF_STRETCH = 8;

/** What one iteration of a loop does, for repeating it elsewhere (D20). */
export class LoopNotes {
  readonly depth: number;
  /** A marker on the stack, below everything that the loop has touched. */
  readonly loopStart: number;
  /** Reads of what the loop touched before. */
  readonly repeated = new NotedDepths();
  /**
   * Segments with elements that the loop had not touched before: these streams and their reads alone. The depths of the
   * reads are less all elements above that the loop had not touched either: those are looked up.
   */
  readonly old: OldNote[] = [];
  /** How many segments these are, each counted once. */
  oldSegments = 0;
  readonly absent: AbsentStretch[] = [];
  /** What is written over without being read: its old versions die where they lie (D22). */
  readonly buried: Stretch[] = [];
  instructions = 0;
  peak = 0;
  /** Elements above `loopStart` when the present run began. */
  aboveFirst = 0;
  /** Whether the iteration does too much to be noted: nothing is. */
  isFull = false;

  constructor(depth: number, loopStart: number) {
    this.depth = depth;
    this.loopStart = loopStart;
  }

  enterOld(note: OldNote): void {
    this.old.push(note);
    this.oldSegments += note.segments.length;
    this.limit();
  }

  /** Gives up where there is more than `most`. To be called after each note. */
  limit(most = MOST_NOTED): void {
    const { repeated, old, absent, buried } = this;
    if (OF_READ * repeated.count + OF_SEGMENT * this.oldSegments + OF_STRETCH * (absent.length + buried.length) <= most)
      return;
    this.isFull = true;
    repeated.clear();
    old.length = 0;
    this.oldSegments = 0;
    absent.length = 0;
    buried.length = 0;
  }
}
