import { BlockTable, GHOST } from './block-table.ts';
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
 *
 * Where dead versions stay on the stack, they are *ghosts*: a piece with base -n and stride 0 stands for n of them a
 * record. A block of nothing else is a *ghost block*: it has no pieces, width 0, and its count as its records.
 */
export class BlockStack extends BlockTable {
  readonly order = new SlotOrder();
  /** Blocks in use after the last call of `tidy`. */
  private usedWhenTidy = 0;
  /** Whether dead versions stay. */
  private readonly hasGhosts: boolean;
  /** Ghost blocks in the order. */
  ghostBlocks = 0;

  constructor(addresses: number, hasGhosts = false) {
    super(addresses);
    this.hasGhosts = hasGhosts;
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
    for (let p = this.next[piece]; p !== NONE; p = this.next[p]) above += this.weight(p);
    return this.order.above(block) + above + 1;
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

  /** Puts `count` ghosts on top. */
  pushGhosts(count: number): void {
    this.order.append(this.newBlock(count), count);
    this.ghostBlocks++;
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
      if (this.hasOneLivePiece(block)) {
        this.removeLowest(piece);
        return;
      }
      this.split(block, 1);
      piece = this.owner[address];
    }
    this.unlink(piece);
    this.owner[address] = NONE;
    this.freePiece(piece);
  }

  /** Whether a single element can be taken out of a block without cutting it twice. */
  hasOneLivePiece(block: number): boolean {
    if (this.width[block] === 1) return true;
    if (!this.hasGhosts) return false;
    let live = 0;
    for (let p = this.lowest[block]; p !== NONE; p = this.next[p]) if (this.base[p] >= 0) live++;
    return live === 1;
  }

  /** Takes off the lowest element of a piece that has only ghosts beside it; its ghosts go to those right below. */
  private removeLowest(piece: number): void {
    const block = this.block[piece];
    const count = this.width[block] - 1;
    this.owner[this.base[piece]] = NONE;
    this.base[piece] += this.stride[piece];
    this.records[block]--;
    this.order.add(block, -count - 1);
    const below = this.order.below(block);
    if (below !== NONE && this.width[below] === 0) {
      this.records[below] += count;
      this.order.add(below, count);
    } else {
      this.order.insert(this.newBlock(count), count, block, 'below');
      this.ghostBlocks++;
    }
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
    if (this.blocksInUse < 2 * this.usedWhenTidy + MANY) return;
    let below = NONE;
    for (const block of this.order.items()) {
      const isSingle = this.records[block] === 1 && this.width[block] === 1;
      below = isSingle && below !== NONE ? this.joinTo(below, block) : block;
    }
    this.usedWhenTidy = this.blocksInUse;
  }

  /** Joins a block with the one right below where its records continue that one's. Returns the block that has both. */
  joinBelow(block: number): number {
    const below = this.order.below(block);
    return below === NONE ? block : this.joinTo(below, block);
  }

  /** As `joinBelow`, where `below` is known to be right below. */
  joinTo(below: number, block: number): number {
    if (this.width[below] !== this.width[block]) return block;
    const lower = this.records[below];
    const upper = this.records[block];
    for (let p = this.lowest[below], q = this.lowest[block]; p !== NONE; p = this.next[p], q = this.next[q]) {
      if (this.base[p] < 0 || this.base[q] < 0) {
        if (this.base[p] !== this.base[q]) return block;
        continue;
      }
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
    if (this.hasGhosts && this.isHollow(block)) this.hollow(block);
  }

  /** Turns a piece into ghosts, where it lies. */
  bury(piece: number): void {
    const block = this.block[piece];
    this.setOwner(this.base[piece], this.stride[piece], this.records[block], NONE);
    this.base[piece] = GHOST;
    this.stride[piece] = 0;
    if (this.isHollow(block)) this.hollow(block);
    else this.joinBelow(block);
  }

  private isHollow(block: number): boolean {
    for (let p = this.lowest[block]; p !== NONE; p = this.next[p]) if (this.base[p] >= 0) return false;
    return true;
  }

  /** Makes a ghost block of a block whose pieces are all ghosts. */
  private hollow(block: number): void {
    for (let p = this.lowest[block]; p !== NONE; ) {
      const above = this.next[p];
      this.freePiece(p);
      p = above;
    }
    this.records[block] *= this.width[block];
    this.width[block] = 0;
    this.lowest[block] = NONE;
    this.ghostBlocks++;
  }

  /** Joins a ghost block with the one right above it. */
  joinGhosts(below: number, block: number): void {
    this.records[below] += this.records[block];
    this.order.add(below, this.records[block]);
    this.dissolve(block);
    this.ghostBlocks--;
  }

  /** Makes a ghost block the lowest piece of the block of one record right above it. */
  absorb(ghosts: number, block: number): void {
    const count = this.records[ghosts];
    const piece = this.newPiece(-count, 0, 1);
    this.block[piece] = block;
    this.next[piece] = this.lowest[block];
    this.lowest[block] = piece;
    this.width[block] += count;
    this.dissolve(ghosts);
    this.ghostBlocks--;
    this.order.add(block, count);
  }

  /** Takes a block out of the order and forgets it. Its pieces stay as they are, in no block. */
  dissolve(block: number): void {
    this.order.remove(block);
    this.width[block] = 0;
    this.forgetBlock(block);
  }

  /** Every address, bottom to top. */
  forEach(visit: (address: number) => void): void {
    for (const block of this.order.items()) {
      for (let r = 0; r < this.records[block]; r++) {
        for (let p = this.lowest[block]; p !== NONE; p = this.next[p]) {
          if (this.base[p] >= 0) visit(this.base[p] + r * this.stride[p]);
        }
      }
    }
  }
}
