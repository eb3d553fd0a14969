/**
 * What the semantics need of an LRU stack of the keys 0 .. keyCount-1. Depths are 1-based from the top; a key that is
 * not on the stack has none, and what is never used is never put there (D4). Blocks of keys: `BlockStack` (D17).
 */
export interface DepthStack {
  readonly size: number;
  has(key: number): boolean;
  /** Puts a key that is not on the stack on top. */
  push(key: number): void;
  depthOf(key: number): number;
  remove(key: number): void;
  /** Moves a key to the top. */
  bump(key: number): void;
  keysFromTop(): Int32Array;
}

/**
 * The plainest stack there is, a list with its top in front: O(n) a call, obviously right, the measure of the others.
 */
export class ListStack implements DepthStack {
  private readonly keys: number[] = [];

  get size(): number {
    return this.keys.length;
  }

  has(key: number): boolean {
    return this.keys.includes(key);
  }

  push(key: number): void {
    this.keys.unshift(key);
  }

  depthOf(key: number): number {
    return this.keys.indexOf(key) + 1;
  }

  remove(key: number): void {
    this.keys.splice(this.keys.indexOf(key), 1);
  }

  bump(key: number): void {
    this.remove(key);
    this.push(key);
  }

  keysFromTop(): Int32Array {
    return Int32Array.from(this.keys);
  }
}
