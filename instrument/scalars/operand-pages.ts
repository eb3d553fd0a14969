import { eventSizes, type Program } from '../../core/programs/program.ts';

const FIRST_PLACES = 16;
const FIRST_PAGE = 1 << 10;
const LARGEST_PAGE = 1 << 22;
/** Operands this near are a byte, how many cells ago theirs was made: at least one. */
const NEAR = 1 << 7;
/** Others are two where their cell lies so far at most from the one that events of the kind read last there, as in rows and columns. */
const APART = 1 << 14;
/** Bytes of all others: FAR, and the cell itself. */
const FAR_BYTES = 5;
const FAR = 0;

/**
 * The operands of a program while it is taken down, most of which were made right before, or are next to others: one byte
 * each, or two, or five. A page is half as long as all before it together, up to a limit, so that long lists are not copied
 * while they grow.
 */
export class OperandPages {
  private readonly full: Uint8Array[] = [];
  private page = new Uint8Array(FIRST_PAGE);
  /** Bytes on the last page, and on those before it. */
  private used = 0;
  private before = 0;
  /** By place, of which kinds have two each, for their first and for their second operand and so on: the cell read last there. */
  private latest = new Int32Array(FIRST_PLACES);

  /** Bytes of all pages, used or not. */
  get byteLength(): number {
    return this.full.reduce((sum, { buffer }) => sum + buffer.byteLength, this.page.byteLength);
  }

  /** Operand `index` of an event of a kind that is recorded when there are `cells`. */
  push(cell: number, cells: number, kind: number, index: number): void {
    if (this.used + FAR_BYTES > this.page.length) this.turnPage();
    if (2 * kind + 1 >= this.latest.length) this.makePlaces(kind);
    const { page, used, latest } = this;
    const place = placeOf(kind, index);
    const ago = cells - cell;
    const apart = cell - latest[place] + APART;
    latest[place] = cell;
    if (ago < NEAR) {
      page[used] = ago;
      this.used = used + 1;
    } else if (apart >= 0 && apart < 2 * APART) {
      page[used] = NEAR | (apart >>> 8);
      page[used + 1] = apart;
      this.used = used + 2;
    } else {
      page[used] = FAR;
      page[used + 1] = cell >>> 24;
      page[used + 2] = cell >>> 16;
      page[used + 3] = cell >>> 8;
      page[used + 4] = cell;
      this.used = used + FAR_BYTES;
    }
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
    const latest = this.latest.fill(0);
    let cells = program.argCount;
    let [page = this.page] = pages;
    let next = 1;
    let at = 0;
    let read = 0;
    for (let event = 0; event < events.length; event++) {
      const kind = events[event];
      for (let index = 0; index < reads[kind]; index++) {
        if (at === page.length) {
          page = pages[next];
          // Given up one by one, so that the collector may have those that are read.
          pages[next++] = this.page;
          at = 0;
        }
        const place = placeOf(kind, index);
        const first = page[at++];
        let cell = cells - first;
        if (first >= NEAR) cell = latest[place] + ((first - NEAR) << 8) + page[at++] - APART;
        else if (first === FAR) {
          cell = (page[at] << 24) | (page[at + 1] << 16) | (page[at + 2] << 8) | page[at + 3];
          at += FAR_BYTES - 1;
        }
        latest[place] = cell;
        joined[read++] = cell;
      }
      cells += results[kind];
    }
    return joined;
  }

  private makePlaces(kind: number): void {
    const places = new Int32Array(Math.max(2 * this.latest.length, 2 * kind + 2));
    places.set(this.latest);
    this.latest = places;
  }

  private turnPage(): void {
    this.full.push(this.page.subarray(0, this.used));
    this.before += this.used;
    this.used = 0;
    this.page = new Uint8Array(Math.min(Math.max(this.before >> 1, FIRST_PAGE), LARGEST_PAGE));
  }
}

function placeOf(kind: number, index: number): number {
  return 2 * kind + (index & 1);
}
