import { z } from 'zod';
import { costOfDeepReads } from '../../../core/cost/deep-reads.ts';
import { ELEMENT_BYTES } from '../../../core/cost/pricing.ts';
import { FLOOR_CLASS, floorOf } from '../../../core/floors/trace-floor.ts';
import type { Granularity, Trace } from '../../../core/trace/trace.ts';
import { costAt, count } from './exact-count.ts';

/** What no order of an update's instructions costs less than, or reads less beyond a memory, cold or steady (D60). */
export const floorSchema = z.strictObject({
  /** The orders that this is proved of, in words. */
  of: z.string(),
  cost: costAt([ELEMENT_BYTES]),
  /** Kernels that add up products and are in no part of it. */
  without: z.array(z.string()),
  /** Reads deeper than so many elements, at least; beyond the last capacity nothing is proved. */
  beyond: z.array(z.strictObject({ capacity: count, reads: count.positive() })),
});

export type FloorFigures = z.infer<typeof floorSchema>;

/** The floor of an update's trace under `eager`, its reads at powers of two; null where none is proved. */
export function floorFigures(trace: Trace, granularity: Granularity): FloorFigures | null {
  const floor = floorOf(trace, granularity);
  if (floor === null) return null;
  const { deepReads, without } = floor;
  const beyond: FloorFigures['beyond'] = [];
  for (let capacity = 1; deepReads(capacity) > 0; capacity *= 2) {
    beyond.push({ capacity, reads: deepReads(capacity) });
  }
  return {
    of: FLOOR_CLASS[granularity],
    cost: { [ELEMENT_BYTES]: costOfDeepReads(deepReads, ELEMENT_BYTES) },
    without: [...without],
    beyond,
  };
}
