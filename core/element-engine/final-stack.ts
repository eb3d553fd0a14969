import type { AddressSpace } from '../trace/address-space.ts';
import type { StackRun, Trace } from '../trace/trace.ts';

/** The stack that a trace leaves: from its addresses, bottom to top, to runs of cells of the returned values. */
export class FinalStack {
  private readonly name: string;
  private readonly values: readonly { readonly value: number; readonly base: number; readonly end: number }[];
  private readonly runs: StackRun[] = [];
  /** The value of the topmost run, its first cell, its step and its length so far. */
  private value = -1;
  private base = 0;
  private end = 0;
  private first = 0;
  private stride = 1;
  private count = 0;

  constructor(trace: Trace, space: AddressSpace) {
    this.name = trace.name;
    this.values = trace.returned
      .filter((value) => space.baseOf[value] !== -1)
      .map((value) => ({ value, base: space.baseOf[value], end: space.baseOf[value] + trace.values[value].size }));
  }

  /** Puts an address on top. Two cells of a value are always a run, further ones where they continue it. */
  push(address: number): void {
    // Neighbours on the stack are mostly of one value.
    if (address < this.base || address >= this.end) this.enter(address);
    const element = address - this.base;
    if (this.count === 1) this.stride = element - this.first;
    if (this.count > 0 && element === this.first + this.count * this.stride) {
      this.count++;
      return;
    }
    this.endRun();
    this.first = element;
    this.stride = 1;
    this.count = 1;
  }

  /** Bottom to top. Nothing can be put on top after this. */
  finish(): StackRun[] {
    this.endRun();
    return this.runs;
  }

  /** Goes on to the value that an address belongs to. */
  private enter(address: number): void {
    const found = this.values.find(({ base, end }) => base <= address && address < end);
    if (found === undefined) throw new Error(`internal: address ${address} of ${this.name} is alive after the end`);
    this.endRun();
    this.value = found.value;
    this.base = found.base;
    this.end = found.end;
  }

  private endRun(): void {
    const { value, first, stride, count } = this;
    if (count > 0) this.runs.push({ value, first, stride, count });
    this.count = 0;
  }
}
