import type { BlockStack } from '../../stack/block-stack.ts';

/** What lies above blocks of a stack that stays as it is for a while, each looked up once. 8 bytes a block. */
export class BlockDepths {
  private readonly stack: BlockStack;
  private found = new Int32Array(0);
  /** By block: when it was looked up. Nothing has to be cleared to forget all. */
  private foundAt = new Int32Array(0);
  private now = 0;

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
  }

  above(block: number): number {
    if (this.foundAt[block] !== this.now) {
      this.found[block] = this.stack.order.above(block);
      this.foundAt[block] = this.now;
    }
    return this.found[block];
  }
}
