import type { BatchSink, EventSink } from '../../element-engine/event-batch.ts';
import { CONSTANT, EventBatch, singly } from '../../element-engine/event-batch.ts';
import { expandCall } from '../../element-engine/expansion.ts';
import type { AccessBits } from '../../element-engine/version-uses.ts';
import { VersionUses } from '../../element-engine/version-uses.ts';
import { SLICES } from '../../trace/slices.ts';
import type { ValueLifetimes } from '../plan/value-lifetimes.ts';
import type { EventContext } from './event-context.ts';
import { WrittenElements } from './written-elements.ts';

/**
 * Executes single calls of a trace element by element on a block stack: those that runs cannot do (D18). Expands a call
 * twice, first for the last uses: 1 bit an access of the call, forgotten after it, and 9 bytes an address.
 */
export class LiveEvents {
  private readonly context: EventContext;
  private readonly lifetimes: ValueLifetimes;
  private readonly written: WrittenElements;
  private readonly uses: VersionUses;
  private readonly inSequence: boolean;

  /** `inSequence`: whether the reads of an instruction are priced one after the other. */
  constructor(context: EventContext, lifetimes: ValueLifetimes, inSequence: boolean) {
    this.context = context;
    this.lifetimes = lifetimes;
    this.inSequence = inSequence;
    this.written = new WrittenElements(context);
    this.uses = new VersionUses(context.space.size);
  }

  price(call: number): void {
    const { context, uses, written } = this;
    expandCall(context, call, written.before(call), new EventBatch(new CallUses(context, uses, this.lifetimes)));
    expandCall(context, call, written.before(call), singly(new CallEvents(context, uses.bits, this.inSequence)));
  }
}

/**
 * Finds the last uses of one call: of a read, whether its version ends there, and of a write, whether the version is
 * used at all, by this call or a later one.
 */
class CallUses implements BatchSink {
  private readonly context: EventContext;
  private readonly uses: VersionUses;
  private readonly lifetimes: ValueLifetimes;

  constructor(context: EventContext, uses: VersionUses, lifetimes: ValueLifetimes) {
    this.context = context;
    this.uses = uses;
    this.lifetimes = lifetimes;
  }

  beginCall(call: number): void {
    this.uses.restart();
    this.forEachRange(call, (from, to) => this.uses.forget(from, to));
  }

  events(data: Int32Array, end: number): void {
    this.uses.events(data, end);
  }

  endCall(call: number): void {
    const { uses, lifetimes } = this;
    const { localBase } = this.context.space;
    this.forEachRange(call, (from, to) => {
      for (let address = from; address < to; address++) {
        if (address < localBase && lifetimes.lastUser[address] > call) uses.use(address);
        else uses.end(address);
      }
    });
  }

  /** The addresses of a call's values and of the locals. */
  private forEachRange(call: number, visit: (from: number, to: number) => void): void {
    const { trace, space } = this.context;
    for (const value of new Set(trace.calls[call].values)) {
      const base = space.baseOf[value];
      if (base !== -1) visit(base, base + trace.values[value].size);
    }
    visit(space.localBase, space.size);
  }
}

/** Prices one call whose last uses are known. */
class CallEvents implements EventSink {
  private readonly context: EventContext;
  private readonly bits: AccessBits;
  private readonly inSequence: boolean;
  private access = 0;
  private siteBase = 0;
  private sliceBase = 0;

  constructor(context: EventContext, bits: AccessBits, inSequence: boolean) {
    this.context = context;
    this.bits = bits;
    this.inSequence = inSequence;
  }

  beginCall(call: number): void {
    this.siteBase = this.context.tally.siteStart[call];
    this.sliceBase = call * SLICES;
  }

  event(site: number, count: number, addresses: Int32Array, written: number, slice: number): void {
    const { stack, tally } = this.context;
    const { bits } = this;
    const sliceIndex = this.sliceBase + slice;
    if (this.inSequence) this.readInSequence(site, count, addresses, sliceIndex);
    else this.readTogether(site, count, addresses, sliceIndex);
    this.access += count;
    if (written !== CONSTANT && bits.has(this.access)) stack.push(written);
    this.access++;
    tally.instructions(sliceIndex, 1);
    tally.live(sliceIndex, stack.size);
  }

  endCall(): void {}

  private readTogether(site: number, count: number, addresses: Int32Array, slice: number): void {
    const { tally, firstReads } = this.context;
    firstReads?.open(1);
    for (let r = 0; r < count; r++) {
      const address = addresses[r];
      if (address === CONSTANT) continue;
      const depth = this.depthOf(address);
      tally.read(this.siteBase + site + r, slice, depth);
      if (firstReads?.isUnread(address) === true) firstReads.read(0, 0, address, 0, depth, 0);
    }
    firstReads?.close();
    for (let r = 0; r < count; r++) {
      const address = addresses[r];
      if (address === CONSTANT || addresses.indexOf(address) < r) continue;
      this.touch(address, addresses.lastIndexOf(address, count - 1));
    }
  }

  private readInSequence(site: number, count: number, addresses: Int32Array, slice: number): void {
    for (let r = 0; r < count; r++) {
      const address = addresses[r];
      if (address === CONSTANT) continue;
      this.context.tally.read(this.siteBase + site + r, slice, this.depthOf(address));
      this.touch(address, r);
    }
  }

  private depthOf(address: number): number {
    const { stack, unread } = this.context;
    return stack.has(address) ? stack.depthOf(address) : unread.depthOf(address);
  }

  /** Brings an address to the top after read `r` of the event, or takes it off where that is its last one. */
  private touch(address: number, r: number): void {
    const { stack } = this.context;
    if (stack.has(address)) stack.remove(address);
    if (!this.bits.has(this.access + r)) stack.push(address);
  }
}
