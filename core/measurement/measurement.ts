import { bytesOfValue, elementBytesOf } from '../cells/element-sizes.ts';
import { type Cost, costOf } from '../cost/cost.ts';
import type { MemoryMisses } from '../cost/curves.ts';
import { missesOf } from '../cost/curves.ts';
import { type DepthHistogram, requireHistogram } from '../cost/depth-histogram.ts';
import { ELEMENT_BYTES } from '../cost/pricing.ts';
import { OWN_SIZES, type PricedTrace } from '../cost/tally.ts';
import { ExactSum } from '../numbers/exact-sum.ts';
import type { RolePart } from '../parts/role-parts.ts';
import { constantReadsOf } from '../trace/constant-reads.ts';
import { executionCounts } from '../trace/iteration-shapes.ts';
import type { Op } from '../trace/nest.ts';
import { instructionsOf, isLocal } from '../trace/nest.ts';
import type { PhaseRole } from '../trace/phase-roles.ts';
import { type ConstantReads, type Granularity, requireTrace, type Semantics, type Trace } from '../trace/trace.ts';
import type { Breakdown, PhasePart } from './breakdown.ts';
import { breakdownOf, roleOfPhase } from './breakdown.ts';
import type { CoursePoint, LayerWait } from './course.ts';
import { courseOf, layerWaits } from './course.ts';
import { warningsOf } from './warnings.ts';

/** Element widths that whole traces are priced at. */
export const PRICED_BYTES = [1, 2, 4, 8] as const;

/** What one update costs, and where: all that an engine priced of a trace, summed up. */
export interface Measurement extends Breakdown {
  readonly name: string;
  readonly about: Trace['about'];
  readonly semantics: Semantics;
  readonly granularity: Granularity;
  readonly calls: number;
  readonly reads: number;
  readonly writes: number;
  readonly macs: number;
  /** Executed instructions by operation. */
  readonly instructions: Readonly<Partial<Record<Op, number>>>;
  /** Bytes of every element: ELEMENT_BYTES unless the trace says otherwise; null where they have several sizes (D43). */
  readonly elementBytes: number | null;
  /** By bytes of an element; where they have several sizes, `own` alone: each at its own. */
  readonly cost: { readonly cold: Cost; readonly steady: Cost | null };
  readonly peakLiveBytes: number;
  /** Where elements have several sizes, in ELEMENT_BYTES, and perhaps a fraction. */
  readonly peakLiveElements: number;
  /** Elements of weights, biases and optimiser state: alive all the time under every rule. Counted as those alive. */
  readonly stateElements: number;
  /**
   * Cost of the second pass over the cost of the first, cold, at the bytes of the elements: phases whose role is `second forward`,
   * or where there are none `backward`, over those whose role is `forward`. null where there are no two passes, or the
   * first costs nothing.
   */
  readonly secondPassPenalty: number | null;
  readonly course: readonly CoursePoint[];
  readonly waits: readonly LayerWait[];
  /** Reads by depth in elements; where they have several sizes, by the depth of their last byte, in bytes. */
  readonly histogram: DepthHistogram;
  /** What kernels read of each kind of tensor, and how deep, where it was asked for and all elements have one size. */
  readonly kinds?: readonly RolePart[];
  /** Reads of the cold update that miss in memories of named sizes, smallest first; a read misses where not all of it hits. */
  readonly misses: readonly MemoryMisses[];
  /** By kernel and value, most first: reads of what is made from host numbers, not among `reads`. */
  readonly constantReads: readonly ConstantReads[];
  /** What to know before trusting these figures, one sentence each. */
  readonly warnings: readonly string[];
}

/** What is summed up of an update in steady operation. */
export type SteadyPricing = Pick<PricedTrace, 'histogram' | 'siteCost'>;

/** Sums up what an engine priced: every breakdown adds up to the total. Throws an internal error where one does not. */
export function summarize(trace: Trace, cold: PricedTrace, steady: SteadyPricing | null): Measurement {
  requireTrace('summarize', trace);
  for (const priced of [cold, ...(steady === null ? [] : [steady])]) requireHistogram('summarize', priced?.histogram);
  const counted = countInstructions(trace);
  const parts = breakdownOf(trace, cold, counted.perCall);
  const constantReads = constantReadsOf(trace);
  const elementBytes = elementBytesOf(trace, cold.granularity);
  const isVoid =
    trace.calls.length > 0 && trace.calls.every(({ values }) => values.some((value) => trace.values[value].size === 0));
  const peak = cold.slicePeak.reduce((highest, live) => Math.max(highest, live), cold.initialLive);
  return {
    name: trace.name,
    about: trace.about,
    semantics: cold.semantics,
    granularity: cold.granularity,
    calls: trace.calls.length,
    reads: cold.histogram.reads,
    writes: counted.writes[cold.granularity],
    macs: counted.macs,
    instructions: counted.byOp,
    elementBytes,
    cost: { cold: costOfTrace(cold, elementBytes), steady: steady && costOfTrace(steady, elementBytes) },
    ...parts,
    peakLiveBytes: peak * (elementBytes ?? ELEMENT_BYTES),
    peakLiveElements: peak,
    stateElements: stateElements(trace, elementBytes),
    secondPassPenalty: secondPassPenalty(parts.phases, costKey({ elementBytes })),
    course: courseOf(trace, cold, costKey({ elementBytes })),
    waits: layerWaits(trace, counted.perCall),
    histogram: cold.histogram,
    misses: missesOf(cold.histogram, elementBytes ?? 1),
    constantReads,
    warnings: warningsOf(cold.histogram.reads, constantReads, isVoid),
  };
}

/** What a measurement's costs are called in which every element has its own size, of the whole and of the parts. */
export function costKey({ elementBytes }: Pick<Measurement, 'elementBytes'>): string {
  return elementBytes === null ? OWN_SIZES : String(elementBytes);
}

function costOfTrace({ histogram, siteCost }: SteadyPricing, elementBytes: number | null): Cost {
  if (elementBytes !== null) return costOf(histogram, [...new Set([...PRICED_BYTES, elementBytes])]);
  const sum = new ExactSum();
  for (const cost of siteCost[0]) sum.add(cost);
  return { [OWN_SIZES]: sum.value() };
}

function stateElements({ arguments: args, batchArguments, values }: Trace, elementBytes: number | null): number {
  const state = args.slice(batchArguments).map((id) => values[id]);
  return state.reduce(
    (sum, value) => sum + (elementBytes === null ? (value.size * bytesOfValue(value)) / ELEMENT_BYTES : value.size),
    0,
  );
}

interface InstructionCounts {
  readonly byOp: Partial<Record<Op, number>>;
  readonly writes: Readonly<Record<Granularity, number>>;
  readonly macs: number;
  readonly perCall: readonly number[];
}

function countInstructions(trace: Trace): InstructionCounts {
  const byOp: Partial<Record<Op, number>> = {};
  const writes = { scalar: 0, register: 0 };
  let macs = 0;
  const ofNest = trace.nests.map((nest) => ({ instructions: instructionsOf(nest), counts: executionCounts(nest) }));
  const perCall = trace.calls.map((call) => {
    const { instructions, counts } = ofNest[call.nest];
    instructions.forEach(({ op, write, mac }, index) => {
      const times = counts[index];
      byOp[op] = (byOp[op] ?? 0) + times;
      if (mac === true) macs += times;
      if (write !== null) writes.scalar += times;
      if (write !== null && !isLocal(write)) writes.register += times;
    });
    return counts.reduce((sum, count) => sum + count, 0);
  });
  return { byOp, writes, macs, perCall };
}

/** `at`: what the costs are at. */
function secondPassPenalty(phases: readonly PhasePart[], at: string): number | null {
  const costOf = (role: PhaseRole): number | null => {
    const found = phases.filter((part) => roleOfPhase(part) === role);
    return found.length === 0 ? null : found.reduce((sum, { cost }) => sum + cost[at], 0);
  };
  const first = costOf('forward');
  const second = costOf('second forward') ?? costOf('backward');
  return first === null || first === 0 || second === null ? null : second / first;
}
