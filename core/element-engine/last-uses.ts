import type { AddressSpace } from '../trace/address-space.ts';
import type { Granularity, Trace } from '../trace/trace.ts';
import type { BatchSink } from './event-batch.ts';
import { EventBatch } from './event-batch.ts';
import { expand } from './expansion.ts';
import type { AccessBits } from './version-uses.ts';
import { VersionUses } from './version-uses.ts';

/**
 * One bit for each access of an expanded trace, in execution order (an event's reads, then its write): for a read,
 * whether it is the last use of the version it reads; for a write, whether that version is ever used. Returned values
 * are used for ever. An element of an argument counts as written before the first event, whose accesses come after these.
 *
 * Computed by one forward expansion, once for a trace and a granularity; 1 bit an access, and 8 bytes an address
 * meanwhile. The element engine's and the oracle's notion of liveness; the run engine derives the same from the loop
 * nests and is compared with it.
 */
export interface LastUses {
  /** The first event's first access. */
  readonly firstAccess: number;
  readonly bits: AccessBits;
  /** Whether the version of an argument's element that is there at the beginning is ever used. */
  readonly argumentIsUsed: (value: number, element: number) => boolean;
}

/** `space`: as `layOut` lays the trace out. */
export function lastUses(trace: Trace, space: AddressSpace, granularity: Granularity): LastUses {
  const known = KNOWN[granularity].get(trace);
  if (known !== undefined) return known;
  const marker = new LastUseMarker(trace, space);
  expand(trace, space, granularity, new EventBatch(marker));
  const found = marker.finish();
  KNOWN[granularity].set(trace, found);
  return found;
}

/**
 * What was found of a trace, as long as it is there: it is the same under all semantics and from any stack, and priced
 * again, from the stack that an update leaves say, a trace need not be expanded for it again.
 */
const KNOWN: Readonly<Record<Granularity, WeakMap<Trace, LastUses>>> = {
  scalar: new WeakMap(),
  register: new WeakMap(),
};

class LastUseMarker implements BatchSink {
  private readonly uses: VersionUses;
  /** By argument that has a place: the access that its first element counts as written by. */
  private readonly givenAt = new Map<number, number>();
  private readonly firstAccess: number;
  private readonly trace: Trace;
  private readonly space: AddressSpace;

  constructor(trace: Trace, space: AddressSpace) {
    this.trace = trace;
    this.space = space;
    this.uses = new VersionUses(space.size);
    for (const value of space.placed) {
      const base = space.baseOf[value];
      this.givenAt.set(value, this.uses.accesses);
      this.uses.give(base, base + trace.values[value].size);
    }
    this.firstAccess = this.uses.accesses;
  }

  beginCall(_call: number): void {}

  events(data: Int32Array, end: number): void {
    this.uses.events(data, end);
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
    const { uses, space, givenAt, firstAccess } = this;
    for (const value of this.trace.returned) {
      const { kind, size } = this.trace.values[value];
      if (kind === 'constant') continue;
      const base = space.baseOf[value];
      for (let address = base; address < base + size; address++) uses.use(address);
    }
    const { bits } = uses;
    return {
      firstAccess,
      bits,
      argumentIsUsed: (value, element) => bits.has((givenAt.get(value) ?? Number.NaN) + element),
    };
  }
}
