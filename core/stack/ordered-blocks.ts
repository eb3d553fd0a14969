import { BlockTable } from './block-table.ts';
import { SlotOrder } from './slot-order.ts';

const NONE = -1;

/** Blocks in the order in which they lie on a stack, and how they are cut, joined and taken out of it (D17). */
export class OrderedBlocks extends BlockTable {
  readonly order = new SlotOrder();

  /** Elements on the stack. */
  get size(): number {
    return this.order.total;
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

  /** Puts a block on top that has all of its pieces and no place in the order yet. */
  put(block: number): void {
    this.order.append(block, this.records[block] * this.width[block]);
  }

  /** Lengthens a block by records whose elements its pieces own already: those that follow on its highest one. */
  extend(block: number, records: number): void {
    this.records[block] += records;
    this.order.add(block, records * this.width[block]);
  }

  /** Takes a block out of the order and forgets it. Its pieces stay as they are, in no block. */
  dissolve(block: number): void {
    this.order.remove(block);
    this.width[block] = 0;
    this.forgetBlock(block);
  }

  /**
   * Takes the highest record of a block off the stack. Its pieces stay as they are, in no block; its ghosts are gone.
   */
  takeHighestRecord(block: number): void {
    const taken = this.records[block] > 1 ? this.split(block, this.records[block] - 1) : block;
    for (let piece = this.lowest[taken]; piece !== NONE; ) {
      const above = this.next[piece];
      if (this.base[piece] < 0) this.freePiece(piece);
      piece = above;
    }
    this.dissolve(taken);
  }

  /**
   * Cuts a block into its records below `record` and the others; the larger part keeps the block's number. Returns the
   * number of the upper part.
   */
  split(block: number, record: number): number {
    const all = this.records[block];
    const isLowerNew = 2 * record <= all;
    const moved = isLowerNew ? record : all - record;
    const width = this.width[block];
    const fresh = this.newBlock(moved);
    let last = NONE;
    for (let piece = this.lowest[block]; piece !== NONE; piece = this.next[piece]) {
      const start = this.base[piece];
      const step = this.stride[piece];
      last = this.addPiece(fresh, last, this.newPiece(isLowerNew ? start : start + record * step, step, moved));
      if (isLowerNew) this.base[piece] = start + record * step;
    }
    this.records[block] = all - moved;
    this.order.add(block, -moved * width);
    this.order.insert(fresh, moved * width, block, isLowerNew ? 'below' : 'above');
    return isLowerNew ? block : fresh;
  }

  /** Joins a block with the one right below where its records continue that one's. Returns the block that has both. */
  joinBelow(block: number): number {
    const below = this.order.below(block);
    return below === NONE ? block : this.joinTo(below, block);
  }

  /**
   * Joins a block with `below`, which is known to be right below, where its records continue that one's. Returns the
   * block that has both, else the upper one.
   */
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
    this.dissolve(gone);
    this.order.add(kept, (kept === below ? upper : lower) * this.width[kept]);
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
