import type { EventSink } from '../../element-engine/event-batch.ts';
import { CONSTANT, singly } from '../../element-engine/event-batch.ts';
import { expandCall } from '../../element-engine/expansion.ts';
import type { DeadVersions } from '../../stack/dead-versions.ts';
import { SLICES } from '../../trace/slices.ts';
import type { EventContext } from './event-context.ts';
import { WrittenElements } from './written-elements.ts';

/**
 * Executes single calls of a trace element by element on a block stack under `ir-classic` (D22): those that runs cannot
 * do. 1 byte an address.
 */
export class ClassicEvents implements EventSink {
  private readonly context: EventContext;
  private readonly dead: DeadVersions;
  private readonly written: WrittenElements;
  private siteBase = 0;
  private sliceBase = 0;

  constructor(context: EventContext, dead: DeadVersions) {
    this.context = context;
    this.dead = dead;
    this.written = new WrittenElements(context);
  }

  price(call: number): void {
    expandCall(this.context, call, this.written.before(call), singly(this));
  }

  beginCall(call: number): void {
    this.siteBase = this.context.tally.siteStart[call];
    this.sliceBase = call * SLICES;
  }

  event(site: number, count: number, addresses: Int32Array, written: number, slice: number): void {
    const { stack, tally, unread } = this.context;
    const { dead } = this;
    const sliceIndex = this.sliceBase + slice;
    for (let r = 0; r < count; r++) {
      const address = addresses[r];
      if (address === CONSTANT) continue;
      if (stack.has(address)) {
        tally.read(this.siteBase + site + r, sliceIndex, stack.depthOf(address));
        stack.bump(address);
      } else {
        tally.read(this.siteBase + site + r, sliceIndex, unread.depthOf(address));
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
