const PAGE_BITS = 10;
const PAGE = 1 << PAGE_BITS;
const LARGEST = 2 ** 31 - 1;

/**
 * Integers by index, 0 until something is added, exact up to 2^53 - 1; indices are integers in 0 .. 2^31 - 1. Memory
 * is 4 KiB for each 1024 indices among which one was used, 12 KiB where a number has passed 2^31: depths that no read
 * has cost nothing.
 */
export class PagedCounts {
  /** Pages that were made. */
  made = 0;
  private pages: (Int32Array | undefined)[] = [];
  /** What did not fit into `pages`. */
  private carried: (Float64Array | undefined)[] = [];

  add(index: number, change: number): void {
    const number = index >>> PAGE_BITS;
    this.addTo(this.pages[number] ?? this.newPage(number), index, change);
  }

  /** Adds `change` at each of the indices first, first + step, ... O(count). */
  addEach(first: number, step: number, count: number, change: number): void {
    const { pages } = this;
    for (let i = 0, index = first; i < count; i++, index += step) {
      const number = index >>> PAGE_BITS;
      this.addTo(pages[number] ?? this.newPage(number), index, change);
    }
  }

  at(index: number): number {
    const number = index >>> PAGE_BITS;
    const place = index & (PAGE - 1);
    return (this.pages[number]?.[place] ?? 0) + (this.carried[number]?.[place] ?? 0);
  }

  /** The sum of the numbers at indices from .. to - 1. O(to - from), at most that of all numbers. */
  sum(from: number, to: number): number {
    const { pages, carried } = this;
    const end = Math.min(to, pages.length << PAGE_BITS);
    let sum = 0;
    for (let index = from; index < end; ) {
      const number = index >>> PAGE_BITS;
      const page = pages[number];
      const start = index & (PAGE - 1);
      const after = Math.min(PAGE, start + end - index);
      if (page !== undefined) for (let i = start; i < after; i++) sum += page[i];
      const more = carried[number];
      if (more !== undefined) for (let i = start; i < after; i++) sum += more[i];
      index += after - start;
    }
    return sum;
  }

  /** Writes the same numbers into another, which has none. */
  copyTo(other: PagedCounts): void {
    other.pages = this.pages.map((page) => page?.slice());
    other.carried = this.carried.map((page) => page?.slice());
  }

  /** Calls `visit` for every number that is not 0, in rising order of the indices. */
  forEach(visit: (index: number, count: number) => void): void {
    this.pages.forEach((page, number) => {
      if (page === undefined) return;
      const carried = this.carried[number];
      for (let i = 0; i < PAGE; i++) {
        const count = carried === undefined ? page[i] : page[i] + carried[i];
        if (count !== 0) visit((number << PAGE_BITS) + i, count);
      }
    });
  }

  /**
   * Takes the numbers for changes from one index to that `step` above it, and adds to `sums` what that makes of each;
   * all numbers are 0 afterwards. The changes along each residue must add up to 0.
   */
  integrateInto(sums: PagedCounts, step: number): void {
    const running = new Float64Array(step);
    for (let number = 0; number < this.pages.length; number++) {
      const page = this.pages[number];
      if (page === undefined && running.every((sum) => sum === 0)) continue;
      const carried = this.carried[number];
      const start = number << PAGE_BITS;
      let residue = start % step;
      for (let i = 0; i < PAGE; i++) {
        if (page !== undefined) running[residue] += page[i];
        if (carried !== undefined) running[residue] += carried[i];
        if (running[residue] !== 0) sums.add(start + i, running[residue]);
        if (++residue === step) residue = 0;
      }
    }
    this.pages = [];
    this.carried = [];
  }

  private addTo(page: Int32Array, index: number, change: number): void {
    const sum = page[index & (PAGE - 1)] + change;
    if (sum > LARGEST || sum < -LARGEST) this.carry(page, index, sum);
    else page[index & (PAGE - 1)] = sum;
  }

  private newPage(number: number): Int32Array {
    // Without holes, so that the array stays a plain one.
    while (this.pages.length <= number) this.pages.push(undefined);
    this.made++;
    const page = new Int32Array(PAGE);
    this.pages[number] = page;
    return page;
  }

  private carry(page: Int32Array, index: number, sum: number): void {
    const number = index >>> PAGE_BITS;
    let carried = this.carried[number];
    if (carried === undefined) {
      carried = new Float64Array(PAGE);
      this.carried[number] = carried;
    }
    carried[index & (PAGE - 1)] += sum;
    page[index & (PAGE - 1)] = 0;
  }
}
