import type { Tally } from '../../cost/tally.ts';
import { SLICES, sliceOf } from '../../trace/slices.ts';
import type { LoopRecorder } from '../notes/loop-recorder.ts';

/** So many iterations of a loop belong to a slice. */
export interface SliceShare {
  readonly slice: number;
  readonly times: number;
}

/**
 * Enters what runs read into the tally: under the slice that the loops around a body stand in, or, where the body's own
 * loop is the one that slices are cut from (D7), under the slice of each record. Records count from the loop's first.
 */
export class SlicedTally {
  private readonly tally: Tally;
  private readonly recorder: LoopRecorder;
  private siteBase = 0;
  private sliceBase = 0;
  private slice = 0;
  /** Iterations of the body's loop where it is the sliced one, else 0. */
  private trip = 0;

  constructor(tally: Tally, recorder: LoopRecorder) {
    this.tally = tally;
    this.recorder = recorder;
  }

  beginCall(call: number): void {
    this.siteBase = this.tally.siteStart[call];
    this.sliceBase = call * SLICES;
  }

  /** The next records belong to one slice of the call. */
  inSlice(slice: number): void {
    this.slice = this.sliceBase + slice;
    this.trip = 0;
  }

  /** The next records are iterations of the sliced loop, which has `trip` of them. */
  acrossSlices(trip: number): void {
    this.trip = trip;
  }

  /** Counts reads of `count` records from `record` on, at depths that start at `first` and rise by `slope` a record. */
  reads(site: number, record: number, first: number, slope: number, count: number): void {
    const index = this.siteBase + site;
    if (this.trip === 0) {
      this.tally.readProgression(index, this.slice, first, slope, count);
      return;
    }
    for (let at = record, depth = first, left = count; left > 0; ) {
      const many = Math.min(left, this.sliceEnd(at) - at);
      this.tally.readProgression(index, this.sliceOf(at), depth, slope, many);
      at += many;
      left -= many;
      depth += many * slope;
    }
  }

  instructions(perRecord: number, record: number, count: number): void {
    if (this.trip === 0) {
      this.tally.instructions(this.slice, perRecord * count);
      if (this.recorder.isActive) this.recorder.instructions(perRecord * count);
      return;
    }
    for (let at = record, end = record + count; at < end; ) {
      const until = Math.min(end, this.sliceEnd(at));
      this.tally.instructions(this.sliceOf(at), perRecord * (until - at));
      at = until;
    }
  }

  /** Counts each of `count` reads `times` times; the loops stand in one slice. */
  repeatedReads(site: number, first: number, slope: number, count: number, times: number): void {
    this.tally.readProgression(this.siteBase + site, this.slice, first, slope, count, times);
  }

  /** What the present slice has cost so far, by element width. */
  costs(): number[] {
    return this.tally.sliceCost.map((costs) => costs[this.slice]);
  }

  /**
   * Shares among slices what the present one has cost since it had cost `before`: in all iterations of a loop together,
   * in each as much.
   */
  share(before: readonly number[], shares: readonly SliceShare[]): void {
    const iterations = shares.reduce((sum, { times }) => sum + times, 0);
    this.costs().forEach((now, width) => {
      if (now > Number.MAX_SAFE_INTEGER) throw this.tally.tooCostly(this.sliceBase / SLICES);
      const each = (now - before[width]) / iterations;
      const costs = this.tally.sliceCost[width];
      costs[this.slice] = before[width];
      for (const { slice, times } of shares) costs[this.sliceBase + slice] += each * times;
    });
  }

  /**
   * Notes that at most `first` elements were on the stack in `record`, `change` more in each of the `count` from there.
   */
  live(record: number, first: number, change: number, count: number): void {
    if (this.trip === 0) {
      const most = change > 0 ? first + (count - 1) * change : first;
      this.tally.live(this.slice, most);
      if (this.recorder.isActive) this.recorder.live(most);
      return;
    }
    for (let at = record, end = record + count; at < end; ) {
      const until = Math.min(end, this.sliceEnd(at));
      this.tally.live(this.sliceOf(at), first + ((change > 0 ? until - 1 : at) - record) * change);
      at = until;
    }
  }

  private sliceOf(record: number): number {
    return this.sliceBase + sliceOf(record, this.trip);
  }

  /** The first record after those of `record`'s slice. */
  private sliceEnd(record: number): number {
    return this.trip <= SLICES ? record + 1 : Math.ceil(((sliceOf(record, this.trip) + 1) * this.trip) / SLICES);
  }
}
