/** In place of a key: not on the stack. */
export const OFF = -1;

/** Cells of a page: so few that results which live long do not keep the room of many that died. */
const PAGE_BITS = 6;
const PAGE = 2 ** PAGE_BITS;
const FIRST_PAGES = 16;

/**
 * The keys that cells of a program have on a stack, in pages of neighbours that are there while one of them has a key, so that
 * what is kept grows with the cells that live at once: 4 bytes for each 64 cells, and 257 for each page.
 */
export class CellKeys {
  /** By place, a cell's number without its last bits: a page. Page 0 has no keys, so that nobody has to ask whether there is one. */
  private readonly pageAt: Int32Array;
  /** By page, in it by cell: 1 + its key, 0 for none. */
  private keys = new Int32Array(FIRST_PAGES * PAGE);
  /** By page but the open one: keys in it. */
  private held = new Uint8Array(FIRST_PAGES);
  private readonly free: number[] = [];
  private pages = 1;
  /**
   * Where a key was given last, and where the keys of that page begin. Cells are made in order, and most die before the next
   * is made: while they are near nothing is counted.
   */
  private open = -1;
  private start = 0;

  constructor(cells: number) {
    this.pageAt = new Int32Array((cells >>> PAGE_BITS) + 1);
  }

  /** Bytes of all pages, and of where they are. */
  get byteLength(): number {
    return this.pageAt.byteLength + this.keys.byteLength + this.held.byteLength;
  }

  /** The key of a cell, or OFF. */
  at(cell: number): number {
    return this.keys[(this.pageAt[cell >>> PAGE_BITS] << PAGE_BITS) | (cell & (PAGE - 1))] - 1;
  }

  /** Gives a cell that has none a key. */
  put(cell: number, key: number): void {
    if (cell >>> PAGE_BITS !== this.open) this.goTo(cell >>> PAGE_BITS);
    this.keys[this.start | (cell & (PAGE - 1))] = key + 1;
  }

  /** Takes the key of a cell that has one. */
  take(cell: number): void {
    const place = cell >>> PAGE_BITS;
    const page = this.pageAt[place];
    this.keys[(page << PAGE_BITS) | (cell & (PAGE - 1))] = 0;
    if (place === this.open) return;
    this.held[page]--;
    if (this.held[page] === 0) this.giveUp(place, page);
  }

  /** Closes the open page, and opens that of a place. */
  private goTo(place: number): void {
    if (this.open >= 0) this.close();
    let page = this.pageAt[place];
    if (page === 0) {
      page = this.free.pop() ?? this.newPage();
      this.pageAt[place] = page;
    }
    this.open = place;
    this.start = page << PAGE_BITS;
  }

  private close(): void {
    const { keys, start } = this;
    const page = start >>> PAGE_BITS;
    let held = 0;
    for (let i = start; i < start + PAGE; i++) if (keys[i] !== 0) held++;
    this.held[page] = held;
    if (held === 0) this.giveUp(this.open, page);
  }

  private giveUp(place: number, page: number): void {
    this.free.push(page);
    this.pageAt[place] = 0;
  }

  private newPage(): number {
    if (this.pages === this.held.length) {
      const keys = new Int32Array(2 * this.keys.length);
      keys.set(this.keys);
      this.keys = keys;
      const held = new Uint8Array(2 * this.held.length);
      held.set(this.held);
      this.held = held;
    }
    return this.pages++;
  }
}
