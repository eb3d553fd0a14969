import type { BlockStack } from './block-stack.ts';

const NONE = -1;

/** What lies above blocks of a stack that stays as it is for a while, each looked up once, neighbours by one another. 8 bytes a block. */
export class BlockDepths {
  private readonly stack: BlockStack;
  private found = new Int32Array(0);
  /** By block: when it was looked up. Nothing has to be cleared to forget all. */
  private foundAt = new Int32Array(0);
  private now = 0;
  /** The block looked up last. */
  private last = NONE;

  constructor(stack: BlockStack) {
    this.stack = stack;
  }

  /** Forgets all. To be called when the stack has changed. */
  restart(): void {
    const { length } = this.stack.records;
    if (this.found.length < length) {
      this.found = new Int32Array(length);
      this.foundAt = new Int32Array(length);
      this.now = 0;
    }
    this.now++;
    this.last = NONE;
  }

  above(block: number): number {
    const { found, foundAt, now, last, stack } = this;
    if (foundAt[block] !== now) {
      found[block] = last === NONE ? stack.order.above(block) : stack.order.aboveBeside(block, last, found[last]);
      foundAt[block] = now;
      this.last = block;
    }
    return found[block];
  }
}
