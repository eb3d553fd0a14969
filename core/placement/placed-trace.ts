import { byteSumBig, readCost } from '../cost/pricing.ts';
import { type ExactInteger, exactInteger } from '../numbers/exact-integer.ts';
import { ExactSum } from '../numbers/exact-sum.ts';
import { NOWHERE } from '../trace/address-space.ts';
import type { Granularity, Trace } from '../trace/trace.ts';
import { type ElementReads, readsOf, type TraceReads } from './element-reads.ts';

/** Where values are put, each for as long as it lives. */
export const PLACEMENTS = ['most read first, reused', 'program order, reused', 'program order'] as const;
export type Placement = (typeof PLACEMENTS)[number];

/** What the reads of a trace cost where each value has a place for its life. */
export interface PlacedCost {
  readonly placement: Placement;
  readonly cost: ExactInteger;
}

/**
 * The cost of a trace where a read of address a costs ceil(sqrt(a)) a byte, at each of the placements: locals first, at
 * `scalar`, the most read at address 1; then values, those that are returned read once more; writes are free (D62). Which
 * order things are done in does not matter. `reads`: how many an engine priced; null where other reads are found, or the
 * reads of an element are not seen. O(values * values), and the elements of what is not read evenly.
 */
export function placedCosts(
  trace: Trace,
  { granularity, bytes, reads }: { readonly granularity: Granularity; readonly bytes: number; readonly reads: number },
): PlacedCost[] | null {
  const found = readsOf(trace, granularity);
  if (found === null || found.total !== reads) return null;
  const locals = [...found.locals].filter((count) => count > 0).sort((a, b) => b - a);
  const ofLocals = new ExactSum();
  locals.forEach((count, index) => {
    ofLocals.addProduct(count, readCost(index + 1, bytes));
  });
  const first = BigInt(ofLocals.value());
  return PLACEMENTS.map((placement) => {
    let cost = first;
    basesOf(trace, found, placement).forEach((base, value) => {
      if (base === NOWHERE) return;
      const { size } = trace.values[value];
      cost += costOfValue(found.values[value], locals.length + base, size, bytes);
      if (trace.returned.includes(value)) cost += costOfRange(locals.length + base, size, bytes);
    });
    return { placement, cost: exactInteger(cost) };
  });
}

function costOfValue(reads: ElementReads, base: number, size: number, bytes: number): bigint {
  if (typeof reads === 'number') return BigInt(reads) * costOfRange(base, size, bytes);
  const sum = new ExactSum();
  reads.forEach((count, element) => {
    sum.addProduct(count, readCost(base + element + 1, bytes));
  });
  return BigInt(sum.value());
}

/** Of reading each of `size` elements above `base` others once. */
export function costOfRange(base: number, size: number, bytes: number): bigint {
  return byteSumBig(BigInt(bytes) * BigInt(base + size)) - byteSumBig(BigInt(bytes) * BigInt(base));
}

/** By value: how many elements lie below it; NOWHERE of what has no place. O(values * values). */
function basesOf(trace: Trace, { values }: TraceReads, placement: Placement): readonly number[] {
  const lives = livesOf(trace);
  const bases = trace.values.map(() => NOWHERE);
  if (placement === 'program order') {
    let end = 0;
    for (const { value } of lives) {
      bases[value] = end;
      end += trace.values[value].size;
    }
    return bases;
  }
  const density = values.map((reads, value) =>
    typeof reads === 'number' ? reads : reads.reduce((sum, count) => sum + count, 0) / trace.values[value].size,
  );
  const isByReads = placement === 'most read first, reused';
  const order = isByReads ? [...lives].sort((a, b) => density[b.value] - density[a.value]) : lives;
  const placed: { base: number; end: number; life: Life }[] = [];
  for (const life of order) {
    const { size } = trace.values[life.value];
    const meets = placed.filter((other) => other.life.dies >= life.born && life.dies >= other.life.born);
    let base = 0;
    for (const other of meets.sort((a, b) => a.base - b.base)) {
      if (base + size <= other.base) break;
      base = Math.max(base, other.end);
    }
    bases[life.value] = base;
    placed.push({ base, end: base + size, life });
  }
  return bases;
}

interface Life {
  readonly value: number;
  /** Calls: -1 before the first, as many as there are after the last. */
  readonly born: number;
  readonly dies: number;
}

/** Of all values that calls touch or that are returned: arguments first, then as they are made. */
function livesOf(trace: Trace): Life[] {
  const dies = new Map<number, number>();
  trace.calls.forEach(({ values }, call) => {
    for (const value of values) dies.set(value, call);
  });
  for (const value of trace.returned) dies.set(value, trace.calls.length);
  const born = new Map(trace.arguments.map((value) => [value, -1]));
  trace.calls.forEach(({ values }, call) => {
    for (const value of values) {
      if (trace.values[value].kind === 'computed' && !born.has(value)) born.set(value, call);
    }
  });
  return [...born].flatMap(([value, from]) => {
    const until = dies.get(value);
    return until === undefined ? [] : [{ value, born: from, dies: until }];
  });
}
