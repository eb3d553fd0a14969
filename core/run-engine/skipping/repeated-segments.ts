import type { LoopNotes, NotedRead, OldNote, SegmentNote } from '../notes/loop-notes.ts';
import { stepAt } from '../plan/planned-nodes.ts';
import type { RunContext } from '../records/run-context.ts';
import type { OldReads } from './old-reads.ts';

const NONE = -1;

/** Fewer records are as fast one by one. */
const LEAST_RECORDS = 4;

/**
 * Carries out, in one skipped iteration, what a loop inside repeated, where its old elements lie along the records of each time
 * and not along the times: a segment each time, in place of single elements (D70).
 */
export class RepeatedSegments {
  private readonly context: RunContext;
  private readonly oldReads: OldReads;
  /** Of notes that were met: a segment for each time, or none. */
  private readonly segments = new WeakMap<OldNote, readonly SegmentNote[]>();

  constructor(context: RunContext, oldReads: OldReads) {
    this.context = context;
    this.oldReads = oldReads;
  }

  /** Whether a note can be carried out `by` iterations after the recorded one. */
  canRepeat(loop: LoopNotes, note: OldNote, by: number): boolean {
    const segments = this.segmentsOf(note);
    if (segments.length === 0) return false;
    const { stack } = this.context;
    const [{ stream, address, stride }] = segments[0].streams;
    const piece = stack.owner[address + by * stepAt(stream, loop.depth)];
    return piece !== NONE && stack.stride[piece] === stride && stack.records[stack.block[piece]] > 1;
  }

  /** Reads what a note says, with `growth` more elements above in each iteration. False: it did not. */
  repeat(loop: LoopNotes, note: OldNote, by: number, growth: number): boolean {
    if (!this.canRepeat(loop, note, by)) return false;
    const segments = this.segmentsOf(note);
    for (let b = 0; b < segments.length; b++) {
      this.oldReads.repeat(loop, segments[b], by, by * growth + b * note.slope, 0);
    }
    return true;
  }

  private segmentsOf(note: OldNote): readonly SegmentNote[] {
    let segments = this.segments.get(note);
    if (segments === undefined) {
      segments = segmentsByTime(note);
      this.segments.set(note, segments);
    }
    return segments;
  }
}

/** Each time of a note as one segment, or nothing where its records are not evenly apart or read otherwise. */
function segmentsByTime({ times, segments }: OldNote): SegmentNote[] {
  if (segments.length < LEAST_RECORDS || segments.some(({ streams }) => streams.length !== 1)) return [];
  const [first, second] = segments;
  const [own] = first.streams;
  const step = second.streams[0].address - own.address;
  const areApart = segments.every(({ streams: [{ stream, address, stride }], reads }, r) => {
    if (stream !== own.stream || address !== own.address + r * step || stride !== own.stride) return false;
    return reads.length === first.reads.length && reads.every(({ site }, i) => site === first.reads[i].site);
  });
  const reads = areApart ? readsOfAll(segments) : null;
  if (reads === null) return [];
  return Array.from({ length: times }, (_, b) => ({
    count: segments.length,
    streams: [{ ...own, address: own.address + b * own.stride, stride: step }],
    reads,
  }));
}

/** The reads of records together, of which the first and the last may be other than those between; null where more are. */
function readsOfAll(segments: readonly SegmentNote[]): NotedRead[] | null {
  const last = segments.length - 1;
  const reads = segments[1].reads.map((read, i): NotedRead => {
    const slope = segments[2].reads[i].middle - read.middle;
    return {
      ...read,
      first: segments[0].reads[i].middle,
      middle: read.middle - slope,
      slope,
      last: segments[last].reads[i].middle,
    };
  });
  const areEven = reads.every(({ middle, slope }, i) =>
    segments.every(({ reads }, r) => r === 0 || r === last || reads[i].middle === middle + r * slope),
  );
  if (!areEven) return null;
  const isFirstEven = reads.every(({ first, middle }) => first === middle);
  const isLastEven = reads.every((read) => read.last === read.middle + last * read.slope);
  return reads.map((read) => ({
    ...read,
    first: isFirstEven ? Number.NaN : read.first,
    last: isLastEven ? Number.NaN : read.last,
  }));
}
