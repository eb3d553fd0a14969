import type { PricedTrace } from '../cost/tally.ts';
import { TALLIED_BYTES } from '../cost/tally.ts';
import { instructionsOf, isLocal } from '../trace/nest.ts';
import type { PhaseRole } from '../trace/phase-roles.ts';
import { EPILOGUE, phaseRole } from '../trace/phase-roles.ts';
import type { Role, Trace } from '../trace/trace.ts';

/** One part of an update: its reads, the instructions executed in it, and its cost at TALLIED_BYTES per element. */
export interface Part {
  readonly reads: number;
  readonly instructions: number;
  readonly cost: Readonly<Record<string, number>>;
}

/** One phase's part; its role where that is not the documented one of its name. */
export interface PhasePart extends Part {
  readonly phase: string;
  readonly role?: PhaseRole;
}

/** What a phase of a measurement, or of results, is for. */
export function roleOfPhase({ phase, role }: Pick<PhasePart, 'phase' | 'role'>): PhaseRole {
  return role ?? phaseRole(phase);
}

/** One layer's part at one iteration of a network that runs over time. */
export interface IterationPart extends Part {
  readonly iteration: number | null;
  readonly layer: number | null;
}

/**
 * The reads of an update, taken apart in five ways. What the returned values are read for at the end is the phase
 * `epilogue` and belongs to no layer, iteration or kernel.
 */
export interface Breakdown {
  readonly phases: readonly PhasePart[];
  readonly layers: readonly (Part & { readonly layer: number | null })[];
  /** Layers x time, where the program has iterations; null: what is outside them. */
  readonly iterations?: readonly IterationPart[];
  /** Instructions have no role: theirs is 0 here. */
  readonly roles: readonly (Part & { readonly role: Role })[];
  readonly kernels: readonly (Part & { readonly kernel: string })[];
}

/**
 * Takes what an engine priced apart; `perCall` is how many instructions each call executes. Throws an internal error
 * where a breakdown does not add up to all reads.
 */
export function breakdownOf(trace: Trace, priced: PricedTrace, perCall: readonly number[]): Breakdown {
  const byCall = callParts(trace, priced, perCall);
  const epilogue = epiloguePart(trace, priced);
  const phases = phaseParts(trace, byCall);
  if (epilogue.reads > 0) phases.push({ phase: EPILOGUE, ...epilogue });
  const layers = group(trace, byCall, (call) => call.layer).map(([layer, part]) => ({ layer, ...part }));
  const iterations = iterationParts(trace, byCall);
  const kernels = group(trace, byCall, (call) => call.kernel).map(([kernel, part]) => ({ kernel, ...part }));
  const roles = roleParts(trace, priced);
  const { reads } = priced.histogram;
  checkSum(trace, 'roles', roles, reads);
  checkSum(trace, 'phases', phases, reads);
  checkSum(trace, 'layers', layers, reads - epilogue.reads);
  if (iterations !== null) checkSum(trace, 'iterations', iterations, reads - epilogue.reads);
  checkSum(trace, 'kernels', kernels, reads - epilogue.reads);
  return { phases, layers, ...(iterations === null ? {} : { iterations }), roles, kernels };
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

function phaseParts(trace: Trace, byCall: readonly Part[]): PhasePart[] {
  const { phaseRoles = {} } = trace;
  return group(trace, byCall, (call) => call.phase).map(([phase, part]) => ({
    phase,
    ...(Object.hasOwn(phaseRoles, phase) ? { role: phaseRoles[phase] } : {}),
    ...part,
  }));
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
