import type { TallyOptions } from '../cost/tally.ts';
import { Tally } from '../cost/tally.ts';
import type { DepthStack } from '../stack/depth-stack.ts';
import type { AddressSpace } from '../trace/address-space.ts';
import { NOWHERE } from '../trace/address-space.ts';
import { SLICES } from '../trace/slices.ts';
import type { Semantics, StackRun, Trace } from '../trace/trace.ts';
import { argumentPositions } from './argument-positions.ts';
import type { BatchSink } from './event-batch.ts';
import { CONSTANT, HEADER } from './event-batch.ts';
import type { ExpansionContext } from './expansion.ts';
import { FinalStack } from './final-stack.ts';
import type { LastUses } from './last-uses.ts';

const NO_KEY = -1;

/** Prices the events of a trace whose last uses are known, on a stack of elements. */
export class ElementPricer implements BatchSink {
  readonly tally: Tally;
  readonly endCall: (call: number) => void;
  private readonly trace: Trace;
  private readonly space: AddressSpace;
  private readonly uses: LastUses;
  private readonly semantics: Semantics;
  private readonly stack: DepthStack;
  private readonly isSequential: boolean;
  private readonly isClassic: boolean;
  /** By address: the depth of an argument element until it is read; unused under `eager`, where it is on the stack. */
  private readonly position: Int32Array;
  /**
   * Under `ir-classic`, where dead versions stay on the stack and each write takes a new key, the stack's key of the version at
   * each address. Else a live version is the only one at its address, which is its key, and this is empty.
   */
  private readonly keyAt: Int32Array;
  private nextKey: number;
  /** The bit of the next event's first access: so many bits after the first of a byte. */
  private byte: number;
  private bit: number;
  /** The sites and depths of reads that are priced and not tallied yet, all of one slice. */
  private sites = new Int32Array(0);
  private depths = new Int32Array(0);
  private siteBase = 0;
  private sliceBase = 0;

  constructor(
    { trace, space }: ExpansionContext,
    { semantics, ...options }: TallyOptions & { readonly semantics: Semantics },
    uses: LastUses,
    stack: DepthStack,
    endCall: (call: number) => void,
  ) {
    this.trace = trace;
    this.space = space;
    this.uses = uses;
    this.semantics = semantics;
    this.stack = stack;
    this.endCall = endCall;
    this.tally = new Tally(trace, options);
    this.isSequential = semantics === 'ir-live' || semantics === 'ir-classic';
    this.isClassic = semantics === 'ir-classic';
    this.keyAt = new Int32Array(this.isClassic ? space.size : 0);
    for (let address = 0; address < this.keyAt.length; address++) this.keyAt[address] = address;
    this.nextKey = space.size;
    this.byte = Math.floor(uses.firstAccess / 8);
    this.bit = uses.firstAccess - 8 * this.byte;
    this.position = argumentPositions(trace, space);
  }

  pushArguments(initial: readonly StackRun[]): void {
    for (const run of initial) {
      const base = this.space.baseOf[run.value];
      for (let i = 0; base !== NOWHERE && i < run.count; i++) {
        const element = run.first + i * run.stride;
        if (this.uses.argumentIsUsed(run.value, element)) this.stack.push(base + element);
      }
    }
  }

  beginCall(call: number): void {
    this.siteBase = this.tally.siteStart[call];
    this.sliceBase = call * SLICES;
    for (const value of this.space.bornAt[call]) this.forgetTenant(value);
  }

  /** A new value may live where an argument or an older value did: nothing of that may show through. */
  private forgetTenant(value: number): void {
    const base = this.space.baseOf[value];
    const end = base + this.trace.values[value].size;
    this.position.fill(0, base, end);
    if (this.isClassic) this.keyAt.fill(NO_KEY, base, end);
  }

  events(data: Int32Array, end: number): void {
    // A batch has fewer reads than numbers.
    if (end > this.sites.length) {
      this.sites = new Int32Array(end);
      this.depths = new Int32Array(end);
    }
    for (let at = 0; at < end; ) at = this.priceSlice(data, at, end);
  }

  /** The epilogue: `two-stack` reads each distinct returned element on one and the same state, `ir` all in sequence. */
  readReturned(): void {
    if (this.semantics === 'eager') return;
    const { returned } = this.trace;
    const epilogue = this.trace.calls.length;
    const slice = epilogue * SLICES;
    for (let r = 0; r < returned.length; r++) {
      if (!this.isSequential && returned.indexOf(returned[r]) < r) continue;
      const ends = this.semantics === 'ir-live' && returned.lastIndexOf(returned[r]) === r;
      const base = this.space.baseOf[returned[r]];
      const site = this.tally.siteStart[epilogue] + r;
      for (let e = 0; e < this.trace.values[returned[r]].size; e++) {
        const depth = this.depthOf(base + e);
        // 0: an element of a zero-filled output that nothing was added to. It is a constant and not returned.
        if (depth === 0) continue;
        this.tally.read(site, slice, depth);
        if (this.isSequential) this.touch(base + e, ends);
      }
    }
  }

  /** Bottom to top; empty under the `ir` semantics, where nobody continues from it. */
  finalStack(): StackRun[] {
    if (this.isSequential) return [];
    const left = new FinalStack(this.trace, this.space);
    for (const address of this.stack.keysFromTop().reverse()) left.push(address);
    return left.finish();
  }

  /**
   * Prices the events from `from` on that belong to its slice, and returns where the next one begins. What events change lies in
   * variables meanwhile: fields are loaded and stored at each use.
   */
  private priceSlice(data: Int32Array, from: number, end: number): number {
    const { stack, sites, depths, siteBase, isSequential, isClassic } = this;
    const { bits } = this.uses;
    // What is read is on the stack then, and its address its key: nothing has to be asked.
    const isEager = this.semantics === 'eager';
    const slice = data[from + 1];
    let { byte, bit } = this;
    let reads = 0;
    let instructions = 0;
    let peak = 0;
    let at = from;
    for (; at < end && data[at + 1] === slice; instructions++) {
      const first = at + HEADER;
      const next = first + data[at + 3];
      const site = siteBase + data[at] - first;
      // In sequence each load is priced on the stack that the load before it left, else all on the stack as it was before.
      for (let r = first; r < next; r++) {
        const address = data[r];
        if (address === CONSTANT) continue;
        sites[reads] = site + r;
        depths[reads++] = isEager ? stack.depthOf(address) : this.depthOf(address);
        if (isSequential) this.touch(address, !isClassic && bits.isSet(byte, bit + r - first));
      }
      // Then operands come to the top in order of first occurrence. They are few, so looking for repeats by hand beats indexOf.
      for (let r = isSequential ? next : first; r < next; r++) {
        const address = data[r];
        if (address === CONSTANT) continue;
        let earliest = first;
        while (data[earliest] !== address) earliest++;
        if (earliest < r) continue;
        let last = next - 1;
        while (data[last] !== address) last--;
        const ends = bits.isSet(byte, bit + last - first);
        if (!isEager) this.touch(address, ends);
        else if (ends) stack.remove(address);
        else stack.bump(address);
      }
      bit += next - first;
      const written = data[at + 2];
      if (written !== CONSTANT && (isClassic || bits.isSet(byte, bit))) this.write(written);
      bit++;
      byte += bit >>> 3;
      bit &= 7;
      if (stack.size > peak) peak = stack.size;
      at = next;
    }
    this.byte = byte;
    this.bit = bit;
    this.settle(slice, reads, instructions, peak);
    return at;
  }

  /** Tallies what was priced of a slice. */
  private settle(slice: number, reads: number, instructions: number, peak: number): void {
    const { tally } = this;
    tally.readEach(this.sites, this.depths, reads, this.sliceBase + slice);
    tally.instructions(this.sliceBase + slice, instructions);
    tally.live(this.sliceBase + slice, peak);
  }

  private write(address: number): void {
    if (this.isClassic) this.keyAt[address] = this.nextKey++;
    this.stack.push(this.keyOf(address));
  }

  private keyOf(address: number): number {
    return this.isClassic ? this.keyAt[address] : address;
  }

  private depthOf(address: number): number {
    const key = this.keyOf(address);
    // Only an argument that was not read yet can be read off the stack.
    return this.semantics === 'eager' || this.stack.has(key) ? this.stack.depthOf(key) : this.position[address];
  }

  private touch(address: number, ends: boolean): void {
    const key = this.keyOf(address);
    if (!this.stack.has(key)) {
      if (!ends) this.stack.push(key);
    } else if (ends) this.stack.remove(key);
    else this.stack.bump(key);
  }
}
