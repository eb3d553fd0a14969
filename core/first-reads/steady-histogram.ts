import type { DepthHistogram } from '../cost/depth-histogram.ts';
import { layOut, NOWHERE } from '../trace/address-space.ts';
import type { StackRun, Trace } from '../trace/trace.ts';
import type { FirstReads } from './first-reads.ts';
import { UnreadElements } from './unread-elements.ts';

/**
 * The histogram of an update from the stack `initial`, from that of the same update from its arguments and from what it
 * read first (D54). Nothing else depends on the stack at the start. O(log n) for each of n elements on it, O(1)
 * for those that are read in the order in which they lie; 16 bytes an element for the time it takes.
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
  const before = new UnreadElements(size + 1);
  for (let i = 0; i < laid.length; i += 3) before.lay(laid[i], laid[i + 1], laid[i + 2], null);
  const after = new UnreadElements(size + 1);
  const { baseOf } = layOut(trace);
  for (const { value, first, stride, count } of initial) {
    if (baseOf[value] !== NOWHERE) after.lay(baseOf[value] + first, stride, count, before);
  }
  before.begin();
  after.begin();
  // Read, and not yet taken: operands of one instruction are priced before any of them is touched.
  const read: number[] = [];
  firstReads.forEach((first, step, count, firstDepth, slope, isAfter) => {
    if (isAfter) {
      for (let i = 0; i < read.length; i++) {
        before.take(read[i], 0, 1);
        after.take(read[i], 0, 1);
      }
      read.length = 0;
    }
    for (let t = 0; t < count; ) {
      const address = first + t * step;
      const depth = firstDepth + t * slope;
      const change = after.above(address) - before.above(address);
      const together = after.together(address, step, before.together(address, step, count - t));
      const bend = after.bend(address, step, together) - before.bend(address, step, together);
      for (let i = 0; i < together; i++) {
        const changed = change + i * bend;
        if (changed !== 0) found.move(depth + i * slope, depth + i * slope + changed);
      }
      if (count === 1) {
        read.push(address);
      } else {
        before.take(address, step, together);
        after.take(address, step, together);
      }
      t += together;
    }
  });
  return found;
}
