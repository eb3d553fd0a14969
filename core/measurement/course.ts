import type { PricedTrace } from '../cost/tally.ts';
import { requireExactCost } from '../parts/part.ts';
import { phaseRole } from '../trace/phase-roles.ts';
import { SLICES } from '../trace/slices.ts';
import type { Trace } from '../trace/trace.ts';

/** A point of the update's course, after `instructions` instructions; `live` is the peak since the point before. */
export interface CoursePoint {
  readonly instructions: number;
  /** Cumulative, each element at its own bytes: ELEMENT_BYTES, where the trace does not say otherwise. */
  readonly cost: number;
  readonly live: number;
  readonly phase: string;
  readonly layer: number | null;
}

/** How long a layer's weights wait for their update, in instructions from the start of the update. */
export interface LayerWait {
  readonly layer: number;
  readonly firstInstruction: number;
  readonly updatedAfter: number;
}

/**
 * One point a piece of a call that executed something; empty calls leave none. `at`: what the costs are at. Throws InputError where the cost of all
 * has passed 2^53.
 */
export function courseOf(trace: Trace, priced: PricedTrace, at: string): CoursePoint[] {
  const points: CoursePoint[] = [];
  const costs = priced.sliceCost[priced.costsAt.indexOf(at)];
  let instructions = 0;
  let cost = 0;
  trace.calls.forEach(({ phase, layer }, call) => {
    for (let slice = call * SLICES; slice < (call + 1) * SLICES; slice++) {
      if (priced.slicePeak[slice] === -1) continue;
      instructions += priced.sliceInstructions[slice];
      cost += costs[slice];
      points.push({ instructions, cost, live: priced.slicePeak[slice], phase, layer });
    }
  });
  requireExactCost(`${trace.name}: course`, cost);
  return points;
}

/** From a layer's first instruction in the update to the last one of the optimiser, which makes its new weights ready. */
export function layerWaits(trace: Trace, perCall: readonly number[]): LayerWait[] {
  const waits = new Map<number, { layer: number; firstInstruction: number; updatedAfter: number }>();
  let instructions = 0;
  trace.calls.forEach(({ layer, phase }, call) => {
    if (layer !== null) {
      const wait = waits.get(layer) ?? { layer, firstInstruction: instructions, updatedAfter: Number.NaN };
      if (phaseRole(phase, trace.phaseRoles) === 'optimiser') wait.updatedAfter = instructions + perCall[call];
      waits.set(layer, wait);
    }
    instructions += perCall[call];
  });
  return [...waits.values()]
    .filter(({ updatedAfter }) => !Number.isNaN(updatedAfter))
    .sort((a, b) => a.layer - b.layer);
}
