import { Ghosts } from './ghosts.ts';
import { OrderedBlocks } from './ordered-blocks.ts';

const NONE = -1;

/** So few blocks more need no tidying. */
const MANY = 2 ** 16;

/**
 * An LRU stack of element addresses in blocks (D17). A block is a number of *records*; each record holds one element of
 * each of the block's *pieces*, in their order. A piece is an arithmetic progression of addresses, one a record:
 * `base, base + stride, ...`. Bottom to top, a block is record 0 (piece 0, piece 1, ...), record 1, and so on: what a
 * loop leaves behind that touches some streams in turn. `owner` tells which piece an address belongs to.
 *
 * A piece that moves as a whole keeps its number, so that moving it costs O(1) however long it is. Only where a block
 * is cut or two are joined do elements change their owner, those of the smaller side.
 */
export class BlockStack extends OrderedBlocks {
  readonly ghosts = new Ghosts(this);
  /** Whether dead versions stay, as ghosts (D22). */
  private readonly hasGhosts: boolean;
  /** Blocks in use after the last call of `tidy`. */
  private usedWhenTidy = 0;

  constructor(addresses: number, hasGhosts = false) {
    super(addresses);
    this.hasGhosts = hasGhosts;
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
    this.ghosts.push(count);
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
        this.ghosts.removeLowest(piece);
        return;
      }
      this.split(block, 1);
      piece = this.owner[address];
    }
    this.unlink(piece);
    this.owner[address] = NONE;
    this.freePiece(piece);
  }

  /**
   * Takes `count` records of a piece off, from the lowest, at `address`, on. `stride`: the piece's own. Returns the block that
   * was cut out for it and holds something else still, or -1.
   */
  removeRecords(address: number, stride: number, count: number): number {
    if (count === 1) {
      this.remove(address);
      return NONE;
    }
    let piece = this.owner[address];
    let block = this.block[piece];
    const record = this.recordOf(piece, address);
    const rest = this.records[block] - record - count;
    if (this.width[block] === 1 && (record === 0) !== (rest === 0)) {
      this.setOwner(address, stride, count, NONE);
      this.records[block] -= count;
      if (record === 0) this.base[piece] += count * stride;
      this.order.add(block, -count);
      return NONE;
    }
    if (record > 0) block = this.split(block, record);
    if (rest > 0) this.split(block, count);
    piece = this.owner[address];
    block = this.block[piece];
    this.setOwner(address, stride, count, NONE);
    this.unlink(piece);
    this.freePiece(piece);
    return this.width[block] > 0 ? block : NONE;
  }

  /** Whether a single element can be taken out of a block without cutting it twice. */
  hasOneLivePiece(block: number): boolean {
    return this.width[block] === 1 || (this.hasGhosts && this.ghosts.leaveOne(block));
  }

  /** Takes a piece out of its block, which ends with its last piece. Its elements keep it as their owner. */
  unlink(piece: number): void {
    const block = this.block[piece];
    if (this.lowest[block] === piece) {
      if (this.width[block] === 1) {
        this.dissolve(block);
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
    if (this.hasGhosts) this.ghosts.hollow(block);
  }

  /**
   * Joins single elements with what they continue below, where blocks have become twice as many since the last time
   * (D24): what a loop leaves between elements that are used up later. Changes the numbers of blocks and pieces.
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
}
