import { deepReadsOf } from '../../../core/cost/deep-reads.ts';
import { floorOf } from '../../../core/floors/trace-floor.ts';
import { priceByRuns } from '../../../core/run-engine/run-engine.ts';
import type { Granularity, Trace } from '../../../core/trace/trace.ts';

/** The least quotient of reads deeper than a depth and what the floor says of them; below 1 the floor is refuted. */
export function floorSlack(trace: Trace, granularity: Granularity): number {
  const { histogram } = priceByRuns(trace, { semantics: 'eager', granularity });
  const found = deepReadsOf(histogram);
  const floor = floorOf(trace, granularity);
  if (floor === null || floor.products === 0) throw new Error('a product has a floor');
  let least = Number.POSITIVE_INFINITY;
  for (let depth = 0; depth <= histogram.maxDepth + 2; depth++) {
    const reads = floor.deepReads(depth);
    if (reads > 0) least = Math.min(least, found(depth) / reads);
  }
  return least;
}
