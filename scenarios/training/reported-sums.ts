import type { Sums } from './checkpoint.ts';

/** Sums of what updates report, and their means by quantity, one number a layer. */
export class ReportedSums {
  private byName: Map<string, number>;
  private count: number;

  constructor({ updates, byName }: Sums) {
    this.byName = new Map(Object.entries(byName));
    this.count = updates;
  }

  get updates(): number {
    return this.count;
  }

  add(read: readonly (readonly [name: string, value: number])[]): void {
    for (const [name, value] of read) this.byName.set(name, (this.byName.get(name) ?? 0) + value);
    this.count += 1;
  }

  clear(): void {
    this.byName = new Map();
    this.count = 0;
  }

  /** `loss0`, `loss1` become `loss`, a list from the first layer; a name without a number, a list of one. */
  means(): { readonly loss: readonly number[] } & Readonly<Record<string, readonly number[]>> {
    const means: { loss: number[] } & Record<string, number[]> = { loss: [] };
    for (const [name, sum] of this.byName) {
      const [, quantity, index] = /^(.*?)(\d*)$/.exec(name) as RegExpExecArray;
      means[quantity] ??= [];
      means[quantity][Number(index)] = sum / this.count;
    }
    return means;
  }

  state(): Sums {
    return { updates: this.count, byName: Object.fromEntries(this.byName) };
  }
}
