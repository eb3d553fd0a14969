import { eventSizes, type Program } from '../../core/programs/program.ts';

const FIRST_PAGE = 1 << 10;
const LARGEST_PAGE = 1 << 22;
/** Operands this near are a byte: how many cells ago theirs was made. */
const NEAR = 1 << 7;
/** Bytes of others: the cell itself, the first of them past NEAR. */
const FAR_BYTES = 4;

/**
 * The operands of a program while it is taken down, most of which were made right before: one byte each, or four. A page is
 * half as long as all before it together, up to a limit, so that long lists are not copied while they grow.
 */
export class OperandPages {
  private readonly full: Uint8Array[] = [];
  private page = new Uint8Array(FIRST_PAGE);
  /** Bytes on the last page, and on those before it. */
  private used = 0;
  private before = 0;

  /** Bytes of all pages, used or not. */
  get byteLength(): number {
    return this.full.reduce((sum, { buffer }) => sum + buffer.byteLength, this.page.byteLength);
  }

  /** An operand of an event that is recorded when there are `cells`. */
  push(cell: number, cells: number): void {
    if (this.used + FAR_BYTES > this.page.length) this.turnPage();
    const { page, used } = this;
    const ago = cells - cell;
    if (ago < NEAR) {
      page[used] = ago;
      this.used = used + 1;
      return;
    }
    // Cells are below 2^31, so that the first bit is free.
    page[used] = NEAR | (cell >>> 24);
    page[used + 1] = cell >>> 16;
    page[used + 2] = cell >>> 8;
    page[used + 3] = cell;
    this.used = used + FAR_BYTES;
  }

  /** The operands of all these events as cells. The pages are of no use afterwards. */
  join(program: Pick<Program, 'kinds' | 'events' | 'argCount'>): Int32Array {
    const { events } = program;
    const { reads, results } = eventSizes(program);
    let count = 0;
    for (let event = 0; event < events.length; event++) count += reads[events[event]];
    const joined = new Int32Array(count);
    const pages = [...this.full, this.page.subarray(0, this.used)];
    this.full.length = 0;
    let cells = program.argCount;
    let [page = this.page] = pages;
    let next = 1;
    let at = 0;
    let read = 0;
    for (let event = 0; event < events.length; event++) {
      const kind = events[event];
      for (let left = reads[kind]; left > 0; left--) {
        if (at === page.length) {
          page = pages[next];
          // Given up one by one, so that the collector may have those that are read.
          pages[next++] = this.page;
          at = 0;
        }
        const first = page[at++];
        if (first < NEAR) joined[read++] = cells - first;
        else {
          joined[read++] = ((first - NEAR) << 24) | (page[at] << 16) | (page[at + 1] << 8) | page[at + 2];
          at += FAR_BYTES - 1;
        }
      }
      cells += results[kind];
    }
    return joined;
  }

  private turnPage(): void {
    this.full.push(this.page.subarray(0, this.used));
    this.before += this.used;
    this.used = 0;
    this.page = new Uint8Array(Math.min(Math.max(this.before >> 1, FIRST_PAGE), LARGEST_PAGE));
  }
}
