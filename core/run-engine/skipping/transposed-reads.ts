import type { FirstReads } from '../../first-reads/first-reads.ts';
import { BlockDepths } from '../../stack/block-depths.ts';
import type { LoopNotes, NotedRead, NotedStream, OldNote, SegmentNote } from '../notes/loop-notes.ts';
import { noteRepeatedRows, touchedAbove } from '../notes/repeated-rows.ts';
import type { RunContext } from '../records/run-context.ts';
import { MOST_ROWS, OldRows } from './old-rows.ts';
import { removeRows } from './row-removal.ts';

const NONE = -1;

/** Fewer iterations at a time are not worth sorting the rows. */
const LEAST_CHUNK = 3;
/** Elements of a chunk. */
const MOST_ELEMENTS = 2 ** 21;

/** A stretch of skipped iterations in one slice of the call. */
export interface SliceSpan {
  readonly slice: number;
  readonly first: number;
  readonly times: number;
}

/**
 * Carries out the reads of old elements of many skipped iterations at once, row by row (D53): in iteration `by + b` the
 * element of a row lies at
 *
 *     depth(b) = position(b) - (before + b * above) + what the loop has touched by then
 *
 * so that wherever positions are affine in the iteration, depths are. 100 to 150 ns an element.
 */
export class TransposedReads {
  private readonly context: RunContext;
  private readonly depths: BlockDepths;

  constructor(context: RunContext) {
    this.context = context;
    this.depths = new BlockDepths(context.stack);
  }

  /**
   * Carries out the first of the `skipped` iterations, chunk by chunk, with `growth` more elements above from one to the
   * next. Returns how many; the others are not regular, or not worth it, and are still to be done. `singly`: about how many
   * reads, lookups and removals an iteration is if it is not.
   */
  repeat(notes: LoopNotes, skipped: number, growth: number, spans: readonly SliceSpan[], singly: number): number {
    const { stack, recorder, firstReads } = this.context;
    const count = OldRows.countOf(notes);
    // Long segments, and rows of an inner loop, are read faster as they are.
    if (skipped < LEAST_CHUNK || count > 2 * singly || count >= MOST_ROWS) return 0;
    const segments = segmentsOf(notes.old);
    const rows = new OldRows(stack, this.depths, segments, notes.depth, count);
    const most = Math.max(LEAST_CHUNK, Math.floor(MOST_ELEMENTS / count));
    let done = 0;
    let tried = most;
    while (skipped - done >= LEAST_CHUNK) {
      const by = 1 + done;
      const here = rows.find(by, Math.min(tried, skipped - done), recorder);
      if (here === 0) break;
      // Where rows go on otherwise after some iterations, as at the end of a tile, they will again.
      tried = Math.min(most, 2 * here);
      const offset = by * growth - stack.order.above(notes.loopStart);
      this.price(segments, rows, by, here, offset, growth, spans);
      if (recorder.isActive) {
        noteRepeatedRows(stack, recorder, { segments, rows, by, times: here, offset, slope: growth });
      }
      if (firstReads !== null) this.keep(firstReads, segments, rows, by, here, offset, growth);
      removeRows(stack, rows, by, here);
      done += here;
    }
    return done;
  }

  private price(
    segments: readonly SegmentNote[],
    rows: OldRows,
    by: number,
    here: number,
    offset: number,
    growth: number,
    spans: readonly SliceSpan[],
  ): void {
    const { positions, above, before, oldIn } = rows;
    let first = 0;
    for (const { count, streams, reads } of segments) {
      for (let c = 0; c < count; c++) {
        for (let i = 0; i < reads.length; i++) {
          const read = reads[i];
          const row = rowOf(streams, read.of, c, first);
          if (row === NONE) continue;
          const taken = takenBefore(read, streams, c, first, row, positions, here);
          const known = touchedAbove(read, c, count) + offset - before[row] - taken;
          this.priceRow(read.site, positions, row * here, here, by, known, growth - above[row], oldIn[row], spans);
        }
        for (let i = 0; i < streams.length; i++) if (c === 0 || !streams[i].stays) first++;
      }
    }
  }

  /** Tallies the `here` reads of a row whose positions begin at `start`, `known + b * slope` to be added to them. */
  private priceRow(
    site: number,
    positions: Int32Array,
    start: number,
    here: number,
    by: number,
    known: number,
    slope: number,
    oldIn: number,
    spans: readonly SliceSpan[],
  ): void {
    const { sliced, recorder } = this.context;
    for (let s = 0; s < spans.length; s++) {
      const { slice, first, times } = spans[s];
      const end = Math.min(here, first + times - by);
      let b = Math.max(0, first - by);
      if (b >= end) continue;
      sliced.inSlice(slice);
      while (b < end) {
        const at = start + b;
        const change = b + 1 < end ? positions[at + 1] - positions[at] : 0;
        let n = 1;
        while (b + n < end && positions[at + n] - positions[at + n - 1] === change) n++;
        const depth = positions[at] + known + b * slope;
        sliced.repeatedReads(site, depth, change + slope, n, 1);
        if (recorder.isActive) recorder.repeatedIn(oldIn, site, depth, change + slope, n);
        b += n;
      }
    }
  }

  /** Notes what a chunk reads first, as many iterations at a time as are alike. */
  private keep(
    firstReads: FirstReads,
    segments: readonly SegmentNote[],
    rows: OldRows,
    by: number,
    here: number,
    offset: number,
    growth: number,
  ): void {
    const { address, step, positions, above, before } = rows;
    const touched = firstReads.above();
    if (rows.deepest() <= touched) return;
    for (let b = 0; b < here; ) {
      const alike = rows.alike(b, here, touched);
      firstReads.open(alike);
      let first = 0;
      for (const { count, streams, reads } of segments) {
        for (let c = 0; c < count; c++) {
          for (let i = 0; i < reads.length; i++) {
            const read = reads[i];
            const row = rowOf(streams, read.of, c, first);
            if (row === NONE) continue;
            const at = row * here + b;
            if (positions[at] <= touched) continue;
            const known = touchedAbove(read, c, count) + offset - before[row];
            const depth = positions[at] + known - takenBefore(read, streams, c, first, row, positions, here);
            const slope = growth - above[row];
            const change = alike > 1 ? positions[at + 1] - positions[at] : 0;
            const mask = c === 0 && !Number.isNaN(read.first) ? read.takenFirst : read.takenLater;
            const element = address[row] + (by + b) * step[row];
            firstReads.read(1 << read.of, mask, element, step[row], depth + b * slope, change + slope);
          }
          for (let i = 0; i < streams.length; i++) if (c === 0 || !streams[i].stays) first++;
          firstReads.close();
        }
      }
      b += alike;
    }
  }
}

/** The segments that notes stand for, each as often as it was repeated. */
function segmentsOf(old: readonly OldNote[]): SegmentNote[] {
  const found: SegmentNote[] = [];
  for (const { times, slope, segments } of old) {
    for (const segment of segments) found.push(segment);
    for (let b = 1; b < times; b++) {
      for (const { count, streams, reads } of segments) {
        found.push({
          count,
          streams: streams.map((stream) => ({ ...stream, address: stream.address + b * stream.stride })),
          reads: reads.map((read) => ({ ...read, middle: read.middle + b * slope })),
        });
      }
    }
  }
  return found;
}

/** How many elements above that of `row` earlier instructions of its record took. `first`: the record's first row. */
function takenBefore(
  { first, takenFirst, takenLater }: NotedRead,
  streams: readonly NotedStream[],
  c: number,
  firstRow: number,
  row: number,
  positions: Int32Array,
  here: number,
): number {
  const isFirst = c === 0 && !Number.isNaN(first);
  const mask = isFirst ? takenFirst : takenLater;
  if (mask === 0) return 0;
  let taken = 0;
  for (let i = 0, other = firstRow; i < streams.length; i++) {
    const { number, stays } = streams[i];
    if (stays && c > 0) continue;
    if ((mask & (1 << number)) !== 0 && (isFirst || !stays) && positions[other * here] < positions[row * here]) taken++;
    other++;
  }
  return taken;
}

/** The row of a stream in record `c` of a segment whose first row is `first`, or NONE where it stays and was read. */
function rowOf(streams: readonly NotedStream[], number: number, c: number, first: number): number {
  for (let i = 0, row = first; i < streams.length; i++) {
    if (streams[i].stays && c > 0) continue;
    if (streams[i].number === number) return row;
    row++;
  }
  return NONE;
}
