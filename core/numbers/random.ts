/**
 * A seeded generator of numbers whose whole state is small and serialisable, so that training stopped at any draw goes
 * on bit for bit.
 *
 * Generator: xoshiro128** 1.1 (Blackman and Vigna 2018, https://prng.di.unimi.it/xoshiro128starstar.c), its four words
 * filled by splitmix64 (https://prng.di.unimi.it/splitmix64.c) started at `stream * 2^32 + seed`.
 */

/** All that the next draws depend on; plain JSON. */
export interface RandomState {
  /** The four 32-bit words of xoshiro128**, not all zero. */
  readonly words: readonly [number, number, number, number];
  /** The second normal of the last pair drawn, not yet handed out; null when there is none. */
  readonly spareNormal: number | null;
}

const TWO_32 = 4294967296;
const MASK_64 = 0xffffffffffffffffn;

export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 0;
  private spareNormal: number | null = null;

  /**
   * A generator determined by `seed`; `stream` names one of 2^32 unrelated sequences of that seed (one for the training
   * images, another for the test images). Both are integers in 0..2^32-1. Throws RangeError otherwise.
   */
  constructor(seed: number, stream = 0) {
    if (!isWord(seed)) throw new RangeError(`Random: seed must be an integer in 0..4294967295, got ${seed}`);
    if (!isWord(stream)) throw new RangeError(`Random: stream must be an integer in 0..4294967295, got ${stream}`);
    const start = (BigInt(stream) << 32n) | BigInt(seed);
    const low = splitmix64(start, 1n);
    const high = splitmix64(start, 2n);
    this.a = Number(low & 0xffffffffn);
    this.b = Number(low >> 32n);
    this.c = Number(high & 0xffffffffn);
    this.d = Number(high >> 32n);
  }

  /** The next 32 random bits, an integer in 0..2^32-1. */
  word(): number {
    const product = Math.imul(this.b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** A multiple of 2^-53 in [0, 1), all equally likely. Two words. */
  uniform(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /**
   * An integer in 0..n-1, all equally likely: words beyond the last whole multiple of n are drawn again (under two words
   * on average). `n` is an integer in 1..2^32. Throws RangeError otherwise.
   */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > TWO_32) {
      throw new RangeError(`Random.integer: n must be an integer in 1..4294967296, got ${n}`);
    }
    const accepted = TWO_32 - (TWO_32 % n);
    let word = this.word();
    while (word >= accepted) word = this.word();
    return word % n;
  }

  /**
   * A draw from the normal distribution with mean 0 and variance 1. Marsaglia and Bray's polar method, which makes two
   * at a time; the second is kept for the next call and is part of the state. `Math.log` is the one operation here that
   * ECMAScript does not fix to the last bit: another JavaScript engine may differ there.
   */
  normal(): number {
    if (this.spareNormal !== null) {
      const spare = this.spareNormal;
      this.spareNormal = null;
      return spare;
    }
    let x = 0;
    let y = 0;
    let square = 0;
    do {
      x = 2 * this.uniform() - 1;
      y = 2 * this.uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    this.spareNormal = y * scale;
    return x * scale;
  }

  /**
   * The integers 0..n-1 in random order, every order equally likely as far as 128 bits of state can tell (Fisher and
   * Yates; Durstenfeld 1964). `n` is an integer in 0..2^31-1. Throws RangeError otherwise.
   */
  permutation(n: number): Int32Array {
    if (!Number.isInteger(n) || n < 0 || n > 2147483647) {
      throw new RangeError(`Random.permutation: n must be an integer in 0..2147483647, got ${n}`);
    }
    const order = new Int32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    return order;
  }

  /** A snapshot; it survives JSON exactly. */
  state(): RandomState {
    return { words: [this.a >>> 0, this.b >>> 0, this.c >>> 0, this.d >>> 0], spareNormal: this.spareNormal };
  }

  /** Continues as the generator that `state` was taken from. Throws RangeError on words no generator can have. */
  restore(state: RandomState): void {
    const { words, spareNormal } = state;
    if (words.length !== 4 || !words.every(isWord) || words.every((word) => word === 0)) {
      throw new RangeError(`Random.restore: words must be four integers in 0..4294967295, not all zero, got ${words}`);
    }
    if (spareNormal !== null && !Number.isFinite(spareNormal)) {
      throw new RangeError(`Random.restore: spareNormal must be a finite number or null, got ${spareNormal}`);
    }
    this.a = words[0];
    this.b = words[1];
    this.c = words[2];
    this.d = words[3];
    this.spareNormal = spareNormal;
  }
}

function isWord(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < TWO_32;
}

/** The `index`-th output, from 1, of splitmix64 started at `start`. */
function splitmix64(start: bigint, index: bigint): bigint {
  let z = (start + index * 0x9e3779b97f4a7c15n) & MASK_64;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK_64;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK_64;
  return z ^ (z >> 31n);
}
