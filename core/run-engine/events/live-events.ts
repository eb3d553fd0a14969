import type { Tally } from '../../cost/tally.ts';
import type { EventSink } from '../../element-engine/expansion.ts';
import { CONSTANT, expandCall } from '../../element-engine/expansion.ts';
import type { BlockStack } from '../../stack/block-stack.ts';
import type { AddressSpace } from '../../trace/address-space.ts';
import { SLICES } from '../../trace/slices.ts';
import type { Granularity, Trace } from '../../trace/trace.ts';
import type { ValueLifetimes } from '../plan/value-lifetimes.ts';

/**
 * Executes single calls of a trace element by element on a block stack: those that runs cannot do. Expands a call
 * twice, first for the last uses: 1 bit an access of the call, forgotten after it, and 17 bytes an address.
 */
export class LiveEvents {
  private readonly trace: Trace;
  private readonly space: AddressSpace;
  private readonly granularity: Granularity;
  private readonly stack: BlockStack;
  private readonly tally: Tally;
  private readonly lifetimes: ValueLifetimes;
  private readonly argumentDepth: Int32Array | null;
  /** By address, within a call: which elements hold something. */
  private readonly written: Uint8Array;
  private readonly positions: VersionPositions;

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
    this.positions = { latestRead: new Float64Array(space.size), unreadWrite: new Float64Array(space.size) };
  }

  price(call: number): void {
    const { trace, space, granularity, stack, written } = this;
    noteWritten(trace, space, stack, call, written);
    const uses = new CallUses(this.positions, this.lifetimes, space, trace);
    expandCall(trace, space, call, granularity, written, uses);
    noteWritten(trace, space, stack, call, written);
    const pricer = new CallEvents(stack, this.tally, uses.bits, this.argumentDepth);
    expandCall(trace, space, call, granularity, written, pricer);
  }
}

/**
 * Notes in `written` which elements of a call's values hold something. An element of a finished value is read only
 * while it lives, so what is off the stack holds nothing; but an argument may not have been put there yet.
 */
export function noteWritten(trace: Trace, space: AddressSpace, stack: BlockStack, call: number, written: Uint8Array) {
  for (const id of trace.calls[call].values) {
    const value = trace.values[id];
    const base = space.baseOf[id];
    const end = base + value.size;
    if (value.kind === 'argument') written.fill(1, base, end);
    else if (value.kind === 'computed') {
      for (let address = base; address < end; address++) written[address] = stack.has(address) ? 1 : 0;
    }
  }
}

const NOTHING = -1;

/** The last-use bits of one call, one an access in execution order: as `lastUses`, for a read set where its version ends. */
class CallUses implements EventSink {
  bits = new Uint8Array(1 << 10);
  private position = 0;
  private readonly positions: VersionPositions;
  private readonly lifetimes: ValueLifetimes;
  private readonly space: AddressSpace;
  private readonly trace: Trace;

  constructor(positions: VersionPositions, lifetimes: ValueLifetimes, space: AddressSpace, trace: Trace) {
    this.positions = positions;
    this.lifetimes = lifetimes;
    this.space = space;
    this.trace = trace;
  }

  beginCall(call: number): void {
    const { latestRead, unreadWrite } = this.positions;
    this.forEachRange(call, (from, to) => {
      latestRead.fill(NOTHING, from, to);
      unreadWrite.fill(NOTHING, from, to);
    });
  }

  event(_site: number, count: number, addresses: Int32Array, written: number): void {
    const { latestRead, unreadWrite } = this.positions;
    for (let r = 0; r < count; r++, this.position++) {
      const address = addresses[r];
      if (address === CONSTANT) continue;
      const write = unreadWrite[address];
      if (write !== NOTHING) {
        this.set(write);
        unreadWrite[address] = NOTHING;
      }
      latestRead[address] = this.position;
    }
    if (written !== CONSTANT) {
      const read = latestRead[written];
      if (read !== NOTHING) this.set(read);
      latestRead[written] = NOTHING;
      unreadWrite[written] = this.position;
    }
    this.position++;
    this.reserve(this.position + addresses.length + 1);
  }

  endCall(call: number): void {
    const { latestRead, unreadWrite } = this.positions;
    const { lastUser } = this.lifetimes;
    this.forEachRange(call, (from, to) => {
      for (let address = from; address < to; address++) {
        const livesOn = address < this.space.localBase && lastUser[address] > call;
        const decided = livesOn ? unreadWrite[address] : latestRead[address];
        if (decided !== NOTHING) this.set(decided);
      }
    });
  }

  /** The addresses of a call's values and of the locals. */
  private forEachRange(call: number, visit: (from: number, to: number) => void): void {
    for (const value of new Set(this.trace.calls[call].values)) {
      const base = this.space.baseOf[value];
      if (base !== -1) visit(base, base + this.trace.values[value].size);
    }
    visit(this.space.localBase, this.space.size);
  }

  private set(position: number): void {
    // Positions may pass 2^31, so no bit operation on the position itself.
    this.bits[Math.floor(position / 8)] |= 1 << (position % 8);
  }

  private reserve(positions: number): void {
    if (positions <= this.bits.length * 8) return;
    const grown = new Uint8Array(this.bits.length * 2);
    grown.set(this.bits);
    this.bits = grown;
  }
}

/** By address, within a call: where the version at hand was read last, and where it was written while it is unread. */
interface VersionPositions {
  readonly latestRead: Float64Array;
  readonly unreadWrite: Float64Array;
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
