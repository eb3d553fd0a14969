import { SlotOrder } from './slot-order.ts';

const NONE = -1;

/** So few blocks more need no tidying. */
const MANY = 2 ** 16;

/**
 * An LRU stack of element addresses in blocks. A block is a number of *records*; each record holds one element of each
 * of the block's *pieces*, in their order. A piece is an arithmetic progression of addresses, one a record:
 * `base, base + stride, ...`. Bottom to top, a block is record 0 (piece 0, piece 1, ...), record 1, and so on: what a
 * loop leaves behind that touches some streams in turn. `owner` tells which piece an address belongs to.
 *
 * A piece that moves as a whole keeps its number, so that moving it costs O(1) however long it is. Only where a block
 * is cut or two are joined do elements change their owner, those of the smaller side.
 */
export class BlockStack {
  /** By address: the piece that holds it, or -1 where it is not on the stack. */
  readonly owner: Int32Array;
  readonly order = new SlotOrder();
  /** By block: records, pieces in a record, lowest piece. */
  records = new Int32Array(64);
  width = new Int32Array(64);
  lowest = new Int32Array(64);
  /** By piece: address in record 0, step a record, its block, the piece above it in the record. */
  base = new Int32Array(64);
  stride = new Int32Array(64);
  block = new Int32Array(64);
  next = new Int32Array(64);
  /** What is free is linked, blocks by `lowest` and pieces by `next`: it takes no memory of its own. */
  private nextFreeBlock = NONE;
  private nextFreePiece = NONE;
  private blocks = 0;
  private pieces = 0;
  /** Blocks in use, and so many after the last call of `tidy`. */
  private used = 0;
  private usedWhenTidy = 0;

  constructor(addresses: number) {
    this.owner = new Int32Array(addresses).fill(NONE);
  }

  /** Elements on the stack. */
  get size(): number {
    return this.order.total;
  }

  has(address: number): boolean {
    return this.owner[address] !== NONE;
  }

  /** LRU stack depth of an address on the stack, 1 = top. */
  depthOf(address: number): number {
    const piece = this.owner[address];
    if (piece === NONE) throw new Error(`internal: address ${address} is not on the stack`);
    const block = this.block[piece];
    const record = this.recordOf(piece, address);
    let above = (this.records[block] - 1 - record) * this.width[block];
    for (let p = this.next[piece]; p !== NONE; p = this.next[p]) above++;
    return this.order.above(block) + above + 1;
  }

  /** The record of its block that an address is in. */
  recordOf(piece: number, address: number): number {
    const offset = address - this.base[piece];
    return offset === 0 ? 0 : offset / this.stride[piece];
  }

  /** Puts an empty block on top, to tell later what lies above it. It takes part in nothing; `unmark` removes it. */
  mark(): number {
    const marker = this.newBlock(0);
    this.order.append(marker, 0);
    return marker;
  }

  unmark(marker: number): void {
    this.order.remove(marker);
    this.forgetBlock(marker);
  }

  /** Puts an address on top that is not on the stack. */
  push(address: number): void {
    const block = this.newBlock(1);
    this.addPiece(block, NONE, this.newPiece(address, 1, 1));
    this.order.append(block, 1);
  }

  /** Puts `count` addresses on top, none of them on the stack: `first, first + stride, ...`, the last one topmost. */
  pushRun(first: number, stride: number, count: number): void {
    const block = this.newBlock(count);
    this.addPiece(block, NONE, this.newPiece(first, stride, count));
    this.order.append(block, count);
  }

  /** Moves one address to the top. */
  bump(address: number): void {
    const block = this.block[this.owner[address]];
    if (this.records[block] === 1 && this.width[block] === 1) {
      this.order.remove(block);
      this.order.append(block, 1);
    } else {
      this.remove(address);
      this.push(address);
    }
  }

  /** Takes one address off. */
  remove(address: number): void {
    let piece = this.owner[address];
    let block = this.block[piece];
    let record = this.recordOf(piece, address);
    if (this.width[block] === 1 && record > 0 && record === this.records[block] - 1) {
      this.records[block]--;
      this.owner[address] = NONE;
      this.order.add(block, -1);
      return;
    }
    if (record > 0) {
      this.split(block, record);
      piece = this.owner[address];
      block = this.block[piece];
      record = 0;
    }
    if (this.records[block] > 1) {
      if (this.width[block] === 1) {
        this.records[block]--;
        this.base[piece] += this.stride[piece];
        this.owner[address] = NONE;
        this.order.add(block, -1);
        return;
      }
      this.split(block, 1);
      piece = this.owner[address];
    }
    this.unlink(piece);
    this.owner[address] = NONE;
    this.freePiece(piece);
  }

  /** Cuts a block into its records below `record` and the others; the larger part keeps the block's number. */
  split(block: number, record: number): void {
    const all = this.records[block];
    const isLowerNew = 2 * record <= all;
    const moved = isLowerNew ? record : all - record;
    const width = this.width[block];
    const fresh = this.newBlock(moved);
    let last = NONE;
    for (let piece = this.lowest[block]; piece !== NONE; piece = this.next[piece]) {
      const start = this.base[piece];
      const step = this.stride[piece];
      const cut = this.newPiece(isLowerNew ? start : start + record * step, step, moved);
      this.addPiece(fresh, last, cut);
      last = cut;
      if (isLowerNew) this.base[piece] = start + record * step;
    }
    this.records[block] = all - moved;
    this.order.add(block, -moved * width);
    this.order.insert(fresh, moved * width, block, isLowerNew ? 'below' : 'above');
  }

  /**
   * Joins single elements with what they continue below, where blocks have become twice as many since the last time:
   * what a loop leaves between elements that are used up later. Changes the numbers of blocks and pieces.
   */
  tidy(): void {
    if (this.used < 2 * this.usedWhenTidy + MANY) return;
    for (const block of this.order.items()) {
      if (this.records[block] === 1 && this.width[block] === 1) this.joinBelow(block);
    }
    this.usedWhenTidy = this.used;
  }

  /** Joins a block with the one right below where its records continue that one's. Returns the block that has both. */
  joinBelow(block: number): number {
    const below = this.order.below(block);
    if (below === NONE || this.width[below] !== this.width[block]) return block;
    const lower = this.records[below];
    const upper = this.records[block];
    for (let p = this.lowest[below], q = this.lowest[block]; p !== NONE; p = this.next[p], q = this.next[q]) {
      const step = upper > 1 ? this.stride[q] : lower > 1 ? this.stride[p] : this.base[q] - this.base[p];
      if (lower > 1 && this.stride[p] !== step) return block;
      if (this.base[p] + lower * step !== this.base[q]) return block;
    }
    this.join(below, block);
    return lower >= upper ? below : block;
  }

  /** Joins two adjacent blocks whose records continue each other; the one with more records keeps its number. */
  join(below: number, block: number): void {
    const lower = this.records[below];
    const upper = this.records[block];
    const kept = lower >= upper ? below : block;
    const gone = lower >= upper ? block : below;
    for (let k = this.lowest[kept], g = this.lowest[gone]; k !== NONE; k = this.next[k]) {
      if (this.records[kept] === 1)
        this.stride[k] = kept === below ? this.base[g] - this.base[k] : this.base[k] - this.base[g];
      this.setOwner(this.base[g], this.stride[k], this.records[gone], k);
      if (kept === block) this.base[k] = this.base[g];
      const after = this.next[g];
      this.freePiece(g);
      g = after;
    }
    this.records[kept] = lower + upper;
    this.order.remove(gone);
    this.width[gone] = 0;
    this.forgetBlock(gone);
    this.order.add(kept, (kept === below ? upper : lower) * this.width[kept]);
  }

  /** Takes a piece out of its block, which ends with its last piece. Its elements keep it as their owner. */
  unlink(piece: number): void {
    const block = this.block[piece];
    if (this.lowest[block] === piece) {
      if (this.width[block] === 1) {
        this.order.remove(block);
        this.width[block] = 0;
        this.forgetBlock(block);
        return;
      }
      this.lowest[block] = this.next[piece];
    } else {
      let before = this.lowest[block];
      while (this.next[before] !== piece) before = this.next[before];
      this.next[before] = this.next[piece];
    }
    this.width[block]--;
    this.order.add(block, -this.records[block]);
  }

  /** A piece of `count` elements that is in no block yet. */
  newPiece(first: number, stride: number, count: number): number {
    let piece = this.nextFreePiece;
    if (piece !== NONE) this.nextFreePiece = this.next[piece];
    else piece = this.pieces++;
    if (piece === this.base.length) {
      this.base = grown(this.base);
      this.stride = grown(this.stride);
      this.block = grown(this.block);
      this.next = grown(this.next);
    }
    this.base[piece] = first;
    this.stride[piece] = stride;
    this.setOwner(first, stride, count, piece);
    return piece;
  }

  /** Takes a block out of the order and forgets it. Its pieces stay as they are, in no block. */
  dissolve(block: number): void {
    this.order.remove(block);
    this.width[block] = 0;
    this.forgetBlock(block);
  }

  /** Forgets a piece that is in no block. Its elements have other owners by now. */
  freePiece(piece: number): void {
    this.next[piece] = this.nextFreePiece;
    this.nextFreePiece = piece;
  }

  private forgetBlock(block: number): void {
    this.used--;
    this.lowest[block] = this.nextFreeBlock;
    this.nextFreeBlock = block;
  }

  /** A block without pieces and without a place in the order. */
  newBlock(records: number): number {
    let block = this.nextFreeBlock;
    if (block !== NONE) this.nextFreeBlock = this.lowest[block];
    else block = this.blocks++;
    this.used++;
    if (block === this.records.length) {
      this.records = grown(this.records);
      this.width = grown(this.width);
      this.lowest = grown(this.lowest);
    }
    this.records[block] = records;
    this.width[block] = 0;
    this.lowest[block] = NONE;
    return block;
  }

  /** Adds a piece to a block that has no place in the order yet, above its piece `last` (-1: as its first). */
  addPiece(block: number, last: number, piece: number): void {
    this.block[piece] = block;
    this.next[piece] = NONE;
    if (last === NONE) this.lowest[block] = piece;
    else this.next[last] = piece;
    this.width[block]++;
  }

  setOwner(first: number, stride: number, count: number, piece: number): void {
    const { owner } = this;
    for (let i = 0, address = first; i < count; i++, address += stride) owner[address] = piece;
  }

  /** Every address, bottom to top. */
  forEach(visit: (address: number) => void): void {
    for (const block of this.order.items()) {
      for (let r = 0; r < this.records[block]; r++) {
        for (let p = this.lowest[block]; p !== NONE; p = this.next[p]) visit(this.base[p] + r * this.stride[p]);
      }
    }
  }
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
