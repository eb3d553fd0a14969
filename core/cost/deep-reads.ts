import type { ExactInteger } from '../numbers/exact-integer.ts';
import { ExactSum } from '../numbers/exact-sum.ts';

/** How many reads go deeper than so many elements: falls to 0. */
export type DeepReads = (depth: number) => number;

/** Reads by depth, in rising order. */
interface ReadsByDepth {
  forEach(visit: (depth: number, count: number) => void): void;
}

/**
 * The cost of reads of which so many go deeper than each depth, and a floor of it where so many do at least: identity (1)
 * of D60. Ends at the first square beyond which no read goes. O(root of the deepest depth) calls.
 */
export function costOfDeepReads(deepReads: DeepReads, bytes: number): ExactInteger {
  const sum = new ExactSum();
  for (let k = 0; ; k++) {
    // Bytes up to k * k cost no more than k each; of the element that the square cuts, so many lie above it.
    const above = (k * k) % bytes;
    const depth = (k * k - above) / bytes;
    const [reads, deeper] = [deepReads(depth), above === 0 ? 0 : deepReads(depth + 1)];
    if (reads === 0 && deeper === 0) return sum.value();
    sum.addProduct(reads, bytes - above);
    sum.addProduct(deeper, above);
  }
}

/** The reads of a histogram that go deeper than each depth. O(depths) once, O(log depths) a call. */
export function deepReadsOf(histogram: ReadsByDepth): DeepReads {
  const depths: number[] = [];
  const counts: number[] = [];
  histogram.forEach((depth, count) => {
    depths.push(depth);
    counts.push(count);
  });
  const from = new Float64Array(depths.length + 1);
  for (let index = depths.length - 1; index >= 0; index--) from[index] = from[index + 1] + counts[index];
  return (depth) => {
    let low = 0;
    let high = depths.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (depths[middle] > depth) high = middle;
      else low = middle + 1;
    }
    return from[low];
  };
}
