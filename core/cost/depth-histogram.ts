import { describe, InputError } from '../input-error.ts';
import type { ExactInteger } from '../numbers/exact-integer.ts';
import { PagedCounts } from '../numbers/paged-counts.ts';
import { costOfDeepReads } from './deep-reads.ts';
import { readCost } from './pricing.ts';

/** Depths index the elements of one stack; as 32-bit integers they also stay fast. */
const MAX_DEPTH = 2 ** 31 - 2;

/** Progressions of more depths, and no steeper, are kept by their ends; others are counted depth by depth (D77). */
const SHORT = 64;
const STEEPEST = 8;

/** Progressions are entered where their ends take more pages: 64 MB, as often as that many have been made. */
const MOST_PAGES = 2 ** 14;

/**
 * How many reads went to each LRU stack depth (1 = top), exact: the total cost at any number of bytes per element,
 * and the miss ratio at any capacity, are read off it. Memory is 4 bytes for each depth that was read, 12 where
 * more than 2^31 reads went to one nearby, those around it,
 * and as much again for the ends of progressions. The number of all reads stays below 2^53, and with it every bin.
 */
export class DepthHistogram {
  private readonly counts = new PagedCounts();
  private hasPendingRanges = false;
  /** By step: what progressions add since the last query, as differences: bin d gains those at d, d - step, ... */
  private readonly strided: PagedCounts[] = [];
  private pendingPages = 0;
  private total = 0;
  private deepest = 0;
  /** Whether the deepest reads may have been moved. */
  private isDeepestOld = false;

  /** Number of all reads. */
  get reads(): number {
    return this.total;
  }

  /** The deepest depth that was read, 0 where nothing was. */
  get maxDepth(): number {
    if (this.isDeepestOld) {
      this.isDeepestOld = false;
      this.deepest = 0;
      this.forEach((depth) => {
        this.deepest = depth;
      });
    }
    return this.deepest;
  }

  /** Counts one read. Throws RangeError unless `depth` is an integer in 1 .. 2^31 - 2. */
  add(depth: number): void {
    if (depth > this.deepest || depth < 1 || (depth | 0) !== depth) {
      requireDepth(depth);
      this.deepest = depth;
    }
    if (this.total === Number.MAX_SAFE_INTEGER) this.addReads(1);
    this.counts.add(depth, 1);
    this.total++;
  }

  /** Counts one read at each of the first `count` depths. Throws RangeError as `add`. */
  addEach(depths: Int32Array, count: number): void {
    const { counts } = this;
    this.addReads(count);
    for (let i = 0; i < count; i++) {
      const depth = depths[i];
      if (depth > this.deepest || depth < 1) {
        requireDepth(depth);
        this.deepest = depth;
      }
      counts.add(depth, 1);
    }
  }

  /** Counts `count` reads at one depth. Throws RangeError on a bad depth or count, or where reads would pass 2^53 - 1. */
  addMany(depth: number, count: number): void {
    requireDepth(depth);
    this.addReads(count);
    if (count === 0) return;
    if (depth > this.deepest) this.deepest = depth;
    this.counts.add(depth, count);
  }

  /**
   * Counts `times` reads at each of the `count` depths first, first + step, ..., O(1) for steps of up to 8, O(count) beyond.
   * Throws RangeError where a depth is bad or the step is not a positive integer.
   */
  addProgression(first: number, step: number, count: number, times = 1): void {
    const last = first + (count - 1) * step;
    requireDepth(first);
    requireDepth(last);
    if (!(Number.isInteger(step) && step >= 1)) {
      throw new RangeError(`DepthHistogram: step must be a positive integer, got ${step}`);
    }
    this.addReads(count * times);
    if (last > this.deepest) this.deepest = last;
    if (count <= SHORT || step > STEEPEST) {
      this.counts.addEach(first, step, count, times);
      return;
    }
    let ends = this.strided[step];
    if (ends === undefined) {
      ends = new PagedCounts();
      this.strided[step] = ends;
    }
    const made = ends.made;
    ends.add(first, times);
    ends.add(last + step, -times);
    this.hasPendingRanges = true;
    this.pendingPages += ends.made - made;
    if (this.pendingPages > MOST_PAGES) this.settle();
  }

  /** A histogram of its own that holds the same reads. */
  copy(): DepthHistogram {
    this.settle();
    const same = new DepthHistogram();
    this.counts.copyTo(same.counts);
    same.total = this.total;
    same.deepest = this.maxDepth;
    return same;
  }

  /** Counts one of the reads that it holds at depth `from` at `to`. Throws RangeError on a bad depth. */
  move(from: number, to: number): void {
    requireDepth(to);
    this.settle();
    this.counts.add(from, -1);
    this.counts.add(to, 1);
    if (to > this.deepest) this.deepest = to;
    else if (from === this.deepest) this.isDeepestOld = true;
  }

  /** Reads at one depth. */
  count(depth: number): number {
    this.settle();
    return this.counts.at(depth);
  }

  /** Calls `visit` for each depth that was read, in rising order. */
  forEach(visit: (depth: number, count: number) => void): void {
    this.settle();
    this.counts.forEach(visit);
  }

  /** Reads at depths of at most this one. O(depth). */
  readsWithin(depth: number): number {
    this.settle();
    return this.counts.sum(1, depth + 1);
  }

  /**
   * The exact cost of all reads: a number up to 2^53 - 1, a bigint above. O(maxDepth). Throws RangeError where
   * `bytesPerElement` is no positive integer, or times the deepest depth passes 2^52.
   */
  totalCost(bytesPerElement: number): ExactInteger {
    if (this.total === 0) return 0;
    // For what it throws.
    readCost(this.maxDepth, bytesPerElement);
    this.settle();
    // By squares in place of depths, of which there are many more: depths rise from square to square, and their reads are
    // only added up.
    let at = 0;
    let deeper = this.total;
    const deepReads = (depth: number): number => {
      if (depth > at) deeper -= this.counts.sum(at + 1, depth + 1);
      else deeper += this.counts.sum(depth + 1, at + 1);
      at = depth;
      return deeper;
    };
    return costOfDeepReads(deepReads, bytesPerElement);
  }

  /** Whether both hold the same number of reads at every depth. */
  equals(other: DepthHistogram): boolean {
    if (this.total !== other.total || this.maxDepth !== other.maxDepth) return false;
    for (let depth = 1; depth <= this.deepest; depth++) {
      if (this.count(depth) !== other.count(depth)) return false;
    }
    return true;
  }

  private addReads(count: number): void {
    if (!(Number.isSafeInteger(count) && count >= 0)) {
      throw new RangeError(`DepthHistogram: count must be an integer in 0 .. 2^53 - 1, got ${count}`);
    }
    if (count > Number.MAX_SAFE_INTEGER - this.total) {
      throw new RangeError(`DepthHistogram: ${count} more reads after ${this.total} pass 2^53`);
    }
    this.total += count;
  }

  /** Enters the progressions into the counts, and gives their memory back. O(depths between their ends). */
  settle(): void {
    if (!this.hasPendingRanges) return;
    this.hasPendingRanges = false;
    this.pendingPages = 0;
    this.strided.forEach((ends, step) => {
      ends.integrateInto(this.counts, step);
    });
  }
}

function requireDepth(depth: number): void {
  if (!(Number.isInteger(depth) && depth >= 1 && depth <= MAX_DEPTH)) {
    throw new RangeError(`DepthHistogram: depth must be an integer in 1 .. 2^31 - 2, got ${depth}`);
  }
}

/** Throws InputError, beginning with `owner`, on what is no histogram. */
export function requireHistogram(owner: string, subject: unknown): void {
  if (subject instanceof DepthHistogram) return;
  throw new InputError(`${owner}: must be given a DepthHistogram, as that of a measurement, got ${describe(subject)}`);
}
