import type { EventContext } from './event-context.ts';

/** Which elements hold something when a call begins. 1 byte an address. */
export class WrittenElements {
  private readonly context: EventContext;
  private readonly written: Uint8Array;

  constructor(context: EventContext) {
    this.context = context;
    this.written = new Uint8Array(context.space.size);
  }

  /**
   * By address, 1 where an element of a call's values holds something. An element of a finished value is read only
   * while it lives, so what is off the stack holds nothing; but an argument may not have been put there yet. The array
   * is the same each time.
   */
  before(call: number): Uint8Array {
    const { trace, space, stack } = this.context;
    const { written } = this;
    for (const id of trace.calls[call].values) {
      const { kind, size } = trace.values[id];
      const base = space.baseOf[id];
      const end = base + size;
      if (kind === 'argument') written.fill(1, base, end);
      else if (kind === 'computed') {
        for (let address = base; address < end; address++) written[address] = stack.has(address) ? 1 : 0;
      }
    }
    return written;
  }
}
