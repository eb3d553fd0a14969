/**
 * The elements on a stack that were not read yet, and how many of them lie above one: a Fenwick tree over their places.
 * Runs of them that are read in the order in which they lie are found by two answers of the tree, since each is taken
 * before the next is read: upwards there is one fewer above each than above the one before, downwards as many.
 */
export class UnreadElements {
  /** By address: its place from below, 1-based; 0 where it is not on the stack, or was read. */
  private readonly placeOf: Int32Array;
  private laid = 0;
  private left = 0;
  private tree = new Int32Array(0);

  constructor(addresses: number) {
    this.placeOf = new Int32Array(addresses);
  }

  has(address: number): boolean {
    return this.placeOf[address] > 0;
  }

  /** Puts a run on top, but for what `used` does not hold. */
  lay(address: number, stride: number, count: number, used: UnreadElements | null): void {
    for (let i = 0, at = address; i < count; i++, at += stride) {
      if (used === null || used.has(at)) this.placeOf[at] = ++this.laid;
    }
  }

  /** To be called when all lie there. */
  begin(): void {
    this.left = this.laid;
    this.tree = new Int32Array(this.laid + 1);
    for (let i = 1; i <= this.laid; i++) this.tree[i] = i & -i;
  }

  above(address: number): number {
    let sum = 0;
    for (let i = this.placeOf[address]; i > 0; i &= i - 1) sum += this.tree[i];
    return this.left - sum;
  }

  /** Of the `count` addresses from one on, those that lie beside each other, upwards or downwards: at least that one. */
  together(address: number, step: number, count: number): number {
    const { placeOf } = this;
    const place = placeOf[address];
    if (count === 1 || place === 0) return 1;
    const rise = placeOf[address + step] - place;
    if ((rise !== 1 && rise !== -1) || place + rise === 0) return 1;
    let found = 2;
    while (found < count && placeOf[address + found * step] === place + found * rise) found++;
    // Below the lowest place are the addresses that are not on the stack.
    return place + (found - 1) * rise === 0 ? found - 1 : found;
  }

  /** By how much from one to the next of `count` that lie together what is above it changes where each is taken. */
  bend(address: number, step: number, count: number): number {
    return count > 1 && this.placeOf[address + step] > this.placeOf[address] ? -1 : 0;
  }

  /** Takes one element away, or `count` that lie together. O(count + log n). */
  take(address: number, step: number, count: number): void {
    const { placeOf, tree } = this;
    if (placeOf[address] === 0) return;
    const low = Math.min(placeOf[address], placeOf[address + (count - 1) * step]);
    const high = low + count - 1;
    for (let i = 0; i < count; i++) placeOf[address + i * step] = 0;
    this.left -= count;
    for (let i = low; i <= high; i++) tree[i] -= Math.min(i & -i, i - low + 1);
    // What covers one of them from above covers the highest.
    for (let i = high + (high & -high); i < tree.length; i += i & -i) tree[i] -= Math.min(count, high - i + (i & -i));
  }
}
