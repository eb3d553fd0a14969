import type { Cost } from '../cost/cost.ts';
import { costOfDeepReads } from '../cost/deep-reads.ts';
import type { Granularity, Semantics, Trace } from '../trace/trace.ts';
import { FLOOR_CLASS, type FloorParts, floorOf, outsideFloor } from './trace-floor.ts';

/** What no order of a trace costs less than, and of which orders that is proved. */
export interface PricedFloor extends FloorParts {
  /** The orders, in words. */
  readonly of: string;
  /** By bytes per element. */
  readonly cost: Cost;
}

/**
 * The floor of a trace in cost at each of these bytes per element. null where there is none: nothing in the trace is what
 * the proof is of, or it is measured under other semantics than `eager`.
 */
export function pricedFloor(
  trace: Trace,
  { semantics, granularity }: { readonly semantics: Semantics; readonly granularity: Granularity },
  widths: readonly number[],
): PricedFloor | null {
  const floor = semantics === 'eager' && widths.length > 0 ? floorOf(trace, granularity) : null;
  if (floor === null) return null;
  const { deepReads, ...found } = floor;
  const cost = Object.fromEntries(widths.map((bytes) => [String(bytes), costOfDeepReads(deepReads, bytes)]));
  return { ...found, of: FLOOR_CLASS[granularity], cost };
}

/** Why `pricedFloor` is null, in words, or why it leaves kernels out: each with the condition of the proof that is not seen. */
export function whyNoFloor(
  trace: Trace,
  { semantics, granularity }: { readonly semantics: Semantics; readonly granularity: Granularity },
  widths: readonly number[],
): string {
  if (semantics !== 'eager') return 'floors are proved under eager alone';
  if (widths.length === 0) return 'its elements have several sizes';
  const reasons = [...outsideFloor(trace, granularity)].map(([kernel, why]) => `${kernel}: ${why}`);
  return reasons.length === 0 ? 'nothing in it adds up products' : reasons.join('; ');
}
