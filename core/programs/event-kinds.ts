import type { EventKind } from './program.ts';

/** Numbers kinds of events in order of first occurrence. */
export class EventKinds {
  readonly list: EventKind[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(op: string, reads: number, results: number): number {
    const key = `${reads} ${results} ${op}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.list.length);
    return this.list.push({ op, reads, results }) - 1;
  }
}
