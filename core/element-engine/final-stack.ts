import type { AddressSpace } from '../trace/address-space.ts';
import type { StackRun, Trace } from '../trace/trace.ts';

/** The stack that a trace leaves, from its addresses, as runs of cells of the returned values. */
export class FinalStack {
  /** Bottom to top. */
  readonly runs: StackRun[] = [];
  private readonly name: string;
  private readonly ranges: readonly { readonly value: number; readonly base: number; readonly end: number }[];
  private recent = 0;

  constructor(trace: Trace, space: AddressSpace) {
    this.name = trace.name;
    this.ranges = trace.returned
      .filter((value) => space.baseOf[value] !== -1)
      .map((value) => ({ value, base: space.baseOf[value], end: space.baseOf[value] + trace.values[value].size }));
  }

  /** Puts an address on top. */
  push(address: number): void {
    let range = this.ranges[this.recent];
    // Neighbours on the stack are mostly of one value.
    if (range === undefined || address < range.base || address >= range.end) {
      this.recent = this.ranges.findIndex(({ base, end }) => base <= address && address < end);
      if (this.recent === -1) throw new Error(`internal: address ${address} of ${this.name} is alive after the end`);
      range = this.ranges[this.recent];
    }
    this.append(range.value, address - range.base);
  }

  /** Adds a cell on top, as part of the topmost run where it continues it. */
  private append(value: number, element: number): void {
    const top = this.runs.at(-1);
    if (top !== undefined && top.value === value) {
      const stride = top.count === 1 ? element - top.first : top.stride;
      if (element === top.first + top.count * stride) {
        this.runs[this.runs.length - 1] = { value, first: top.first, stride, count: top.count + 1 };
        return;
      }
    }
    this.runs.push({ value, first: element, stride: 1, count: 1 });
  }
}
