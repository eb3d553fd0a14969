import type { DepthStack } from './depth-stack.ts';

const WORD_BITS = 32;
const INITIAL_WORDS = 32;
/** Bitmaps up to this long are renumbered half as often: what belongs to them stays in the processor's cache. */
const ROOMY_WORDS = 2 ** 15;

/**
 * An LRU stack over the keys 0 .. keyCount-1 that tells depths in O(log n), n keys on the stack.
 *
 * Each push takes the next time stamp, and a depth is the number of stamps in use from the key's own up to now. Stamps
 * are bits of a bitmap; a Fenwick tree counts the bits of its words. The word that is being filled is not in the tree
 * yet, so a push only sets a bit, and a depth within that word is one population count. When the bitmap is full,
 * stamps are renumbered in order, which costs O(1) a push since at least half of the bitmap is free afterwards.
 * Olken, "Efficient methods for calculating the success function of fixed space replacement policies", 1981.
 */
export class LruStack implements DepthStack {
  private held = 0;
  private nextStamp = 0;
  /** By key: its stamp, or -1 for a key that is not on the stack. */
  private readonly stampOf: Int32Array;
  /** By stamp: the key that took it; current only where the stamp's bit is set. */
  private keyOf = new Int32Array(INITIAL_WORDS * WORD_BITS);
  private bits = new Int32Array(INITIAL_WORDS);
  /** Fenwick tree over the population counts of the full words: node i sums the words i - lowbit(i) .. i - 1. */
  private tree = new Int32Array(INITIAL_WORDS + 1);

  /** Throws RangeError unless `keyCount` is an integer in 0 .. 2^30. */
  constructor(keyCount: number) {
    if (!(Number.isInteger(keyCount) && keyCount >= 0 && keyCount <= 2 ** 30)) {
      throw new RangeError(`LruStack: keyCount must be an integer in 0 .. 2^30, got ${keyCount}`);
    }
    this.stampOf = new Int32Array(keyCount).fill(-1);
  }

  /** Number of keys on the stack. */
  get size(): number {
    return this.held;
  }

  has(key: number): boolean {
    return this.stampOf[key] >= 0;
  }

  /** Puts a key on top. Throws RangeError where it is not a key or is on the stack already. */
  push(key: number): void {
    if (this.stampOf[key] !== -1) {
      throw new RangeError(`LruStack: cannot push key ${key}: it is on the stack already or not below keyCount`);
    }
    this.held++;
    this.stamp(key);
  }

  /** LRU stack depth of a key, 1 = top. Throws RangeError where it is not on the stack. */
  depthOf(key: number): number {
    const stamp = this.stampOf[key];
    if (!(stamp >= 0)) throw notHeld(key);
    const word = stamp >>> 5;
    const fromStampOn = populationCount(this.bits[word] & (-1 << (stamp & 31)));
    if (word === this.nextStamp >>> 5) return fromStampOn;
    const tree = this.tree;
    let upToWord = 0;
    for (let i = word + 1; i > 0; i &= i - 1) upToWord += tree[i];
    return this.held - upToWord + fromStampOn;
  }

  /** Takes a key off. Throws RangeError where it is not on the stack. */
  remove(key: number): void {
    const stamp = this.stampOf[key];
    if (!(stamp >= 0)) throw notHeld(key);
    this.stampOf[key] = -1;
    this.held--;
    this.free(stamp);
  }

  /** Moves a key to the top. Throws RangeError where it is not on the stack. */
  bump(key: number): void {
    const stamp = this.stampOf[key];
    if (!(stamp >= 0)) throw notHeld(key);
    this.free(stamp);
    this.stamp(key);
  }

  /** The keys, top to bottom. O(stamps). */
  keysFromTop(): Int32Array {
    const keys = new Int32Array(this.held);
    let found = 0;
    for (let stamp = this.nextStamp - 1; found < keys.length; stamp--) {
      if (this.isUsed(stamp)) keys[found++] = this.keyOf[stamp];
    }
    return keys;
  }

  /** Gives a key the next stamp. */
  private stamp(key: number): void {
    if (this.nextStamp === this.keyOf.length) this.renumber();
    const stamp = this.nextStamp++;
    this.stampOf[key] = stamp;
    this.keyOf[stamp] = key;
    this.bits[stamp >>> 5] |= 1 << (stamp & 31);
    if ((this.nextStamp & 31) === 0) this.countWord(stamp >>> 5);
  }

  /** Takes a stamp out of use. */
  private free(stamp: number): void {
    const word = stamp >>> 5;
    this.bits[word] &= ~(1 << (stamp & 31));
    if (word === this.nextStamp >>> 5) return;
    const tree = this.tree;
    for (let i = word + 1; i < tree.length; i += i & -i) tree[i]--;
  }

  private isUsed(stamp: number): boolean {
    return (this.bits[stamp >>> 5] & (1 << (stamp & 31))) !== 0;
  }

  /** Enters a word that has just been filled into the tree. */
  private countWord(word: number): void {
    const count = populationCount(this.bits[word]);
    if (count === 0) return;
    const tree = this.tree;
    for (let i = word + 1; i < tree.length; i += i & -i) tree[i] += count;
  }

  /** Gives the keys that have stamps the first of them, in their order, in a bitmap at least twice and at most eight times as long. */
  private renumber(): void {
    const { stampOf, keyOf, bits } = this;
    // Of `held` keys the one that is being bumped has no stamp. In place: a key's new stamp is never above its old one. Set bits are taken lowest first, empty words in one step.
    let next = 0;
    for (let word = 0; word < bits.length; word++) {
      for (let rest = bits[word]; rest !== 0; rest &= rest - 1) {
        const key = keyOf[word * WORD_BITS + 31 - Math.clz32(rest & -rest)];
        keyOf[next] = key;
        stampOf[key] = next++;
      }
    }
    const least = Math.max(INITIAL_WORDS, Math.ceil((2 * next) / WORD_BITS));
    const words = Math.max(least, Math.min(2 * least, ROOMY_WORDS));
    if (words > bits.length || 4 * least < bits.length) {
      this.keyOf = new Int32Array(words * WORD_BITS);
      this.keyOf.set(keyOf.subarray(0, next));
      this.bits = new Int32Array(words);
      this.tree = new Int32Array(words + 1);
    } else {
      bits.fill(0);
      this.tree.fill(0);
    }
    const full = next >>> 5;
    this.bits.fill(-1, 0, full);
    this.bits[full] = (1 << (next & 31)) - 1;
    for (let word = 0; word < full; word++) this.countWord(word);
    this.nextStamp = next;
  }
}

function notHeld(key: number): RangeError {
  return new RangeError(`LruStack: key ${key} is not on the stack`);
}

/** Number of set bits of a 32-bit word. Warren, "Hacker's Delight", figure 5-2. */
function populationCount(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
