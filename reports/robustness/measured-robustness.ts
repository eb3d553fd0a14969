import type { DepthHistogram } from '../../core/cost/depth-histogram.ts';
import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { pricedFloor } from '../../core/floors/priced-floor.ts';
import { memoryLevels } from '../../core/levels/memory-levels.ts';
import { lineTraffic } from '../../core/lines/line-traffic.ts';
import { ENGINES } from '../../core/measurement/engines.ts';
import { placedCosts } from '../../core/placement/placed-trace.ts';
import { FUSED, scheduled } from '../../core/schedules/schedule.ts';
import type { Granularity, Trace } from '../../core/trace/trace.ts';
import { foundSchedule } from '../../core/tuning/found-schedule.ts';
import { type RobustnessFigures, UNMEASURED } from './robustness.ts';

const BEYOND_BYTES = 2 ** 15;
const LINE_BYTES = 64;

/** What is measured at once, what takes least first. */
export const METERS = ['executed', 'fused', 'registers', 'found', 'lines'] as const;
export type Meter = (typeof METERS)[number];

/** A trace of elements of 4 bytes under every meter. Minutes to hours where products are as documented; `lines` take longest. */
export function measureRobustness(trace: Trace): RobustnessFigures {
  const figures = { ...UNMEASURED };
  for (const meter of METERS) Object.assign(figures, MEASURES[meter](trace));
  return figures;
}

/** The figures of one meter. */
export const MEASURES: Readonly<Record<Meter, (trace: Trace) => Partial<RobustnessFigures>>> = {
  executed(trace) {
    const histogram = depthsOf(trace, 'scalar');
    const placed = placedCosts(trace, { granularity: 'scalar', bytes: ELEMENT_BYTES, reads: histogram.reads });
    const [{ bytesAcross }] = memoryLevels(histogram, ELEMENT_BYTES, [BEYOND_BYTES]);
    return {
      executed: histogram.totalCost(ELEMENT_BYTES),
      placed: placed && Object.fromEntries(placed.map(({ placement, cost }) => [placement, cost])),
      beyond: bytesAcross,
    };
  },
  fused(trace) {
    const { trace: fused } = scheduled(trace, FUSED, 'fused');
    const floor = pricedFloor(fused, { semantics: 'eager', granularity: 'scalar' }, [ELEMENT_BYTES]);
    return { fused: depthsOf(fused, 'scalar').totalCost(ELEMENT_BYTES), floor: floor?.cost[ELEMENT_BYTES] ?? null };
  },
  registers(trace) {
    return { registers: depthsOf(trace, 'register').totalCost(ELEMENT_BYTES) };
  },
  found(trace) {
    const { trace: found, unscheduled } = scheduled(trace, foundSchedule(trace), 'found');
    return { found: unscheduled.length > 0 ? null : depthsOf(found, 'scalar').totalCost(ELEMENT_BYTES) };
  },
  lines(trace) {
    const [{ bytesAcross }] = lineTraffic(trace, { lineBytes: LINE_BYTES, capacities: [BEYOND_BYTES] }).levels;
    return { lines: bytesAcross };
  },
};

function depthsOf(trace: Trace, granularity: Granularity): DepthHistogram {
  return ENGINES.run(trace, { semantics: 'eager', granularity }).histogram;
}
