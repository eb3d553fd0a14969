import type { DepthHistogram } from '../cost/depth-histogram.ts';
import type { PricedTrace } from '../cost/tally.ts';
import { TALLIED_BYTES } from '../cost/tally.ts';
import type { Op } from '../trace/nest.ts';
import { executionCounts, instructionsOf, isLocal } from '../trace/nest.ts';
import { SLICES } from '../trace/slices.ts';
import type { Granularity, Role, Semantics, Trace } from '../trace/trace.ts';

/** Element widths that whole traces are priced at. */
export const PRICED_BYTES = [1, 2, 4, 8] as const;

/** Cost by bytes per element. */
export type Cost = Readonly<Record<string, number | bigint>>;

/** One part of an update: its reads, the instructions executed in it, and its cost at TALLIED_BYTES per element. */
export interface Part {
  readonly reads: number;
  readonly instructions: number;
  readonly cost: Readonly<Record<string, number>>;
}

/** A point of the update's course, after `instructions` instructions; `live` is the peak since the point before. */
export interface CoursePoint {
  readonly instructions: number;
  /** Cumulative, at 4 bytes an element. */
  readonly cost: number;
  readonly live: number;
  readonly phase: string;
  readonly layer: number | null;
}

/** One layer's part at one iteration of a network that runs over time. */
export interface IterationPart extends Part {
  readonly iteration: number | null;
  readonly layer: number | null;
}

/** How long a layer's weights wait for their update, in instructions from the start of the update. */
export interface LayerWait {
  readonly layer: number;
  readonly firstInstruction: number;
  readonly updatedAfter: number;
}

export interface Measurement {
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
  readonly cost: { readonly cold: Cost; readonly steady: Cost | null };
  readonly phases: readonly (Part & { readonly phase: string })[];
  readonly layers: readonly (Part & { readonly layer: number | null })[];
  /** Layers x time, where the program has iterations; null: what is outside them. */
  readonly iterations?: readonly IterationPart[];
  /** Instructions have no role: theirs is 0 here. */
  readonly roles: readonly (Part & { readonly role: Role })[];
  readonly kernels: readonly (Part & { readonly kernel: string })[];
  readonly peakLiveElements: number;
  /** Elements of weights, biases and optimiser state: alive all the time under every rule. */
  readonly stateElements: number;
  /** Cost of the second pass over the cost of the first (PASSES), cold, 4 bytes; null where there are no two passes. */
  readonly secondPassPenalty: number | null;
  readonly course: readonly CoursePoint[];
  readonly waits: readonly LayerWait[];
  readonly histogram: DepthHistogram;
}

/** The two passes of each kind of rule, by phase. */
const PASSES: readonly (readonly [first: string, second: string])[] = [
  ['positive forward', 'negative forward'],
  ['forward', 'backward'],
];

/** Sums up what an engine priced: every breakdown adds up to the total. Throws an internal error where one does not. */
export function summarize(trace: Trace, cold: PricedTrace, steady: PricedTrace | null): Measurement {
  const counted = countInstructions(trace);
  const byCall = callParts(trace, cold, counted.perCall);
  const epilogue = epiloguePart(trace, cold);
  const phases = group(trace, byCall, (call) => call.phase).map(([phase, part]) => ({ phase, ...part }));
  if (epilogue.reads > 0) phases.push({ phase: 'epilogue', ...epilogue });
  const layers = group(trace, byCall, (call) => call.layer).map(([layer, part]) => ({ layer, ...part }));
  const iterations = iterationParts(trace, byCall);
  const kernels = group(trace, byCall, (call) => call.kernel).map(([kernel, part]) => ({ kernel, ...part }));
  const roles = roleParts(trace, cold);
  const { reads } = cold.histogram;
  checkSum(trace, 'roles', roles, reads);
  checkSum(trace, 'phases', phases, reads);
  checkSum(trace, 'layers', layers, reads - epilogue.reads);
  if (iterations !== null) checkSum(trace, 'iterations', iterations, reads - epilogue.reads);
  checkSum(trace, 'kernels', kernels, reads - epilogue.reads);
  const peak = cold.slicePeak.reduce((highest, live) => Math.max(highest, live), cold.initialLive);
  return {
    name: trace.name,
    about: trace.about,
    semantics: cold.semantics,
    granularity: cold.granularity,
    calls: trace.calls.length,
    reads,
    writes: counted.writes[cold.granularity],
    macs: counted.macs,
    instructions: counted.byOp,
    cost: { cold: costOf(cold.histogram), steady: steady === null ? null : costOf(steady.histogram) },
    phases,
    layers,
    ...(iterations === null ? {} : { iterations }),
    roles,
    kernels,
    peakLiveElements: peak,
    stateElements: trace.arguments.slice(trace.batchArguments).reduce((sum, id) => sum + trace.values[id].size, 0),
    secondPassPenalty: secondPassPenalty(phases),
    course: courseOf(trace, cold),
    waits: layerWaits(trace, counted.perCall),
    histogram: cold.histogram,
  };
}

function costOf(histogram: DepthHistogram): Cost {
  return Object.fromEntries(PRICED_BYTES.map((bytes) => [String(bytes), histogram.totalCost(bytes)]));
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

function callParts(trace: Trace, priced: PricedTrace, instructions: readonly number[]): Part[] {
  return trace.calls.map((_, call) =>
    sitePart(priced, priced.siteStart[call], priced.siteStart[call + 1], instructions[call]),
  );
}

function epiloguePart(trace: Trace, priced: PricedTrace): Part {
  const epilogue = trace.calls.length;
  return sitePart(priced, priced.siteStart[epilogue], priced.siteStart[epilogue + 1], 0);
}

function sitePart(priced: PricedTrace, start: number, end: number, instructions: number): Part {
  const sum = (of: Float64Array): number => of.subarray(start, end).reduce((total, value) => total + value, 0);
  return {
    reads: sum(priced.siteReads),
    instructions,
    cost: Object.fromEntries(TALLIED_BYTES.map((bytes, index) => [String(bytes), sum(priced.siteCost[index])])),
  };
}

function addParts(a: Part, b: Part): Part {
  return {
    reads: a.reads + b.reads,
    instructions: a.instructions + b.instructions,
    cost: Object.fromEntries(TALLIED_BYTES.map((bytes) => [bytes, a.cost[bytes] + b.cost[bytes]])),
  };
}

/** Parts of calls with the same key, in order of first occurrence. */
function group<Key>(trace: Trace, parts: readonly Part[], keyOf: (call: Trace['calls'][number]) => Key): [Key, Part][] {
  const groups = new Map<Key, Part>();
  trace.calls.forEach((call, index) => {
    const key = keyOf(call);
    const sum = groups.get(key);
    groups.set(key, sum === undefined ? parts[index] : addParts(sum, parts[index]));
  });
  return [...groups];
}

/** By iteration and layer, in order of first occurrence; null where no call belongs to an iteration. */
function iterationParts({ calls }: Trace, byCall: readonly Part[]): IterationPart[] | null {
  if (calls.every(({ iteration }) => iteration === undefined)) return null;
  const parts: IterationPart[] = [];
  calls.forEach(({ iteration = null, layer }, call) => {
    const at = parts.findIndex((part) => part.iteration === iteration && part.layer === layer);
    if (at === -1) parts.push({ iteration, layer, ...byCall[call] });
    else parts[at] = { iteration, layer, ...addParts(parts[at], byCall[call]) };
  });
  return parts;
}

function roleParts(trace: Trace, priced: PricedTrace): (Part & { role: Role })[] {
  const sums = new Map<Role, Part>();
  const add = (role: Role, site: number): void => {
    const part = sitePart(priced, site, site + 1, 0);
    const sum = sums.get(role);
    sums.set(role, sum === undefined ? part : addParts(sum, part));
  };
  const operands = trace.nests.map((nest) => instructionsOf(nest).flatMap(({ reads }) => reads));
  trace.calls.forEach((call, index) => {
    operands[call.nest].forEach((operand, site) => {
      const role = isLocal(operand) ? 'temporaries' : trace.values[call.values[operand.slot]].role;
      add(role, priced.siteStart[index] + site);
    });
  });
  const epilogue = priced.siteStart[trace.calls.length];
  trace.returned.forEach((value, index) => {
    add(trace.values[value].role, epilogue + index);
  });
  return [...sums].filter(([, part]) => part.reads > 0).map(([role, part]) => ({ role, ...part }));
}

function checkSum(trace: Trace, what: string, parts: readonly Part[], reads: number): void {
  const sum = parts.reduce((total, part) => total + part.reads, 0);
  if (sum !== reads) throw new Error(`internal: the ${what} of ${trace.name} add up to ${sum} reads of ${reads}`);
}

function secondPassPenalty(phases: readonly (Part & { phase: string })[]): number | null {
  for (const [first, second] of PASSES) {
    const one = phases.find(({ phase }) => phase === first);
    const two = phases.find(({ phase }) => phase === second);
    if (one !== undefined && two !== undefined) return two.cost[4] / one.cost[4];
  }
  return null;
}

/** One point a piece of a call that executed something; empty calls leave none. */
function courseOf(trace: Trace, priced: PricedTrace): CoursePoint[] {
  const points: CoursePoint[] = [];
  let instructions = 0;
  let cost = 0;
  trace.calls.forEach(({ phase, layer }, call) => {
    for (let slice = call * SLICES; slice < (call + 1) * SLICES; slice++) {
      if (priced.slicePeak[slice] === -1) continue;
      instructions += priced.sliceInstructions[slice];
      cost += priced.sliceCost[TALLIED_BYTES.indexOf(4)][slice];
      points.push({ instructions, cost, live: priced.slicePeak[slice], phase, layer });
    }
  });
  return points;
}

/** From a layer's first instruction in the update to the last one that makes its new weights ready. */
function layerWaits(trace: Trace, perCall: readonly number[]): LayerWait[] {
  const waits = new Map<number, { layer: number; firstInstruction: number; updatedAfter: number }>();
  let instructions = 0;
  trace.calls.forEach(({ layer, phase }, call) => {
    if (layer !== null) {
      const wait = waits.get(layer) ?? { layer, firstInstruction: instructions, updatedAfter: Number.NaN };
      if (phase === 'optimiser') wait.updatedAfter = instructions + perCall[call];
      waits.set(layer, wait);
    }
    instructions += perCall[call];
  });
  return [...waits.values()]
    .filter(({ updatedAfter }) => !Number.isNaN(updatedAfter))
    .sort((a, b) => a.layer - b.layer);
}
