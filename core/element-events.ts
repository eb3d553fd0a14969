import type { AddressSpace } from './address-space.ts';
import type { BlockStack } from './block-stack.ts';
import type { EventSink } from './expansion.ts';
import { CONSTANT, expandCall, SLICES } from './expansion.ts';
import type { Tally } from './tally.ts';
import type { Granularity, Trace } from './trace.ts';
import type { ValueLifetimes } from './value-lifetimes.ts';

/**
 * Executes single calls of a trace element by element on a block stack: those that runs cannot do. Expands a call
 * twice, first for the last uses: 1 bit an access of the call, forgotten after it.
 */
export class ElementEvents {
  private readonly trace: Trace;
  private readonly space: AddressSpace;
  private readonly granularity: Granularity;
  private readonly stack: BlockStack;
  private readonly tally: Tally;
  private readonly lifetimes: ValueLifetimes;
  private readonly argumentDepth: Int32Array | null;
  /** By address, within a call: which elements hold something. */
  private readonly written: Uint8Array;

  constructor(
    trace: Trace,
    space: AddressSpace,
    granularity: Granularity,
    stack: BlockStack,
    tally: Tally,
    lifetimes: ValueLifetimes,
    argumentDepth: Int32Array | null,
  ) {
    this.trace = trace;
    this.space = space;
    this.granularity = granularity;
    this.stack = stack;
    this.tally = tally;
    this.lifetimes = lifetimes;
    this.argumentDepth = argumentDepth;
    this.written = new Uint8Array(space.size);
  }

  price(call: number): void {
    const { trace, space, granularity, written } = this;
    this.noteWritten(call);
    const uses = new CallUses(this.lifetimes, space, call);
    expandCall(trace, space, call, granularity, written, uses);
    this.noteWritten(call);
    const pricer = new CallEvents(this.stack, this.tally, uses.bits, this.argumentDepth);
    expandCall(trace, space, call, granularity, written, pricer);
  }

  /**
   * An element of a finished value is read only while it lives, so what is off the stack holds nothing; but an
   * argument may not have been put there yet.
   */
  private noteWritten(call: number): void {
    const { written, stack } = this;
    for (const id of this.trace.calls[call].values) {
      const value = this.trace.values[id];
      const base = this.space.baseOf[id];
      const end = base + value.size;
      if (value.kind === 'argument') written.fill(1, base, end);
      else if (value.kind === 'computed') {
        for (let address = base; address < end; address++) written[address] = stack.has(address) ? 1 : 0;
      }
    }
  }
}

const NOTHING = -1;

/** The last-use bits of one call, one an access in execution order: as `lastUses`, for a read set where its version ends. */
class CallUses implements EventSink {
  bits = new Uint8Array(1 << 10);
  private position = 0;
  /** By address: position of the last read of the version at hand, and of its write while that is unread. */
  private readonly reads = new Map<number, number>();
  private readonly writes = new Map<number, number>();
  private readonly lifetimes: ValueLifetimes;
  private readonly space: AddressSpace;
  private readonly call: number;

  constructor(lifetimes: ValueLifetimes, space: AddressSpace, call: number) {
    this.lifetimes = lifetimes;
    this.space = space;
    this.call = call;
  }

  beginCall(): void {}

  event(_site: number, count: number, addresses: Int32Array, written: number): void {
    for (let r = 0; r < count; r++, this.position++) {
      const address = addresses[r];
      if (address === CONSTANT) continue;
      const write = this.writes.get(address);
      if (write !== undefined) {
        this.set(write);
        this.writes.delete(address);
      }
      this.reads.set(address, this.position);
    }
    if (written !== CONSTANT) {
      this.endVersion(written);
      this.writes.set(written, this.position);
    }
    this.position++;
  }

  endCall(): void {
    const { lastUser } = this.lifetimes;
    for (const [address, read] of this.reads) {
      if (address >= this.space.localBase || lastUser[address] <= this.call) this.set(read);
    }
    for (const [address, write] of this.writes) {
      if (address < this.space.localBase && lastUser[address] > this.call) this.set(write);
    }
    this.set(this.position);
  }

  private endVersion(address: number): void {
    const read = this.reads.get(address) ?? NOTHING;
    if (read !== NOTHING) this.set(read);
    this.reads.delete(address);
    this.writes.delete(address);
  }

  private set(position: number): void {
    const byte = Math.floor(position / 8);
    while (byte >= this.bits.length) {
      const grown = new Uint8Array(this.bits.length * 2);
      grown.set(this.bits);
      this.bits = grown;
    }
    this.bits[byte] |= 1 << (position % 8);
  }
}

class CallEvents implements EventSink {
  private access = 0;
  private siteBase = 0;
  private sliceBase = 0;
  private readonly stack: BlockStack;
  private readonly tally: Tally;
  private readonly bits: Uint8Array;
  private readonly argumentDepth: Int32Array | null;

  constructor(stack: BlockStack, tally: Tally, bits: Uint8Array, argumentDepth: Int32Array | null) {
    this.stack = stack;
    this.tally = tally;
    this.bits = bits;
    this.argumentDepth = argumentDepth;
  }

  beginCall(call: number): void {
    this.siteBase = this.tally.siteStart[call];
    this.sliceBase = call * SLICES;
  }

  event(site: number, count: number, addresses: Int32Array, written: number, slice: number): void {
    const { stack, tally } = this;
    const sliceIndex = this.sliceBase + slice;
    for (let r = 0; r < count; r++) {
      const address = addresses[r];
      if (address !== CONSTANT) tally.read(this.siteBase + site + r, sliceIndex, this.depthOf(address));
    }
    for (let r = 0; r < count; r++) {
      const address = addresses[r];
      if (address === CONSTANT || addresses.indexOf(address) < r) continue;
      if (stack.has(address)) stack.remove(address);
      if (!this.isLast(this.access + addresses.lastIndexOf(address, count - 1))) stack.push(address);
    }
    this.access += count;
    if (written !== CONSTANT && this.isLast(this.access)) stack.push(written);
    this.access++;
    tally.instructions(sliceIndex, 1);
    tally.live(sliceIndex, stack.size);
  }

  endCall(): void {}

  private depthOf(address: number): number {
    const { stack, argumentDepth } = this;
    if (argumentDepth === null || stack.has(address)) return stack.depthOf(address);
    return argumentDepth[address];
  }

  private isLast(access: number): boolean {
    return (this.bits[Math.floor(access / 8)] & (1 << (access % 8))) !== 0;
  }
}
