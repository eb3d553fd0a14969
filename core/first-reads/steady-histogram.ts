import type { DepthHistogram } from '../cost/depth-histogram.ts';
import { layOut, NOWHERE } from '../trace/address-space.ts';
import type { StackRun, Trace } from '../trace/trace.ts';
import type { FirstReads } from './first-reads.ts';

/**
 * The histogram of an update from the stack `initial`, from that of the same update from its arguments and from what it
 * read first (D54). Nothing else depends on the stack at the start. O(log n) for each of n elements on it; 16 bytes an
 * element for the time it takes.
 */
export function steadyHistogram(
  trace: Trace,
  cold: DepthHistogram,
  firstReads: FirstReads,
  initial: readonly StackRun[],
): DepthHistogram {
  const found = cold.copy();
  const { laid } = firstReads;
  let size = 0;
  for (let i = 0; i < laid.length; i += 3) size = Math.max(size, laid[i], laid[i] + (laid[i + 2] - 1) * laid[i + 1]);
  const before = new UnreadAbove(size + 1);
  for (let i = 0; i < laid.length; i += 3) before.lay(laid[i], laid[i + 1], laid[i + 2], null);
  const after = new UnreadAbove(size + 1);
  const { baseOf } = layOut(trace);
  for (const { value, first, stride, count } of initial) {
    if (baseOf[value] !== NOWHERE) after.lay(baseOf[value] + first, stride, count, before);
  }
  before.begin();
  after.begin();
  // Read, and not yet taken: operands of one instruction are priced before any of them is touched.
  const read: number[] = [];
  firstReads.forEach((address, depth, isAfter) => {
    if (isAfter) {
      for (let i = 0; i < read.length; i++) {
        before.take(read[i]);
        after.take(read[i]);
      }
      read.length = 0;
    }
    read.push(address);
    const change = after.above(address) - before.above(address);
    if (change !== 0) found.move(depth, depth + change);
  });
  return found;
}

/** How many elements that were not read yet lie above one on the stack: a Fenwick tree over their places. */
class UnreadAbove {
  /** By address: its place from below, 1-based; 0 where it is not on the stack, or was read. */
  private readonly placeOf: Int32Array;
  private laid = 0;
  private left = 0;
  private tree = new Int32Array(0);

  constructor(addresses: number) {
    this.placeOf = new Int32Array(addresses);
  }

  has(address: number): boolean {
    return this.placeOf[address] > 0;
  }

  /** Puts a run on top, but for what `used` does not hold. */
  lay(address: number, stride: number, count: number, used: UnreadAbove | null): void {
    for (let i = 0, at = address; i < count; i++, at += stride) {
      if (used === null || used.has(at)) this.placeOf[at] = ++this.laid;
    }
  }

  /** To be called when all lie there. */
  begin(): void {
    this.left = this.laid;
    this.tree = new Int32Array(this.laid + 1);
    for (let i = 1; i <= this.laid; i++) this.tree[i] = i & -i;
  }

  above(address: number): number {
    let sum = 0;
    for (let i = this.placeOf[address]; i > 0; i &= i - 1) sum += this.tree[i];
    return this.left - sum;
  }

  take(address: number): void {
    const place = this.placeOf[address];
    if (place === 0) return;
    this.placeOf[address] = 0;
    this.left--;
    for (let i = place; i < this.tree.length; i += i & -i) this.tree[i]--;
  }
}
