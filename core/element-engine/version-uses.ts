import { CONSTANT } from './expansion.ts';

/** In place of a position: none. */
const NOTHING = -1;

/** One bit for each access of an expanded trace, in execution order. */
export class AccessBits {
  private bytes = new Uint8Array(1 << 12);

  has(access: number): boolean {
    // Accesses may pass 2^31, so no bit operation on their number itself.
    return (this.bytes[Math.floor(access / 8)] & (1 << (access % 8))) !== 0;
  }

  /** Sets the bit of an access that there is room for. */
  set(access: number): void {
    this.bytes[Math.floor(access / 8)] |= 1 << (access % 8);
  }

  /** Makes room for so many accesses, a few more than before. */
  reserve(accesses: number): void {
    if (accesses <= this.bytes.length * 8) return;
    const grown = new Uint8Array(this.bytes.length * 2);
    grown.set(this.bytes);
    this.bytes = grown;
  }
}

/**
 * Follows the versions that addresses hold through element events, and finds the last use of each: sets the bit of a
 * read that ends its version, and of a write whose version is used at all. 16 bytes an address.
 */
export class VersionUses {
  bits = new AccessBits();
  /** Accesses so far: an event's reads, then its write. */
  accesses = 0;
  /** By address: the latest read of the version there. */
  private readonly latestRead: Float64Array;
  /** By address: the write that made the version there, while that is unread. */
  private readonly unreadWrite: Float64Array;

  constructor(addresses: number) {
    this.latestRead = new Float64Array(addresses).fill(NOTHING);
    this.unreadWrite = new Float64Array(addresses).fill(NOTHING);
  }

  /** Begins anew, with no access and no bits. What addresses hold has to be forgotten apart. */
  restart(): void {
    this.bits = new AccessBits();
    this.accesses = 0;
  }

  /** The addresses `low .. high - 1` hold nothing that was accessed. */
  forget(low: number, high: number): void {
    this.latestRead.fill(NOTHING, low, high);
    this.unreadWrite.fill(NOTHING, low, high);
  }

  event(count: number, addresses: Int32Array, written: number): void {
    const { bits, latestRead, unreadWrite } = this;
    bits.reserve(this.accesses + count + 1);
    for (let r = 0; r < count; r++, this.accesses++) {
      const address = addresses[r];
      if (address === CONSTANT) continue;
      this.use(address);
      latestRead[address] = this.accesses;
    }
    if (written !== CONSTANT) {
      this.end(written);
      unreadWrite[written] = this.accesses;
    }
    this.accesses++;
  }

  /** The version at an address is used later. */
  use(address: number): void {
    const write = this.unreadWrite[address];
    if (write === NOTHING) return;
    this.bits.set(write);
    this.unreadWrite[address] = NOTHING;
  }

  /** The version at an address ends with its latest read. */
  end(address: number): void {
    const read = this.latestRead[address];
    if (read !== NOTHING) this.bits.set(read);
    this.latestRead[address] = NOTHING;
    this.unreadWrite[address] = NOTHING;
  }
}
