import type { AddressSpace } from '../trace/address-space.ts';
import type { Granularity, Trace } from '../trace/trace.ts';
import type { EventSink } from './expansion.ts';
import { CONSTANT, expand } from './expansion.ts';
import type { AccessBits } from './version-uses.ts';
import { VersionUses } from './version-uses.ts';

/**
 * One bit for each access of an expanded trace, in execution order (an event's reads, then its write): for a read,
 * whether it is the last use of the version it reads; for a write, whether that version is ever used. Returned values
 * are used for ever. Of an element of an argument it is known whether it is ever used, before anything is written there.
 *
 * Computed by one forward expansion; 1 bit an access and 18 bytes an address. The element engine's and the oracle's
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
  /** By address: 1 while an argument's own version is there, which a write ends; later tenants are written before they are read. */
  private readonly isGiven: Uint8Array;
  /** By address: whether the argument's own version there is ever used. */
  private readonly isUsed: Uint8Array;
  private readonly trace: Trace;
  private readonly space: AddressSpace;

  constructor(trace: Trace, space: AddressSpace) {
    this.trace = trace;
    this.space = space;
    this.uses = new VersionUses(space.size);
    this.isGiven = new Uint8Array(space.size);
    this.isUsed = new Uint8Array(space.size);
    for (const value of space.placed) {
      const base = space.baseOf[value];
      this.isGiven.fill(1, base, base + trace.values[value].size);
    }
  }

  beginCall(_call: number): void {}

  event(_site: number, count: number, addresses: Int32Array, written: number): void {
    const { isGiven, isUsed } = this;
    for (let r = 0; r < count; r++) {
      const address = addresses[r];
      if (address !== CONSTANT && isGiven[address] === 1) isUsed[address] = 1;
    }
    if (written !== CONSTANT) isGiven[written] = 0;
    this.uses.event(count, addresses, written);
  }

  /** Values without a later reader end here, and so do all locals: their addresses get new tenants. */
  endCall(call: number): void {
    const { uses, space } = this;
    for (const value of space.freedAfter[call]) {
      const base = space.baseOf[value];
      const { size } = this.trace.values[value];
      for (let address = base; address < base + size; address++) uses.end(address);
    }
    for (let address = space.localBase; address < space.size; address++) uses.end(address);
  }

  finish(): LastUses {
    const { uses, space, isGiven, isUsed } = this;
    for (const value of this.trace.returned) {
      const { kind, size } = this.trace.values[value];
      if (kind === 'constant') continue;
      const base = space.baseOf[value];
      for (let address = base; address < base + size; address++) {
        if (kind === 'argument' && isGiven[address] === 1) isUsed[address] = 1;
        uses.use(address);
      }
    }
    return {
      accesses: uses.accesses,
      bits: uses.bits,
      argumentIsUsed: (value, element) => isUsed[space.baseOf[value] + element] === 1,
    };
  }
}
