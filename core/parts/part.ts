import type { PricedTrace } from '../cost/tally.ts';
import { InputError } from '../input-error.ts';

/**
 * One part of an update: its reads, the instructions executed in it, and its cost by bytes of an element: 1 and
 * ELEMENT_BYTES, or those that the trace gives all its elements; `own` alone, where they have several sizes.
 */
export interface Part {
  readonly reads: number;
  readonly instructions: number;
  readonly cost: Readonly<Record<string, number>>;
}

/** What an engine priced at the sites `start .. end - 1`, where so many instructions were executed. */
export function sitePart(priced: PricedTrace, start: number, end: number, instructions: number): Part {
  const sum = (of: Float64Array): number => of.subarray(start, end).reduce((total, value) => total + value, 0);
  return {
    reads: sum(priced.siteReads),
    instructions,
    cost: Object.fromEntries(priced.costsAt.map((at, index) => [at, sum(priced.siteCost[index])])),
  };
}

function addParts(a: Part, b: Part): Part {
  return {
    reads: a.reads + b.reads,
    instructions: a.instructions + b.instructions,
    cost: Object.fromEntries(Object.entries(a.cost).map(([at, cost]) => [at, cost + b.cost[at]])),
  };
}

/**
 * Throws InputError, beginning with `place`, where a cost that was added up in doubles has passed 2^53: all summands are
 * integers from 0, so that one which has not was never rounded on the way.
 */
export function requireExactCost(place: string, cost: number): void {
  if (cost <= Number.MAX_SAFE_INTEGER) return;
  throw new InputError(`${place}: the cost passes 2^53, beyond which it would be rounded; trace a smaller batch`);
}

/** Parts by a key: those of one key are added up. */
export class PartSums<Key> {
  private readonly sums = new Map<Key, Part>();

  add(key: Key, part: Part): void {
    const sum = this.sums.get(key);
    this.sums.set(key, sum === undefined ? part : addParts(sum, part));
  }

  /** In order of first occurrence. */
  entries(): [Key, Part][] {
    return [...this.sums];
  }
}
