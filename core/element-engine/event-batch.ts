/** In place of an address: a constant, which has no place on the stack. */
export const CONSTANT = -1;

/** Numbers of a batch: so few that they stay in the processor's cache; of the first batches fewer, for most traces are short. */
const CAPACITY = 2 ** 11;
const FIRST_CAPACITY = 2 ** 8;
/** What stands before the addresses that an event reads: its site, its slice, what it writes and how much it reads. */
export const HEADER = 4;

/** Consumer of a trace's element events, in execution order, many at a time. */
export interface BatchSink {
  beginCall(call: number): void;
  /**
   * Executed instructions, one after the other in `data[0 .. end - 1]`: of each its site, its slice, the address that it
   * writes, how many it reads, and these, as `EventSink.event` has them. The array is used again for the next batch.
   */
  events(data: Int32Array, end: number): void;
  endCall(call: number): void;
}

/** Consumer of a trace's element events, in execution order, one at a time. */
export interface EventSink {
  beginCall(call: number): void;
  /**
   * One executed instruction: `count` read addresses from `addresses[0]` on, in read order, `CONSTANT` for constants,
   * and the written address or `CONSTANT` where nothing is written. `site` is the number of its first read in the
   * call's nest. The array is reused by the next event. `slice` is the piece of the call it belongs to (SLICES).
   */
  event(site: number, count: number, addresses: Int32Array, written: number, slice: number): void;
  endCall(call: number): void;
}

/**
 * Collects events for a sink that takes them many at a time: the loops that execute a nest then call one and the same
 * function whoever listens, and the loop that works on events calls none that it shares with others.
 */
export class EventBatch {
  /** Where events are written, each at the place that `place` has given for it. */
  data = new Int32Array(FIRST_CAPACITY);
  private readonly sink: BatchSink;
  private end = 0;

  constructor(sink: BatchSink) {
    this.sink = sink;
  }

  beginCall(call: number): void {
    this.sink.beginCall(call);
  }

  /** Where in `data` the next event begins, of so many numbers, which are to be written before the next call of anything here. */
  place(numbers: number): number {
    if (this.end + numbers > this.data.length) this.makeRoom(numbers);
    const start = this.end;
    this.end = start + numbers;
    return start;
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

/** Collects events for a sink that takes them one at a time. */
export function singly(sink: EventSink): EventBatch {
  let addresses = new Int32Array(HEADER);
  return new EventBatch({
    beginCall: (call) => sink.beginCall(call),
    events: (data, end) => {
      for (let at = 0; at < end; ) {
        const first = at + HEADER;
        const count = data[at + 3];
        if (count > addresses.length) addresses = new Int32Array(count);
        for (let r = 0; r < count; r++) addresses[r] = data[first + r];
        sink.event(data[at], count, addresses, data[at + 2], data[at + 1]);
        at = first + count;
      }
    },
    endCall: (call) => sink.endCall(call),
  });
}
