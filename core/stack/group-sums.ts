/**
 * Sums by group, and the sum of all groups up to one in O(log groups): a Fenwick tree. Changes go to one group many times in
 * a row, so what they come to is kept apart until another one changes.
 */
export class GroupSums {
  private tree = new Int32Array(33);
  private changing = 0;
  private change = 0;

  /** Adds to the sum of a group. */
  add(group: number, change: number): void {
    if (group === this.changing) {
      this.change += change;
      return;
    }
    const { tree } = this;
    if (this.change !== 0) for (let i = this.changing + 1; i < tree.length; i += i & -i) tree[i] += this.change;
    this.changing = group;
    this.change = change;
  }

  /** The sum of the groups 0 .. group. */
  upTo(group: number): number {
    const { tree } = this;
    let sum = this.changing <= group ? this.change : 0;
    for (let i = group + 1; i > 0; i &= i - 1) sum += tree[i];
    return sum;
  }

  /** Begins anew with room for `groups`, of which the first `used` have a sum. */
  restart(groups: number, used: number, sumOf: (group: number) => number): void {
    if (this.tree.length !== groups + 1) this.tree = new Int32Array(groups + 1);
    const { tree } = this;
    tree.fill(0);
    this.change = 0;
    for (let i = 1; i < tree.length; i++) {
      if (i <= used) tree[i] += sumOf(i - 1);
      const parent = i + (i & -i);
      if (parent < tree.length) tree[parent] += tree[i];
    }
  }
}
