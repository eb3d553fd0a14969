import type { Nest } from './nest.ts';
import type { PhaseRoles } from './phase-roles.ts';

/**
 * A program as it was executed: a sequence of kernel calls over immutable values. A value is a piece of storage, so a
 * reshape or a clone is the same value. Kilobytes even where the program makes 1e10 reads; it is saved, diffed,
 * replayed and priced again without running anything.
 */
export const TRACE_SCHEMA = 'odometer-trace/1';

/** What a tensor is for. `temporaries` are the locals of kernels: accumulators and partial products. */
export const ROLES = ['inputs', 'weights', 'activations', 'gradients', 'optimiser state', 'temporaries'] as const;
export type Role = (typeof ROLES)[number];

export interface TraceValue {
  /** Elements of the storage. */
  readonly size: number;
  /** `constant`: made from host numbers; read, but never on the stack and never priced. */
  readonly kind: 'argument' | 'computed' | 'constant';
  readonly role: Role;
  /** The kernel fills its output with zeros before it accumulates into it; those zeros are constants. */
  readonly zeroFilled?: true;
  readonly name?: string;
}

export interface KernelCall {
  readonly kernel: string;
  /** Index into `nests`. */
  readonly nest: number;
  /** The value bound to each slot of the nest. */
  readonly values: readonly number[];
  readonly phase: string;
  /** null: no layer (a loss over all layers, the softmax). */
  readonly layer: number | null;
  /** From 1, in a network that computes all layers again and again; missing outside the iterations. */
  readonly iteration?: number;
}

export interface Trace {
  readonly schema: typeof TRACE_SCHEMA;
  readonly name: string;
  /** What was traced, for the provenance of every number made from it: shapes, batch, algorithm, options. */
  readonly about: Readonly<Record<string, string | number | boolean | readonly number[]>>;
  readonly values: readonly TraceValue[];
  readonly nests: readonly Nest[];
  /** Static index tables (gather indices), each stored once. */
  readonly tables: readonly (readonly number[])[];
  readonly calls: readonly KernelCall[];
  /** Values that exist before the first call; the first is on top of the initial stack. */
  readonly arguments: readonly number[];
  /** How many of the leading arguments are the batch; the others are the state that an update replaces. */
  readonly batchArguments: number;
  /** Values that outlive the last call. Where as many as the state arguments, each replaces the one at its place. */
  readonly returned: readonly number[];
  /** What phases are for, where their names are not documented ones or mean something else here. */
  readonly phaseRoles?: PhaseRoles;
}

/** `scalar`: locals are stack cells, as in the reference (a MAC is 4 reads). `register`: they cost nothing (2 reads). */
export const GRANULARITIES = ['scalar', 'register'] as const;
export type Granularity = (typeof GRANULARITIES)[number];

export const SEMANTICS = ['eager', 'two-stack', 'ir-live', 'ir-classic'] as const;
export type Semantics = (typeof SEMANTICS)[number];

/** `count` cells of a value, `first, first + stride, ...`, pushed in this order: the last one ends on top. */
export interface StackRun {
  readonly value: number;
  readonly first: number;
  readonly stride: number;
  readonly count: number;
}

/** The stack before the first call of a cold update, bottom to top: arguments last to first, elements first to last. */
export function argumentStack(trace: Trace): StackRun[] {
  return [...trace.arguments]
    .reverse()
    .map((value) => ({ value, first: 0, stride: 1, count: trace.values[value].size }));
}

/**
 * The stack before the first call of an update in steady operation: what `final` (the stack that a cold update left,
 * bottom to top) holds of the returned values, renamed to the state arguments they replace, and the new batch above.
 * Throws RangeError where returned values and state arguments do not correspond one to one.
 */
export function steadyStack(trace: Trace, final: readonly StackRun[]): StackRun[] {
  const state = trace.arguments.slice(trace.batchArguments);
  if (state.length !== trace.returned.length) {
    throw new RangeError(
      `steadyStack: ${trace.name} returns ${trace.returned.length} values for ${state.length} state arguments`,
    );
  }
  const replaces = new Map<number, number>();
  trace.returned.forEach((value, index) => {
    const argument = state[index];
    if (trace.values[value]?.size !== trace.values[argument]?.size) {
      throw new RangeError(`steadyStack: returned value ${value} and argument ${argument} differ in size`);
    }
    replaces.set(value, argument);
  });
  const kept: StackRun[] = [];
  for (const run of final) {
    const value = replaces.get(run.value);
    if (value !== undefined) kept.push({ ...run, value });
  }
  const batch = trace.arguments.slice(0, trace.batchArguments);
  return [...kept, ...argumentStack({ ...trace, arguments: batch })];
}
