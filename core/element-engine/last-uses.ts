import type { AddressSpace } from '../trace/address-space.ts';
import type { Granularity, Trace } from '../trace/trace.ts';
import type { EventSink } from './expansion.ts';
import { CONSTANT, expand } from './expansion.ts';

/**
 * One bit for each access of an expanded trace, in execution order (an event's reads, then its write): for a read,
 * whether it is the last use of the version it reads; for a write, whether that version is ever used. Returned values
 * are used for ever. Arguments have one bit an element, set where the element is ever used.
 *
 * Computed by one forward expansion; 1 bit an access and 8 bytes an address. The element engine's and the oracle's
 * notion of liveness; the run engine derives the same from the loop nests and is compared with it.
 */
export interface LastUses {
  readonly accesses: number;
  readonly bits: Uint8Array;
  readonly argumentIsUsed: (value: number, element: number) => boolean;
}

export function lastUses(trace: Trace, space: AddressSpace, granularity: Granularity): LastUses {
  const marker = new LastUseMarker(trace, space);
  expand(trace, space, granularity, marker);
  return marker.finish();
}

/** What an address holds: nothing, a version (its write's position), or an argument element that was never read. */
const NOTHING = -1;

class LastUseMarker implements EventSink {
  private bits = new Uint8Array(1 << 12);
  private position = 0;
  /** Position of the write that made the version at an address, while that version is unread. */
  private readonly unreadWrite: Float64Array;
  /** Position of the latest read of the version at an address. */
  private readonly latestRead: Float64Array;
  private readonly used: Uint8Array;
  private readonly argumentBase = new Map<number, number>();
  private readonly trace: Trace;
  private readonly space: AddressSpace;

  constructor(trace: Trace, space: AddressSpace) {
    this.trace = trace;
    this.space = space;
    this.unreadWrite = new Float64Array(space.size).fill(NOTHING);
    this.latestRead = new Float64Array(space.size).fill(NOTHING);
    let argumentElements = 0;
    for (const value of trace.arguments) {
      this.argumentBase.set(value, argumentElements);
      argumentElements += trace.values[value]?.size ?? 0;
    }
    this.used = new Uint8Array(argumentElements);
  }

  beginCall(_call: number): void {}

  event(_site: number, count: number, addresses: Int32Array, written: number): void {
    this.reserve(this.position + count + 1);
    for (let r = 0; r < count; r++) {
      const address = addresses[r];
      if (address !== CONSTANT) {
        const write = this.unreadWrite[address];
        if (write !== NOTHING) {
          this.set(write);
          this.unreadWrite[address] = NOTHING;
        }
        this.latestRead[address] = this.position;
      }
      this.position++;
    }
    if (written !== CONSTANT) {
      this.endVersion(written);
      this.unreadWrite[written] = this.position;
    }
    this.position++;
  }

  /** Values without a later reader end here, and so do all locals: their addresses get new tenants. */
  endCall(call: number): void {
    for (const value of this.space.freedAfter[call]) {
      const base = this.space.baseOf[value];
      const size = this.trace.values[value]?.size ?? 0;
      this.noteArgumentUse(value);
      for (let address = base; address < base + size; address++) this.endVersion(address);
    }
    for (let address = this.space.localBase; address < this.space.size; address++) this.endVersion(address);
  }

  finish(): LastUses {
    for (const value of this.trace.returned) {
      if (this.trace.values[value]?.kind === 'constant') continue;
      const offset = this.argumentBase.get(value);
      const base = this.space.baseOf[value];
      const size = this.trace.values[value]?.size ?? 0;
      if (offset !== undefined) this.used.fill(1, offset, offset + size);
      for (let address = base; address < base + size; address++) {
        const write = this.unreadWrite[address];
        if (write !== NOTHING) this.set(write);
      }
    }
    const { argumentBase, used } = this;
    return {
      accesses: this.position,
      bits: this.bits,
      argumentIsUsed: (value, element) => used[(argumentBase.get(value) ?? -1) + element] === 1,
    };
  }

  private noteArgumentUse(value: number): void {
    const offset = this.argumentBase.get(value);
    if (offset === undefined) return;
    const base = this.space.baseOf[value];
    const size = this.trace.values[value]?.size ?? 0;
    for (let e = 0; e < size; e++) if (this.latestRead[base + e] !== NOTHING) this.used[offset + e] = 1;
  }

  private endVersion(address: number): void {
    const read = this.latestRead[address];
    if (read !== NOTHING) this.set(read);
    this.latestRead[address] = NOTHING;
    this.unreadWrite[address] = NOTHING;
  }

  private set(position: number): void {
    // Positions may pass 2^31, so no bit operation on the position itself.
    const byte = Math.floor(position / 8);
    this.bits[byte] = this.bits[byte] | (1 << (position % 8));
  }

  private reserve(positions: number): void {
    if (positions <= this.bits.length * 8) return;
    const grown = new Uint8Array(this.bits.length * 2);
    grown.set(this.bits);
    this.bits = grown;
  }
}
