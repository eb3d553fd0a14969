import { GroupSums } from './group-sums.ts';

const GROUP_BITS = 5;
const GROUP = 1 << GROUP_BITS;
/** Slots of a group that appending fills; the others are left for insertions. */
const APPENDED = GROUP / 2;
/**
 * A window of two groups is spread while it holds no more than this a group, one twice as wide 2 less, down to the
 * least: so each spreading leaves room that its halves have to use up before the next.
 */
const MOST_SPREAD = GROUP - 4;
const LEAST_SPREAD = APPENDED + 2;
const FREE = -1;
/** As many slots are added up faster than sums are asked for. */
const NEAR = 2 * GROUP;

/**
 * An ordered list of items (D17) with a count each, that tells the sum of the counts above an item in O(log items) and
 * takes insertions anywhere. Items sit in slots, in order. Sums are kept by groups of 32 slots, so that moving items within
 * a group changes none, but for the one that appending fills. A full group is spread over its neighbours, as in a packed
 * memory array (Bender, Demaine and Farach-Colton, "Cache-oblivious B-trees", 2000).
 */
export class SlotOrder {
  private slotOf = new Int32Array(64).fill(FREE);
  private itemAt = new Int32Array(32 * GROUP).fill(FREE);
  /** 0 at free slots. */
  private countAt = new Int32Array(32 * GROUP);
  private readonly groupSums = new GroupSums();
  /** Above the highest slot in use. */
  private top = 0;
  private openGroup = 0;
  private sum = 0;

  /** The sum of all counts. */
  get total(): number {
    return this.sum;
  }

  /** The sum of the counts of all items above. */
  above(item: number): number {
    const slot = this.slotOf[item];
    const group = slot >>> GROUP_BITS;
    const { countAt } = this;
    let sum = 0;
    const end = group === this.openGroup ? this.top : (group + 1) << GROUP_BITS;
    for (let s = slot + 1; s < end; s++) sum += countAt[s];
    return group === this.openGroup ? sum : sum + this.sum - this.groupSums.upTo(group);
  }

  /** The same, where `aboveOther` is what is above another item. */
  aboveBeside(item: number, other: number, aboveOther: number): number {
    const slot = this.slotOf[item];
    const from = this.slotOf[other];
    if (Math.abs(slot - from) > NEAR) return this.above(item);
    let sum = aboveOther;
    for (let s = from + 1; s <= slot; s++) sum -= this.countAt[s];
    for (let s = slot + 1; s <= from; s++) sum += this.countAt[s];
    return sum;
  }

  isAbove(item: number, other: number): boolean {
    return this.slotOf[item] > this.slotOf[other];
  }

  /** Puts a new item on top. */
  append(item: number, count: number): void {
    if ((this.top & (GROUP - 1)) >= APPENDED || this.top >>> GROUP_BITS !== this.openGroup) this.openNextGroup();
    this.place(item, count, this.top++);
    this.sum += count;
  }

  /** Puts a new item next to `anchor`. */
  insert(item: number, count: number, anchor: number, side: 'above' | 'below'): void {
    let free = this.freeNear(this.slotOf[anchor]);
    if (free === FREE) {
      this.spreadAround(this.slotOf[anchor] >>> GROUP_BITS);
      free = this.freeNear(this.slotOf[anchor]);
    }
    const at = this.slotOf[anchor];
    let slot: number;
    if (free > at) {
      slot = side === 'above' ? at + 1 : at;
      for (let s = free; s > slot; s--) this.move(s - 1, s);
      if (free >= this.top) this.top = free + 1;
    } else {
      slot = side === 'below' ? at - 1 : at;
      for (let s = free; s < slot; s++) this.move(s + 1, s);
    }
    this.place(item, count, slot);
    this.sum += count;
    this.addToSums(slot >>> GROUP_BITS, count);
  }

  add(item: number, change: number): void {
    const slot = this.slotOf[item];
    this.countAt[slot] += change;
    this.sum += change;
    this.addToSums(slot >>> GROUP_BITS, change);
  }

  remove(item: number): void {
    const slot = this.slotOf[item];
    const count = this.countAt[slot];
    this.sum -= count;
    if (count !== 0) this.addToSums(slot >>> GROUP_BITS, -count);
    this.countAt[slot] = 0;
    this.itemAt[slot] = FREE;
    this.slotOf[item] = FREE;
    // The lowest slot of the open group stays, so that the group remains the open one.
    const lowest = this.openGroup << GROUP_BITS;
    while (this.top > lowest && this.itemAt[this.top - 1] === FREE) this.top--;
  }

  /** The item right below, or -1 where there is none within two groups. */
  below(item: number): number {
    const slot = this.slotOf[item];
    const end = Math.max(0, slot - 2 * GROUP);
    for (let s = slot - 1; s >= end; s--) if (this.itemAt[s] !== FREE) return this.itemAt[s];
    return -1;
  }

  /** All items, bottom to top. */
  items(): number[] {
    const found: number[] = [];
    for (let item = this.next(FREE); item !== FREE; item = this.next(item)) found.push(item);
    return found;
  }

  /** The item right above one, or the lowest of all above -1; -1 where there is none. */
  next(item: number): number {
    let slot = item === FREE ? 0 : this.slotOf[item] + 1;
    while (slot < this.top && this.itemAt[slot] === FREE) slot++;
    return slot < this.top ? this.itemAt[slot] : FREE;
  }

  private place(item: number, count: number, slot: number): void {
    if (item >= this.slotOf.length) {
      const larger = new Int32Array(Math.max(item + 1, 2 * this.slotOf.length)).fill(FREE);
      larger.set(this.slotOf);
      this.slotOf = larger;
    }
    this.slotOf[item] = slot;
    this.itemAt[slot] = item;
    this.countAt[slot] = count;
  }

  private move(from: number, to: number): void {
    const item = this.itemAt[from];
    this.itemAt[to] = item;
    this.countAt[to] = this.countAt[from];
    this.itemAt[from] = FREE;
    this.countAt[from] = 0;
    this.slotOf[item] = to;
  }

  /** The free slot of a slot's group that is nearest above it, else nearest below, else FREE. */
  private freeNear(slot: number): number {
    const start = slot & -GROUP;
    for (let s = slot + 1; s < start + GROUP; s++) if (this.itemAt[s] === FREE) return s;
    for (let s = slot - 1; s >= start; s--) if (this.itemAt[s] === FREE) return s;
    return FREE;
  }

  private addToSums(group: number, change: number): void {
    if (group !== this.openGroup) this.groupSums.add(group, change);
  }

  private groupSum(group: number): number {
    let sum = 0;
    for (let s = group << GROUP_BITS, end = s + GROUP; s < end; s++) sum += this.countAt[s];
    return sum;
  }

  private openNextGroup(): void {
    const next = this.openGroup + 1;
    if (next << GROUP_BITS === this.itemAt.length) this.renumber();
    else {
      this.groupSums.add(this.openGroup, this.groupSum(this.openGroup));
      this.openGroup = next;
      this.top = next << GROUP_BITS;
    }
  }

  /** Spreads the items around a full group evenly over the smallest window of groups that has room for them. */
  private spreadAround(group: number): void {
    for (let width = 2, most = MOST_SPREAD; ; width *= 2, most = Math.max(most - 2, LEAST_SPREAD)) {
      const first = group - (group % width);
      const end = Math.min(first + width, this.openGroup + 1);
      let used = 0;
      for (let s = first << GROUP_BITS; s < end << GROUP_BITS; s++) if (this.itemAt[s] !== FREE) used++;
      if (used <= most * (end - first)) this.spread(first, end, used);
      else if (first === 0 && end === this.openGroup + 1) this.renumber();
      else continue;
      return;
    }
  }

  private spread(first: number, end: number, used: number): void {
    const sums: number[] = [];
    for (let group = first; group < end; group++) sums.push(this.groupSum(group));
    const { items, counts } = this.take(first << GROUP_BITS, end << GROUP_BITS, used);
    for (let g = 0, next = 0, groups = end - first; g < groups; g++) {
      const until = Math.floor(((g + 1) * used) / groups);
      let slot = (first + g) << GROUP_BITS;
      let sum = 0;
      for (; next < until; next++) {
        sum += counts[next];
        this.place(items[next], counts[next], slot++);
      }
      if (sum !== sums[g]) this.addToSums(first + g, sum - sums[g]);
      if (first + g === this.openGroup) this.top = slot;
    }
  }

  /** Clears the slots of a range and returns what they held. */
  private take(from: number, to: number, used: number): { items: Int32Array; counts: Int32Array } {
    const items = new Int32Array(used);
    const counts = new Int32Array(used);
    for (let s = from, i = 0; s < to; s++) {
      if (this.itemAt[s] === FREE) continue;
      items[i] = this.itemAt[s];
      counts[i++] = this.countAt[s];
    }
    this.itemAt.fill(FREE, from, to);
    this.countAt.fill(0, from, to);
    return { items, counts };
  }

  /** Gives every item a new slot, half-filled groups, and leaves at least half as many groups free above. */
  private renumber(): void {
    let used = 0;
    for (let s = 0; s < this.top; s++) if (this.itemAt[s] !== FREE) used++;
    const { items, counts } = this.take(0, this.top, used);
    const full = Math.floor(used / APPENDED);
    const groups = Math.max(32, full + (full >>> 1) + 2);
    const present = this.itemAt.length >>> GROUP_BITS;
    if (present < groups || present > 4 * groups) {
      this.itemAt = new Int32Array(groups << GROUP_BITS).fill(FREE);
      this.countAt = new Int32Array(groups << GROUP_BITS);
    }
    for (let i = 0; i < used; i++) {
      const group = Math.floor(i / APPENDED);
      this.place(items[i], counts[i], (group << GROUP_BITS) + (i - group * APPENDED));
    }
    this.openGroup = full;
    this.top = (full << GROUP_BITS) + (used - full * APPENDED);
    this.groupSums.restart(this.itemAt.length >>> GROUP_BITS, full, (group) => this.groupSum(group));
  }
}
