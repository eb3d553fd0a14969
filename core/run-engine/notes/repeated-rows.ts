import type { BlockStack } from '../../stack/block-stack.ts';
import type { LoopNotes, NotedRead, NotedStream, SegmentNote } from './loop-notes.ts';
import type { LoopRecorder } from './loop-recorder.ts';

/** What single records of an iteration read, by row: a stream in a record, in the order of records and streams. */
export interface RowTable {
  readonly address: Int32Array;
  /** To the row's next element. */
  readonly step: Int32Array;
  /** A bit for each level of the recorder that has not touched its elements before. */
  readonly oldIn: Int32Array;
}

/** Rows that were read `times` times over by a loop inside, each time one element further. */
export interface RepeatedRows {
  readonly segments: readonly SegmentNote[];
  readonly rows: RowTable;
  /** How many steps further than `address` the first time is. */
  readonly by: number;
  readonly times: number;
  /** Added to the elements above that the loop inside has touched: of the first time, and from one to the next. */
  readonly offset: number;
  readonly slope: number;
}

/**
 * Notes rows for the levels that have not touched them. Of a row x that is old in a level, what the level has touched above it
 * is what the loop inside has, and what lies between the markers of both, less the rows there that are gone (D64).
 */
export function noteRepeatedRows(stack: BlockStack, recorder: LoopRecorder, repeated: RepeatedRows): void {
  for (let index = 0; index < recorder.levels.length; index++) {
    const level = recorder.levels[index];
    if (!level.isFull) noteIn(stack, level, 1 << index, repeated);
  }
}

function noteIn(stack: BlockStack, level: LoopNotes, bit: number, repeated: RepeatedRows): void {
  const { segments, rows, by, times, offset, slope } = repeated;
  const noted: SegmentNote[] = [];
  const above = offset + stack.order.above(level.loopStart);
  let row = 0;
  /** Rows that the level has touched, in the records so far: all of them lie above those that it has not. */
  let touched = 0;
  for (const { count, streams, reads } of segments) {
    for (let c = 0; c < count; c++) {
      const start = row;
      let old = 0;
      let others = 0;
      for (let i = 0; i < streams.length; i++) {
        if (streams[i].stays && c > 0) continue;
        const mask = 1 << streams[i].number;
        if ((rows.oldIn[row++] & bit) !== 0) old |= mask;
        else others |= mask;
      }
      if (old !== 0) noted.push(recordOf(streams, reads, c, count, old, others, rows, start, by, above - touched));
      touched += bitsIn(others);
    }
  }
  if (noted.length > 0) level.enterOld({ times, slope: slope - touched, segments: noted });
}

/** What is old in record `c` of a segment; `old`, `others`: a bit for each stream that is, and that is not. */
function recordOf(
  streams: readonly NotedStream[],
  reads: readonly NotedRead[],
  c: number,
  count: number,
  old: number,
  others: number,
  { address, step }: RowTable,
  start: number,
  by: number,
  above: number,
): SegmentNote {
  const noted: NotedStream[] = [];
  let row = start;
  for (let i = 0; i < streams.length; i++) {
    if (streams[i].stays && c > 0) continue;
    if ((old & (1 << streams[i].number)) !== 0) {
      const { number, stream } = streams[i];
      noted.push({ number, stream, address: address[row] + by * step[row], stride: step[row], stays: false });
    }
    row++;
  }
  const notedReads: NotedRead[] = [];
  for (let i = 0; i < reads.length; i++) {
    const { site, of } = reads[i];
    if ((old & (1 << of)) === 0) continue;
    const taken = takenBefore(reads[i], c);
    const middle = touchedAbove(reads[i], c, count) + above - bitsIn(taken & others);
    notedReads.push({
      site,
      of,
      first: Number.NaN,
      middle,
      slope: 0,
      last: Number.NaN,
      takenFirst: taken,
      takenLater: taken,
    });
  }
  return { count: 1, streams: noted, reads: notedReads };
}

/** How many elements lie above in record `c` of a segment of `count` that the loop has touched. */
export function touchedAbove({ first, middle, slope, last }: NotedRead, c: number, count: number): number {
  if (c === 0 && !Number.isNaN(first)) return first;
  if (c === count - 1 && !Number.isNaN(last)) return last;
  return middle + c * slope;
}

/** Streams (a bit each) that earlier instructions of record `c` took. */
export function takenBefore({ first, takenFirst, takenLater }: NotedRead, c: number): number {
  return c === 0 && !Number.isNaN(first) ? takenFirst : takenLater;
}

function bitsIn(mask: number): number {
  let bits = 0;
  for (let left = mask; left !== 0; left &= left - 1) bits++;
  return bits;
}
