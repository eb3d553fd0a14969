import { InputError } from '../input-error.ts';
import type { BlockStack } from './block-stack.ts';

const NONE = -1;

/** Depths are 32-bit integers. */
const MAX_ELEMENTS = 2 ** 31 - 2;
const LEAST_LIMIT = 1024;

/**
 * Turns versions that nobody can read any more into ghosts (D22), where they lie on the stack: overwritten ones, those
 * of emptied locals, and all of a value without a later reader.
 */
export class DeadVersions {
  private readonly stack: BlockStack;
  private limit = LEAST_LIMIT;

  constructor(stack: BlockStack) {
    this.stack = stack;
  }

  /** Buries what the addresses `low .. high - 1` hold. O(addresses + blocks * log blocks). */
  buryRange(low: number, high: number): void {
    const { stack } = this;
    for (let address = low; address < high; address++) {
      const piece = stack.owner[address];
      if (piece === NONE) continue;
      const record = stack.recordOf(piece, address);
      const step = stack.stride[piece];
      const above = stack.records[stack.block[piece]] - record;
      if (above === 1 && record === 0) this.bury(address, 1);
      else if (step > 0) this.bury(address, Math.min(above, Math.ceil((high - address) / step)));
      else {
        // The piece runs downwards: this is the last of its elements in the range.
        const count = Math.min(record + 1, Math.ceil((high - address) / -step));
        this.bury(address - (count - 1) * step, count);
      }
    }
  }

  /** Buries what the addresses `first, first + stride, ...` hold. */
  buryRun(first: number, stride: number, count: number): void {
    const { stack } = this;
    for (let done = 0; done < count; ) {
      const address = first + done * stride;
      const piece = stack.owner[address];
      let here = 1;
      if (piece !== NONE) {
        const above = stack.records[stack.block[piece]] - stack.recordOf(piece, address);
        if (stack.stride[piece] === stride) here = Math.min(above, count - done);
        this.bury(address, here);
      }
      done += here;
    }
  }

  /** Throws InputError where the stack, with `more` versions on it, has outgrown the depths that can be counted. */
  requireRoom(more: number): void {
    const size = this.stack.size + more;
    if (size <= MAX_ELEMENTS) return;
    throw new InputError(
      `${size} versions lie on the stack, which drops none, the limit is 2^31 - 2; trace a smaller batch`,
    );
  }

  /**
   * Joins ghost blocks where they have become many: they stay fewer than the other blocks, up to a factor. Throws
   * InputError as `requireRoom` does.
   */
  settle(): void {
    const { stack } = this;
    this.requireRoom(0);
    if (stack.ghosts.blocks <= this.limit) return;
    this.compact();
    this.limit = LEAST_LIMIT + stack.blocksInUse;
  }

  /**
   * Joins what lies next to each other with no marker between: ghost blocks, single records with the ghost block right
   * below them, and then records that continue each other. Changes the numbers of blocks and pieces. O(blocks).
   */
  compact(): void {
    const { stack } = this;
    let below = NONE;
    let ghosts = NONE;
    for (const block of stack.order.items()) {
      if (stack.records[block] === 0) {
        below = NONE;
        ghosts = NONE;
      } else if (stack.width[block] === 0) {
        if (ghosts === NONE) ghosts = block;
        else stack.ghosts.join(ghosts, block);
      } else {
        if (ghosts !== NONE && stack.records[block] === 1) stack.ghosts.absorb(ghosts, block);
        else if (ghosts !== NONE) below = NONE;
        ghosts = NONE;
        below = below === NONE ? block : stack.joinTo(below, block);
      }
    }
  }

  /** Buries an element and the `count - 1` above it in its piece. */
  private bury(address: number, count: number): void {
    const { stack } = this;
    const { owner } = stack;
    const record = stack.recordOf(owner[address], address);
    if (record > 0) stack.split(stack.block[owner[address]], record);
    const block = stack.block[owner[address]];
    if (stack.records[block] > count) stack.split(block, count);
    stack.ghosts.bury(owner[address]);
  }
}
