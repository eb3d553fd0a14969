import type { DepthStack } from '../stack/depth-stack.ts';
import { CellKeys, OFF } from './cell-keys.ts';
import { type CellLives, flagsOf, isUsed, LAST } from './cell-lives.ts';
import type { Program } from './program.ts';

/**
 * The cells of a program on an LRU stack. A cell has a key of the stack while it lies there, and gives it back, so that
 * the stack has as many keys as cells live at once: it stays in the processor's cache however long the program is.
 */
export class CellStack {
  private readonly stack: DepthStack;
  private readonly argCount: number;
  private readonly keys: CellKeys;
  private readonly flags: Uint8Array;
  private readonly used: Uint8Array;
  private readonly freeKeys: number[] = [];
  private keyCount = 0;

  /** `stack` is empty, with room for as many keys as ever lie on it. */
  constructor({ argCount, cellCount }: Program, lives: CellLives, stack: DepthStack) {
    this.stack = stack;
    this.argCount = argCount;
    this.keys = new CellKeys(cellCount);
    this.flags = lives.flags;
    this.used = lives.used;
  }

  /** Its key on the stack, or OFF. It keeps it until it is dropped, so that who reads it asks once. */
  keyOf(cell: number): number {
    return this.keys.at(cell);
  }

  /**
   * The depth of a cell with this key, 1 = top. Read off the stack are only arguments that were not loaded yet, which cost
   * their position, and registers: 0.
   */
  depthOf(cell: number, key: number): number {
    if (key >= 0) return this.stack.depthOf(key);
    return cell < this.argCount ? cell + 1 : 0;
  }

  /** Puts a cell that is not on the stack on top, if anything reads or returns it. */
  push(cell: number): void {
    if (!isUsed(this.used, cell)) return;
    const key = this.freeKeys.pop() ?? this.keyCount++;
    this.keys.put(cell, key);
    this.stack.push(key);
  }

  /**
   * Brings the cell of read `r` to the top at its event's first read of it, and drops it at its last of all. `key`: its own
   * before the event.
   */
  settle(cell: number, key: number, r: number): void {
    const flags = flagsOf(this.flags, r);
    if (flags === 0) this.bump(cell, key);
    // What was off the stack before the event may have been put there by an earlier read of it.
    else if ((flags & LAST) !== 0) this.drop(cell, key === OFF ? this.keys.at(cell) : key);
    // A REPEAT alone moves nothing: operands come to the top in the order of their first occurrence.
  }

  /** Whether read `r` is the last of its cell. */
  isLastAt(r: number): boolean {
    return (flagsOf(this.flags, r) & LAST) !== 0;
  }

  /** Brings a cell to the top, on the stack or not. */
  bump(cell: number, key: number): void {
    if (key >= 0) this.stack.bump(key);
    else this.push(cell);
  }

  /** Takes a cell off that is there, for good. */
  drop(cell: number, key: number): void {
    if (key < 0) return;
    this.stack.remove(key);
    this.keys.take(cell);
    this.freeKeys.push(key);
  }
}
