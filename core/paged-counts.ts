const PAGE_BITS = 10;
const PAGE = 1 << PAGE_BITS;

/**
 * Numbers by index, 0 until something is added; indices are integers in 0 .. 2^31 - 1. Memory is 8 KiB for each 1024
 * indices among which one was used, so that depths which no read has cost nothing.
 */
export class PagedCounts {
  private pages: (Float64Array | undefined)[] = [];

  add(index: number, change: number): void {
    (this.pages[index >>> PAGE_BITS] ?? this.newPage(index >>> PAGE_BITS))[index & (PAGE - 1)] += change;
  }

  at(index: number): number {
    return this.pages[index >>> PAGE_BITS]?.[index & (PAGE - 1)] ?? 0;
  }

  /** Calls `visit` for every number that is not 0, in rising order of the indices. */
  forEach(visit: (index: number, count: number) => void): void {
    this.pages.forEach((page, number) => {
      if (page === undefined) return;
      for (let i = 0; i < PAGE; i++) if (page[i] !== 0) visit((number << PAGE_BITS) + i, page[i]);
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
      const start = number << PAGE_BITS;
      let residue = start % step;
      for (let i = 0; i < PAGE; i++) {
        if (page !== undefined) running[residue] += page[i];
        if (running[residue] !== 0) sums.add(start + i, running[residue]);
        if (++residue === step) residue = 0;
      }
    }
    this.pages = [];
  }

  private newPage(number: number): Float64Array {
    // Without holes, so that the array stays a plain one.
    while (this.pages.length <= number) this.pages.push(undefined);
    const page = new Float64Array(PAGE);
    this.pages[number] = page;
    return page;
  }
}
