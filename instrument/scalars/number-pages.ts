import type { NarrowArray } from '../../core/numbers/narrow-array.ts';

type Page = NarrowArray | Int32Array;

/** An array of zeros with room for integers up to `largest`. */
type CreatePage<P extends Page> = (length: number, largest: number) => P;

const FIRST_PAGE = 1 << 8;
const LARGEST_PAGE = 1 << 20;

/**
 * A list of integers from 0 up that grows at its end, a page at a time. A page is half as long as all before it together, up
 * to a limit: short lists stay small, and long ones are not copied while they grow. Where a number is larger than the
 * page takes, a wider page begins; those before it stay as narrow as they are.
 */
export class NumberPages<P extends Page> {
  private readonly create: CreatePage<P>;
  private full: P[] = [];
  private page: P;
  /** Numbers on the last page. */
  private used = 0;
  /** Numbers on the pages before it. */
  private before = 0;
  private largest: number;

  /** `largest`: what the first page takes. */
  constructor(create: CreatePage<P>, largest: number) {
    this.create = create;
    this.largest = largest;
    this.page = create(FIRST_PAGE, largest);
  }

  get length(): number {
    return this.before + this.used;
  }

  /** Bytes of all pages, used or not. */
  get byteLength(): number {
    return this.full.reduce((sum, page) => sum + page.buffer.byteLength, this.page.byteLength);
  }

  push(number: number): void {
    if (this.used === this.page.length || number > this.largest) this.turnPage(number);
    this.page[this.used++] = number;
  }

  /** All numbers in one array with room for `largest`. The list is of no use afterwards. */
  join(largest: number): P {
    const all = this.create(this.length, largest);
    const pages = [...this.full, this.page.subarray(0, this.used)];
    // Given up one by one, so that the collector may have those that are copied.
    this.full = [];
    let next = 0;
    for (let page = pages.shift(); page !== undefined; page = pages.shift()) {
      all.set(page, next);
      next += page.length;
    }
    return all;
  }

  private turnPage(number: number): void {
    this.full.push(this.page.subarray(0, this.used) as P);
    this.before += this.used;
    this.used = 0;
    if (number > this.largest) this.largest = number < 2 ** 16 ? 2 ** 16 - 1 : 2 ** 32 - 1;
    this.page = this.create(Math.min(Math.max(this.before >> 1, FIRST_PAGE), LARGEST_PAGE), this.largest);
  }
}
