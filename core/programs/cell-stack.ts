import type { DepthStack } from '../stack/depth-stack.ts';
import { type CellLives, flagsOf, LAST, NEVER, OFF } from './cell-lives.ts';
import type { Program } from './program.ts';

/**
 * The cells of a program on an LRU stack. A cell has a key of the stack while it lies there, and gives it back, so that
 * the stack has as many keys as cells live at once: it stays in the processor's cache however long the program is.
 */
export class CellStack {
  private readonly stack: DepthStack;
  private readonly argCount: number;
  private readonly keyOf: Int32Array;
  private readonly flags: Uint8Array;
  private readonly freeKeys: number[] = [];
  private keyCount = 0;

  /** `stack` is empty, with room for as many keys as ever lie on it; `lives` belongs to this stack from now on. */
  constructor({ argCount }: Program, lives: CellLives, stack: DepthStack) {
    this.stack = stack;
    this.argCount = argCount;
    this.keyOf = lives.keys;
    this.flags = lives.flags;
  }

  has(cell: number): boolean {
    return this.keyOf[cell] >= 0;
  }

  /**
   * The depth of a cell, 1 = top. Read off the stack are only arguments that were not loaded yet, which cost their
   * position, and registers: 0.
   */
  depthOf(cell: number): number {
    const key = this.keyOf[cell];
    if (key >= 0) return this.stack.depthOf(key);
    return cell < this.argCount ? cell + 1 : 0;
  }

  /** Puts a cell that is not on the stack on top, if anything reads or returns it. */
  push(cell: number): void {
    if (this.keyOf[cell] === NEVER) return;
    const key = this.freeKeys.pop() ?? this.keyCount++;
    this.keyOf[cell] = key;
    this.stack.push(key);
  }

  /** Brings the cell of read `r` to the top at its event's first read of it, and drops it at its last of all. */
  settle(cell: number, r: number): void {
    const flags = flagsOf(this.flags, r);
    if (flags === 0) this.bump(cell);
    else if ((flags & LAST) !== 0) this.drop(cell);
    // A REPEAT alone moves nothing: operands come to the top in the order of their first occurrence.
  }

  /** Whether read `r` is the last of its cell. */
  isLastAt(r: number): boolean {
    return (flagsOf(this.flags, r) & LAST) !== 0;
  }

  /** Brings a cell to the top, on the stack or not. */
  bump(cell: number): void {
    const key = this.keyOf[cell];
    if (key >= 0) this.stack.bump(key);
    else this.push(cell);
  }

  /** Takes a cell off that is there, for good. */
  drop(cell: number): void {
    const key = this.keyOf[cell];
    if (key < 0) return;
    this.stack.remove(key);
    this.keyOf[cell] = OFF;
    this.freeKeys.push(key);
  }
}
