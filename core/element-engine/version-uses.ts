import { CONSTANT, HEADER } from './event-batch.ts';

/** In place of an access: none. */
const NOTHING = -1;

/** One bit for each access of an expanded trace, in execution order. */
export class AccessBits {
  private bytes = new Uint8Array(1 << 12);

  has(access: number): boolean {
    // Accesses may pass 2^31, so no bit operation on their number itself; and a remainder of doubles is a call of C.
    const byte = Math.floor(access / 8);
    return this.isSet(byte, access - 8 * byte);
  }

  /** The bit that comes `bit` bits after the first of a byte. */
  isSet(byte: number, bit: number): boolean {
    return (this.bytes[byte + (bit >>> 3)] & (1 << (bit & 7))) !== 0;
  }

  /** Sets the bit of an access that there is room for. */
  set(access: number): void {
    const byte = Math.floor(access / 8);
    this.bytes[byte] |= 1 << (access - 8 * byte);
  }

  /** Makes room for so many accesses. */
  reserve(accesses: number): void {
    let { length } = this.bytes;
    if (accesses <= length * 8) return;
    while (accesses > length * 8) length *= 2;
    const grown = new Uint8Array(length);
    grown.set(this.bytes);
    this.bytes = grown;
  }
}

/**
 * Follows the versions that addresses hold through element events, and finds the last use of each: sets the bit of a
 * read that ends its version, and of a write whose version is used at all. 8 bytes an address.
 */
export class VersionUses {
  bits = new AccessBits();
  /** Accesses so far: an event's reads, then its write. */
  accesses = 0;
  /**
   * By address: the latest read of the version there, or, while that is unread, the write that made it, as a negative number:
   * one array, since each one more is a miss of the cache. NOTHING where there is neither.
   */
  private readonly latest: Float64Array;

  constructor(addresses: number) {
    this.latest = new Float64Array(addresses).fill(NOTHING);
  }

  /** Begins anew, with no access and no bits. What addresses hold has to be forgotten apart. */
  restart(): void {
    this.bits = new AccessBits();
    this.accesses = 0;
  }

  /** The addresses `low .. high - 1` hold nothing that was accessed. */
  forget(low: number, high: number): void {
    this.latest.fill(NOTHING, low, high);
  }

  /** The addresses `low .. high - 1` hold versions that are there from the beginning, as if each were written now. */
  give(low: number, high: number): void {
    this.bits.reserve(this.accesses + high - low);
    for (let address = low; address < high; address++) this.latest[address] = unread(this.accesses++);
  }

  /** Events as a `BatchSink` takes them. */
  events(data: Int32Array, end: number): void {
    const { bits, latest } = this;
    // An event has fewer accesses than numbers.
    bits.reserve(this.accesses + end);
    let { accesses } = this;
    for (let at = 0; at < end; ) {
      const written = data[at + 2];
      let r = at + HEADER;
      const next = r + data[at + 3];
      for (; r < next; r++, accesses++) {
        const address = data[r];
        if (address === CONSTANT) continue;
        if (latest[address] < NOTHING) bits.set(unread(latest[address]));
        latest[address] = accesses;
      }
      if (written !== CONSTANT) {
        if (latest[written] > NOTHING) bits.set(latest[written]);
        latest[written] = unread(accesses);
      }
      accesses++;
      at = next;
    }
    this.accesses = accesses;
  }

  /** The version at an address is used later. */
  use(address: number): void {
    const { latest } = this;
    if (latest[address] >= NOTHING) return;
    this.bits.set(unread(latest[address]));
    latest[address] = NOTHING;
  }

  /** The version at an address ends with its latest read. */
  end(address: number): void {
    const { latest } = this;
    if (latest[address] > NOTHING) this.bits.set(latest[address]);
    latest[address] = NOTHING;
  }
}

/** The number of a write as an unread one, below NOTHING, and back. */
function unread(write: number): number {
  return NOTHING - 1 - write;
}
