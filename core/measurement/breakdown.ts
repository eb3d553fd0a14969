import type { PricedTrace } from '../cost/tally.ts';
import type { Part } from '../parts/part.ts';
import { PartSums, requireExactCost, sitePart } from '../parts/part.ts';
import type { OperandPart, PlacePart } from '../parts/site-parts.ts';
import { SiteParts } from '../parts/site-parts.ts';
import type { Op } from '../trace/nest.ts';
import type { PhaseRole } from '../trace/phase-roles.ts';
import { EPILOGUE, phaseRole } from '../trace/phase-roles.ts';
import type { LayerLabel, Role, Trace } from '../trace/trace.ts';
import { namedLayer } from '../trace/trace.ts';

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
export interface IterationPart extends Part, LayerLabel {
  readonly iteration: number | null;
}

/**
 * The reads of an update, taken apart in nine ways. What the returned values are read for at the end is the phase
 * `epilogue` and belongs to no layer, iteration, kernel, operand, operation or line but those of `places`.
 */
export interface Breakdown {
  readonly phases: readonly PhasePart[];
  readonly layers: readonly (Part & LayerLabel)[];
  /** Layers x time, where the program has iterations; null: what is outside them. */
  readonly iterations?: readonly IterationPart[];
  /** Instructions have no role: theirs is 0 here. */
  readonly roles: readonly (Part & { readonly role: Role })[];
  readonly kernels: readonly (Part & { readonly kernel: string })[];
  /** Instructions have several operands: theirs is 0 here. */
  readonly operands: readonly OperandPart[];
  readonly ops: readonly (Part & { readonly op: Op })[];
  /** By `file:line` of the user's source, where the trace has its lines; null: where nobody knows which. */
  readonly lines?: readonly (Part & { readonly line: string | null })[];
  /** The finest: by phase, layer, kernel, operand and line at once, returned values among them. */
  readonly places: readonly PlacePart[];
}

/**
 * Takes what an engine priced apart; `perCall` is how many instructions each call executes. Throws an internal error
 * where a breakdown does not add up to all reads, InputError where the cost of a part has passed 2^53.
 */
export function breakdownOf(trace: Trace, priced: PricedTrace, perCall: readonly number[]): Breakdown {
  const byCall = callParts(trace, priced, perCall);
  const epilogue = epiloguePart(trace, priced);
  const phases = phaseParts(trace, byCall);
  if (epilogue.reads > 0) phases.push({ phase: EPILOGUE, ...epilogue });
  const layers = group(trace, byCall, (call) => call.layer).map(([layer, part]) => ({
    ...namedLayer(trace, layer),
    ...part,
  }));
  const iterations = iterationParts(trace, byCall);
  const kernels = group(trace, byCall, (call) => call.kernel).map(([kernel, part]) => ({ kernel, ...part }));
  const sites = new SiteParts(trace, priced);
  const roles = sites.roles();
  const operands = sites.operands();
  const ops = sites.ops();
  const lines = sites.lines();
  const places = sites.places();
  const { reads } = priced.histogram;
  checkSum(trace, 'roles', roles, reads);
  checkSum(trace, 'phases', phases, reads);
  checkSum(trace, 'places', places, reads);
  const ofCalls = { layers, iterations: iterations ?? undefined, kernels, operands, operations: ops, lines };
  for (const [what, parts] of Object.entries(ofCalls)) {
    if (parts !== undefined) checkSum(trace, what, parts, reads - epilogue.reads);
  }
  return {
    phases,
    layers,
    ...(iterations === null ? {} : { iterations }),
    roles,
    kernels,
    operands,
    ops,
    ...(lines === undefined ? {} : { lines }),
    places,
  };
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

/** Parts of calls with the same key, in order of first occurrence. */
function group<Key>(trace: Trace, parts: readonly Part[], keyOf: (call: Trace['calls'][number]) => Key): [Key, Part][] {
  const sums = new PartSums<Key>();
  trace.calls.forEach((call, index) => {
    sums.add(keyOf(call), parts[index]);
  });
  return sums.entries();
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
function iterationParts(trace: Trace, byCall: readonly Part[]): IterationPart[] | null {
  const { calls } = trace;
  if (calls.every(({ iteration }) => iteration === undefined)) return null;
  const sums = new PartSums<string>();
  calls.forEach(({ iteration = null, layer }, call) => {
    sums.add(JSON.stringify([iteration, layer]), byCall[call]);
  });
  return sums.entries().map(([key, part]) => {
    const [iteration, layer] = JSON.parse(key) as [number | null, number | null];
    return { iteration, ...namedLayer(trace, layer), ...part };
  });
}

function checkSum(trace: Trace, what: string, parts: readonly Part[], reads: number): void {
  const sum = parts.reduce((total, part) => total + part.reads, 0);
  if (sum !== reads) throw new Error(`internal: the ${what} of ${trace.name} add up to ${sum} reads of ${reads}`);
  for (const { reads: _, instructions: __, cost, ...key } of parts) {
    const place = `${trace.name}: ${what}: ${Object.values(key).join(', ')}`;
    for (const total of Object.values(cost)) requireExactCost(place, total);
  }
}
