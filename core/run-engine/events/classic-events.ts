import type { Tally } from '../../cost/tally.ts';
import type { EventSink } from '../../element-engine/expansion.ts';
import { CONSTANT, expandCall } from '../../element-engine/expansion.ts';
import type { BlockStack } from '../../stack/block-stack.ts';
import type { DeadVersions } from '../../stack/dead-versions.ts';
import type { AddressSpace } from '../../trace/address-space.ts';
import { SLICES } from '../../trace/slices.ts';
import type { Granularity, Trace } from '../../trace/trace.ts';
import { noteWritten } from './live-events.ts';

/** As `LiveEvents`, under `ir-classic`: single calls element by element on a block stack. 1 byte an address. */
export class ClassicEvents implements EventSink {
  private readonly trace: Trace;
  private readonly space: AddressSpace;
  private readonly granularity: Granularity;
  private readonly stack: BlockStack;
  private readonly tally: Tally;
  private readonly dead: DeadVersions;
  private readonly argumentDepth: Int32Array;
  private readonly written: Uint8Array;
  private siteBase = 0;
  private sliceBase = 0;

  constructor(
    trace: Trace,
    space: AddressSpace,
    granularity: Granularity,
    stack: BlockStack,
    tally: Tally,
    dead: DeadVersions,
    argumentDepth: Int32Array,
  ) {
    this.trace = trace;
    this.space = space;
    this.granularity = granularity;
    this.stack = stack;
    this.tally = tally;
    this.dead = dead;
    this.argumentDepth = argumentDepth;
    this.written = new Uint8Array(space.size);
  }

  price(call: number): void {
    const { trace, space, stack, written } = this;
    noteWritten(trace, space, stack, call, written);
    expandCall(trace, space, call, this.granularity, written, this);
  }

  beginCall(call: number): void {
    this.siteBase = this.tally.siteStart[call];
    this.sliceBase = call * SLICES;
  }

  event(site: number, count: number, addresses: Int32Array, written: number, slice: number): void {
    const { stack, tally, dead } = this;
    const sliceIndex = this.sliceBase + slice;
    for (let r = 0; r < count; r++) {
      const address = addresses[r];
      if (address === CONSTANT) continue;
      if (stack.has(address)) {
        tally.read(this.siteBase + site + r, sliceIndex, stack.depthOf(address));
        stack.bump(address);
      } else {
        tally.read(this.siteBase + site + r, sliceIndex, this.argumentDepth[address]);
        stack.push(address);
      }
    }
    if (written !== CONSTANT) {
      dead.buryRange(written, written + 1);
      stack.push(written);
      dead.settle();
    }
    tally.instructions(sliceIndex, 1);
    tally.live(sliceIndex, stack.size);
  }

  endCall(): void {}
}
