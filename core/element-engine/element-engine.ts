import type { FirstReads } from '../cost/first-reads.ts';
import type { CellPricing, PricedTrace } from '../cost/tally.ts';
import { Tally } from '../cost/tally.ts';
import { InputError } from '../input-error.ts';
import type { DepthStack } from '../stack/depth-stack.ts';
import { LruStack } from '../stack/lru-stack.ts';
import type { AddressSpace } from '../trace/address-space.ts';
import { layOut, NOWHERE } from '../trace/address-space.ts';
import { executionCounts } from '../trace/iteration-shapes.ts';
import { instructionsOf } from '../trace/nest.ts';
import type { PricingListener } from '../trace/pricing-progress.ts';
import { pricingProgress } from '../trace/pricing-progress.ts';
import { SLICES } from '../trace/slices.ts';
import type { Granularity, Semantics, StackRun, Trace } from '../trace/trace.ts';
import { argumentStack } from '../trace/trace.ts';
import { argumentPositions } from './argument-positions.ts';
import type { EventSink, ExpansionContext } from './expansion.ts';
import { CONSTANT, expand } from './expansion.ts';
import { FinalStack } from './final-stack.ts';
import type { LastUses } from './last-uses.ts';
import { lastUses } from './last-uses.ts';

export interface PricingOptions {
  readonly semantics: Semantics;
  readonly granularity: Granularity;
  /**
   * The stack before the first call, bottom to top; `eager` only. Default: the arguments, as a cold update finds them.
   */
  readonly initial?: readonly StackRun[];
  /** How cells are counted, of a trace whose elements are not all of ELEMENT_BYTES; `priceBySizes` says it. */
  readonly cells?: CellPricing;
  /**
   * Where first reads of arguments are to be noted under `eager`, by engines that can; the result does not depend on it.
   */
  readonly firstReads?: FirstReads | undefined;
  /** The result does not depend on it. */
  readonly onProgress?: PricingListener | undefined;
}

/** Makes an empty stack over the keys 0 .. size-1. */
export type StackFactory = (size: number) => DepthStack;

/** As many as an LruStack takes. */
const MAX_KEYS = 2 ** 30;

/**
 * Prices a trace element by element: exact for every trace, and what the run engine is measured against. Constants have
 * no place (D2), arguments begin and results stay where D4 says. Expands the trace twice, first for the last uses.
 * About 0.1 microseconds a read; 1 bit an access and 30 bytes an address (D8), and under `ir-classic`, which drops
 * nothing, 8 bytes a write.
 * Throws RangeError where `initial` is given with other semantics than `eager`, InputError where an element is read that
 * nothing has written, and under `ir-classic` where more than 2^30 versions come together.
 */
export function priceByElement(
  trace: Trace,
  options: PricingOptions,
  createStack: StackFactory = (size) => new LruStack(size),
): PricedTrace {
  const { semantics, granularity } = options;
  if (options.initial !== undefined && semantics !== 'eager') {
    throw new RangeError(`priceByElement: an initial stack has a meaning under eager only, got ${semantics}`);
  }
  const context = { trace, space: layOut(trace), granularity };
  const { size } = context.space;
  const keys = semantics === 'ir-classic' ? size + writesOf(trace) : size;
  if (keys > MAX_KEYS) {
    throw new InputError(
      `${trace.name}: ${semantics} keeps ${keys} versions, the limit of this engine is 2^30; price it by the run engine`,
    );
  }
  const endCall = pricingProgress(trace, options.onProgress);
  const uses = lastUses(trace, context.space, granularity);
  const stack = createStack(keys);
  const pricer = new ElementPricer(context, options, uses, stack, endCall);
  if (semantics === 'eager') pricer.pushArguments(options.initial ?? argumentStack(trace));
  const initialLive = stack.size;
  expand(trace, context.space, granularity, pricer);
  pricer.readReturned();
  return pricer.tally.finish(semantics, granularity, initialLive, pricer.finalStack());
}

function writesOf(trace: Trace): number {
  const writes = trace.nests.map((nest) => {
    const counts = executionCounts(nest);
    return instructionsOf(nest).reduce((sum, instruction, i) => sum + (instruction.write === null ? 0 : counts[i]), 0);
  });
  return trace.calls.reduce((sum, call) => sum + writes[call.nest], 0);
}

const NO_KEY = -1;

class ElementPricer implements EventSink {
  readonly tally: Tally;
  readonly endCall: (call: number) => void;
  private readonly trace: Trace;
  private readonly space: AddressSpace;
  private readonly uses: LastUses;
  private readonly semantics: Semantics;
  private readonly stack: DepthStack;
  private readonly isSequential: boolean;
  /** By address: the depth of an argument element until it is read; unused under `eager`, where it is on the stack. */
  private readonly position: Int32Array;
  /**
   * The stack's key of the version at each address. A live version is the only one at its address, so the key is the
   * address; under `ir-classic` dead versions stay on the stack and each write takes a new key.
   */
  private readonly keyAt: Int32Array;
  private nextKey: number;
  private access = 0;
  private siteBase = 0;
  private sliceBase = 0;

  constructor(
    { trace, space }: ExpansionContext,
    { semantics, cells }: PricingOptions,
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
    this.tally = new Tally(trace, cells);
    this.isSequential = semantics === 'ir-live' || semantics === 'ir-classic';
    this.keyAt = Int32Array.from({ length: space.size }, (_, address) => address);
    this.nextKey = space.size;
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
    if (this.semantics === 'ir-classic') this.keyAt.fill(NO_KEY, base, end);
  }

  event(site: number, count: number, addresses: Int32Array, written: number, slice: number): void {
    const sliceIndex = this.sliceBase + slice;
    if (this.isSequential) this.readInSequence(site, count, addresses, sliceIndex);
    else this.readTogether(site, count, addresses, sliceIndex);
    this.access += count;
    if (written !== CONSTANT) this.write(written);
    this.access++;
    this.tally.instructions(sliceIndex, 1);
    this.tally.live(sliceIndex, this.stack.size);
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

  /** Priced on the stack as it was before the event; then the operands come to the top in order of first occurrence. */
  private readTogether(site: number, count: number, addresses: Int32Array, slice: number): void {
    for (let r = 0; r < count; r++) {
      const address = addresses[r];
      if (address !== CONSTANT) this.tally.read(this.siteBase + site + r, slice, this.depthOf(address));
    }
    // Operands are few, so looking for repeats by hand beats indexOf, which costs more than a price.
    for (let r = 0; r < count; r++) {
      const address = addresses[r];
      if (address === CONSTANT) continue;
      let first = 0;
      while (addresses[first] !== address) first++;
      if (first < r) continue;
      let last = count - 1;
      while (addresses[last] !== address) last--;
      this.touch(address, this.isLast(this.access + last));
    }
  }

  /** Each load is priced on the stack that the load before it left. */
  private readInSequence(site: number, count: number, addresses: Int32Array, slice: number): void {
    for (let r = 0; r < count; r++) {
      const address = addresses[r];
      if (address === CONSTANT) continue;
      this.tally.read(this.siteBase + site + r, slice, this.depthOf(address));
      this.touch(address, this.semantics === 'ir-live' && this.isLast(this.access + r));
    }
  }

  private write(address: number): void {
    if (this.semantics === 'ir-classic') this.keyAt[address] = this.nextKey++;
    else if (!this.isLast(this.access)) return;
    this.stack.push(this.keyAt[address]);
  }

  private depthOf(address: number): number {
    const key = this.keyAt[address];
    // Only an argument that was not read yet can be read off the stack.
    return this.semantics === 'eager' || this.stack.has(key) ? this.stack.depthOf(key) : this.position[address];
  }

  private touch(address: number, ends: boolean): void {
    const key = this.keyAt[address];
    if (!this.stack.has(key)) {
      if (!ends) this.stack.push(key);
    } else if (ends) this.stack.remove(key);
    else this.stack.bump(key);
  }

  /** Whether a read ends its version, or, for a write, whether the version is ever used. */
  private isLast(access: number): boolean {
    return this.uses.bits.has(access);
  }
}
