import type { EventSink } from './expansion.ts';

/** Numbers of a batch: so few that they stay in the processor's cache; of the first batches fewer, for most traces are short. */
const CAPACITY = 2 ** 13;
const FIRST_CAPACITY = 2 ** 8;
/** What stands before the addresses that an event reads: its site, its slice, what it writes and how much it reads. */
export const HEADER = 4;

/** Consumer of events, many at a time. */
export interface BatchSink {
  beginCall(call: number): void;
  /**
   * Executed instructions, one after the other in `data[0 .. end - 1]`: of each its site, its slice, the address that it
   * writes, how many it reads, and these, as `EventSink.event` has them. The array is used again for the next batch.
   */
  events(data: Int32Array, end: number): void;
  endCall(call: number): void;
}

/**
 * Collects events for a sink that takes them many at a time: the loops that execute a nest then call one and the same
 * function whoever listens, and the loop that works on events calls none that it shares with others.
 */
export class EventBatch implements EventSink {
  private readonly sink: BatchSink;
  private data = new Int32Array(FIRST_CAPACITY);
  private end = 0;

  constructor(sink: BatchSink) {
    this.sink = sink;
  }

  beginCall(call: number): void {
    this.sink.beginCall(call);
  }

  event(site: number, count: number, addresses: Int32Array, written: number, slice: number): void {
    if (this.end + HEADER + count > this.data.length) this.makeRoom(HEADER + count);
    const { data } = this;
    let { end } = this;
    data[end++] = site;
    data[end++] = slice;
    data[end++] = written;
    data[end++] = count;
    for (let r = 0; r < count; r++) data[end++] = addresses[r];
    this.end = end;
  }

  endCall(call: number): void {
    this.flush();
    this.sink.endCall(call);
  }

  private makeRoom(numbers: number): void {
    this.flush();
    const { length } = this.data;
    if (length < CAPACITY || numbers > length) this.data = new Int32Array(Math.max(numbers, 2 * length));
  }

  private flush(): void {
    if (this.end > 0) this.sink.events(this.data, this.end);
    this.end = 0;
  }
}
