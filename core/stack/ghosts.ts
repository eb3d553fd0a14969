import { GHOST } from './block-table.ts';
import type { OrderedBlocks } from './ordered-blocks.ts';

const NONE = -1;

/**
 * The dead versions that stay on a stack of blocks (D22). A piece with base -n and stride 0 stands for n of them a
 * record. A block of nothing else is a *ghost block*: it has no pieces, width 0, and its count as its records.
 */
export class Ghosts {
  /** Ghost blocks in the order. */
  blocks = 0;
  private readonly stack: OrderedBlocks;

  constructor(stack: OrderedBlocks) {
    this.stack = stack;
  }

  /** Puts `count` ghosts on top. */
  push(count: number): void {
    this.stack.order.append(this.stack.newBlock(count), count);
    this.blocks++;
  }

  /** Whether all pieces of a block but one are ghosts. */
  leaveOne(block: number): boolean {
    const { stack } = this;
    let live = 0;
    for (let p = stack.lowest[block]; p !== NONE; p = stack.next[p]) if (stack.base[p] >= 0) live++;
    return live === 1;
  }

  /** Takes off the lowest element of a piece that has only ghosts beside it; its ghosts go to those right below. */
  removeLowest(piece: number): void {
    const { stack } = this;
    const block = stack.block[piece];
    const count = stack.width[block] - 1;
    stack.owner[stack.base[piece]] = NONE;
    stack.base[piece] += stack.stride[piece];
    stack.records[block]--;
    stack.order.add(block, -count - 1);
    const below = stack.order.below(block);
    // A marker has no records.
    if (below !== NONE && stack.width[below] === 0 && stack.records[below] > 0) {
      stack.records[below] += count;
      stack.order.add(below, count);
    } else {
      stack.order.insert(stack.newBlock(count), count, block, 'below');
      this.blocks++;
    }
  }

  /** Turns a piece into ghosts, where it lies. */
  bury(piece: number): void {
    const { stack } = this;
    const block = stack.block[piece];
    stack.setOwner(stack.base[piece], stack.stride[piece], stack.records[block], NONE);
    stack.base[piece] = GHOST;
    stack.stride[piece] = 0;
    if (!this.hollow(block)) stack.joinBelow(block);
  }

  /** Makes a ghost block of a block whose pieces are all ghosts. Returns whether they are. */
  hollow(block: number): boolean {
    const { stack } = this;
    for (let p = stack.lowest[block]; p !== NONE; p = stack.next[p]) if (stack.base[p] >= 0) return false;
    for (let p = stack.lowest[block]; p !== NONE; ) {
      const above = stack.next[p];
      stack.freePiece(p);
      p = above;
    }
    stack.records[block] *= stack.width[block];
    stack.width[block] = 0;
    stack.lowest[block] = NONE;
    this.blocks++;
    return true;
  }

  /** Joins a ghost block with the one right above it. */
  join(below: number, block: number): void {
    const { stack } = this;
    stack.records[below] += stack.records[block];
    stack.order.add(below, stack.records[block]);
    this.forget(block);
  }

  /** Takes a ghost block out of the order and forgets it. */
  forget(block: number): void {
    this.stack.dissolve(block);
    this.blocks--;
  }

  /** Makes a ghost block the lowest piece of the block of one record right above it. */
  absorb(ghosts: number, block: number): void {
    const { stack } = this;
    const count = stack.records[ghosts];
    const piece = stack.newPiece(-count, 0, 1);
    stack.block[piece] = block;
    stack.next[piece] = stack.lowest[block];
    stack.lowest[block] = piece;
    stack.width[block] += count;
    this.forget(ghosts);
    stack.order.add(block, count);
  }
}
