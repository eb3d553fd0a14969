import type { AddressSpace } from '../trace/address-space.ts';
import type { Granularity, Trace } from '../trace/trace.ts';
import type { EventSink } from './expansion.ts';
import { expand } from './expansion.ts';
import type { AccessBits } from './version-uses.ts';
import { VersionUses } from './version-uses.ts';

/**
 * One bit for each access of an expanded trace, in execution order (an event's reads, then its write): for a read,
 * whether it is the last use of the version it reads; for a write, whether that version is ever used. Returned values
 * are used for ever. Arguments have one bit an element, set where the element is ever used.
 *
 * Computed by one forward expansion; 1 bit an access and 17 bytes an address. The element engine's and the oracle's
 * notion of liveness; the run engine derives the same from the loop nests and is compared with it.
 */
export interface LastUses {
  readonly accesses: number;
  readonly bits: AccessBits;
  readonly argumentIsUsed: (value: number, element: number) => boolean;
}

export function lastUses(trace: Trace, space: AddressSpace, granularity: Granularity): LastUses {
  const marker = new LastUseMarker(trace, space);
  expand(trace, space, granularity, marker);
  return marker.finish();
}

class LastUseMarker implements EventSink {
  private readonly uses: VersionUses;
  /** By argument element: whether it is ever used. */
  private readonly used: Uint8Array;
  private readonly argumentBase = new Map<number, number>();
  private readonly trace: Trace;
  private readonly space: AddressSpace;

  constructor(trace: Trace, space: AddressSpace) {
    this.trace = trace;
    this.space = space;
    this.uses = new VersionUses(space.size);
    let argumentElements = 0;
    for (const value of space.placed) {
      this.argumentBase.set(value, argumentElements);
      argumentElements += trace.values[value].size;
    }
    this.used = new Uint8Array(argumentElements);
  }

  beginCall(_call: number): void {}

  event(_site: number, count: number, addresses: Int32Array, written: number): void {
    this.uses.event(count, addresses, written);
  }

  /** Values without a later reader end here, and so do all locals: their addresses get new tenants. */
  endCall(call: number): void {
    const { uses, space } = this;
    for (const value of space.freedAfter[call]) {
      const base = space.baseOf[value];
      const { size } = this.trace.values[value];
      this.noteArgumentUse(value);
      for (let address = base; address < base + size; address++) uses.end(address);
    }
    for (let address = space.localBase; address < space.size; address++) uses.end(address);
  }

  finish(): LastUses {
    const { uses, argumentBase, used } = this;
    for (const value of this.trace.returned) {
      const { kind, size } = this.trace.values[value];
      if (kind === 'constant') continue;
      const offset = argumentBase.get(value);
      const base = this.space.baseOf[value];
      if (offset !== undefined) used.fill(1, offset, offset + size);
      for (let address = base; address < base + size; address++) uses.use(address);
    }
    return {
      accesses: uses.accesses,
      bits: uses.bits,
      argumentIsUsed: (value, element) => used[(argumentBase.get(value) ?? -1) + element] === 1,
    };
  }

  private noteArgumentUse(value: number): void {
    const offset = this.argumentBase.get(value);
    if (offset === undefined) return;
    const base = this.space.baseOf[value];
    const { size } = this.trace.values[value];
    for (let e = 0; e < size; e++) if (this.uses.isRead(base + e)) this.used[offset + e] = 1;
  }
}
