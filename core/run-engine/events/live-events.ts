import type { EventSink } from '../../element-engine/expansion.ts';
import { CONSTANT, expandCall } from '../../element-engine/expansion.ts';
import type { AccessBits } from '../../element-engine/version-uses.ts';
import { VersionUses } from '../../element-engine/version-uses.ts';
import { SLICES } from '../../trace/slices.ts';
import type { ValueLifetimes } from '../plan/value-lifetimes.ts';
import type { EventContext } from './event-context.ts';
import { WrittenElements } from './written-elements.ts';

/**
 * Executes single calls of a trace element by element on a block stack: those that runs cannot do (D18). Expands a call
 * twice, first for the last uses: 1 bit an access of the call, forgotten after it, and 17 bytes an address.
 */
export class LiveEvents {
  private readonly context: EventContext;
  private readonly lifetimes: ValueLifetimes;
  private readonly written: WrittenElements;
  private readonly uses: VersionUses;

  constructor(context: EventContext, lifetimes: ValueLifetimes) {
    this.context = context;
    this.lifetimes = lifetimes;
    this.written = new WrittenElements(context);
    this.uses = new VersionUses(context.space.size);
  }

  price(call: number): void {
    const { context, uses, written } = this;
    expandCall(context, call, written.before(call), new CallUses(context, uses, this.lifetimes));
    expandCall(context, call, written.before(call), new CallEvents(context, uses.bits));
  }
}

/**
 * Finds the last uses of one call: of a read, whether its version ends there, and of a write, whether the version is
 * used at all, by this call or a later one.
 */
class CallUses implements EventSink {
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

  event(_site: number, count: number, addresses: Int32Array, written: number): void {
    this.uses.event(count, addresses, written);
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
  private access = 0;
  private siteBase = 0;
  private sliceBase = 0;

  constructor(context: EventContext, bits: AccessBits) {
    this.context = context;
    this.bits = bits;
  }

  beginCall(call: number): void {
    this.siteBase = this.context.tally.siteStart[call];
    this.sliceBase = call * SLICES;
  }

  event(site: number, count: number, addresses: Int32Array, written: number, slice: number): void {
    const { stack, tally, unread, firstReads } = this.context;
    const { bits } = this;
    firstReads?.open(1);
    const sliceIndex = this.sliceBase + slice;
    for (let r = 0; r < count; r++) {
      const address = addresses[r];
      if (address === CONSTANT) continue;
      const depth = stack.has(address) ? stack.depthOf(address) : unread.depthOf(address);
      tally.read(this.siteBase + site + r, sliceIndex, depth);
      if (firstReads?.isUnread(address) === true) firstReads.read(0, 0, address, 0, depth, 0);
    }
    firstReads?.close();
    for (let r = 0; r < count; r++) {
      const address = addresses[r];
      if (address === CONSTANT || addresses.indexOf(address) < r) continue;
      if (stack.has(address)) stack.remove(address);
      if (!bits.has(this.access + addresses.lastIndexOf(address, count - 1))) stack.push(address);
    }
    this.access += count;
    if (written !== CONSTANT && bits.has(this.access)) stack.push(written);
    this.access++;
    tally.instructions(sliceIndex, 1);
    tally.live(sliceIndex, stack.size);
  }

  endCall(): void {}
}
