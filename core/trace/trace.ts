import { describe, InputError, requireList } from '../input-error.ts';
import type { Nest } from './nest.ts';
import type { PhaseRoles } from './phase-roles.ts';

/** The version of a saved trace: its "schema". */
export const TRACE_SCHEMA = 'odometer-trace/1';

/** What a tensor is for. `temporaries` are the locals of kernels: accumulators and partial products. */
export const ROLES = ['inputs', 'weights', 'activations', 'gradients', 'optimiser state', 'temporaries'] as const;
export type Role = (typeof ROLES)[number];

export interface TraceValue {
  /** Elements of the storage. */
  readonly size: number;
  /**
   * `argument`: exists before the first call; a call may write into it, in place. `constant`: made from host numbers; read,
   * but never on the stack and never priced.
   */
  readonly kind: 'argument' | 'computed' | 'constant';
  readonly role: Role;
  /** The kernel fills its output with zeros before it accumulates into it; those zeros are constants. */
  readonly zeroFilled?: true;
  readonly name?: string;
  /** Of an element, 1 .. 8. Missing: ELEMENT_BYTES. Where not all are equal, each is priced at its own (D43). */
  readonly bytes?: number;
  /** Elements of a row, as long as the last dimension of the tensor that it was made as. No price depends on it (D74). Missing: not known. */
  readonly row?: number;
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
  /** Where the user's source says it, an index into the trace's `sources`. Missing: unknown. */
  readonly source?: number;
}

/** How often a kernel reads a constant: executed like other reads, never on the stack, never priced. */
export interface ConstantReads {
  readonly kernel: string;
  /** The name of the value; where it has none, `constant[N]` with its number of elements. */
  readonly value: string;
  readonly elements: number;
  readonly reads: number;
}

/**
 * A program as it was executed: a sequence of kernel calls over values. A value is a piece of storage, so a reshape or a
 * clone is the same value, and so is an argument before and after it is written in place. Kilobytes even where the program makes 1e10 reads; it is saved, diffed,
 * replayed and priced again without running anything (D1).
 */
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
  /** How many of the leading returned values are results, which replace no state argument (D49). Missing: none. */
  readonly results?: number;
  /** What kernels of constants alone read, which are no calls: their results are constants too. Missing: nothing. */
  readonly constantReads?: readonly ConstantReads[];
  /** What phases are for, where their names are not documented ones or mean something else here. */
  readonly phaseRoles?: PhaseRoles;
  /** What layers are called, by their numbers, where they have names. */
  readonly layerNames?: Readonly<Record<number, string>>;
  /** Places in the user's source, `file:line`; no price depends on them (D36). Missing: they were not recorded. */
  readonly sources?: readonly string[];
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

export function isTrace(subject: unknown): subject is Trace {
  return typeof subject === 'object' && subject !== null && 'schema' in subject && subject.schema === TRACE_SCHEMA;
}

/** Throws InputError, beginning with `owner`, on what is no trace. */
export function requireTrace(owner: string, subject: unknown): void {
  if (isTrace(subject)) return;
  throw new InputError(
    `${owner}: must be given a trace (of traceFunction, traceUpdate or parseTrace), got ${describe(subject)}`,
  );
}

/** The stack before the first call of a cold update, bottom to top: arguments last to first, elements first to last. */
export function argumentStack(trace: Trace): StackRun[] {
  requireTrace('argumentStack', trace);
  return [...trace.arguments]
    .reverse()
    .map((value) => ({ value, first: 0, stride: 1, count: trace.values[value].size }));
}

/** A layer and, where it has one, its name. */
export interface LayerLabel {
  readonly layer: number | null;
  readonly layerName?: string;
}

/** The layer of a call with its name, as parts of a measurement have it. */
export function namedLayer({ layerNames }: Pick<Trace, 'layerNames'>, layer: number | null): LayerLabel {
  const layerName = layer === null ? undefined : layerNames?.[layer];
  return layerName === undefined ? { layer } : { layer, layerName };
}

/** What is returned beside results: the new state, where there is as much of it as state arguments. */
export function returnedState({ returned, results = 0 }: Pick<Trace, 'returned' | 'results'>): readonly number[] {
  return returned.slice(results);
}

/**
 * The stack before the first call of an update in steady operation: what `final` (the stack that a cold update left,
 * bottom to top) holds of the returned values, renamed to the state arguments they replace, and the new batch above.
 * Throws InputError where returned values and state arguments do not correspond one to one, or where a returned value
 * was written in part only, so that no update can go on from it.
 */
export function steadyStack(trace: Trace, final: readonly StackRun[]): StackRun[] {
  requireTrace('steadyStack', trace);
  requireList('steadyStack: the final stack', final);
  const { name, values } = trace;
  const returned = returnedState(trace);
  const state = trace.arguments.slice(trace.batchArguments);
  if (state.length !== returned.length) {
    throw new InputError(
      `${name}: ${returned.length} values are returned for ${state.length} state arguments; return the new state`,
    );
  }
  const kept: StackRun[] = [];
  const present = new Map<number, number>();
  for (const run of final) {
    const index = returned.indexOf(run.value);
    if (index === -1) continue;
    present.set(run.value, (present.get(run.value) ?? 0) + run.count);
    kept.push({ ...run, value: state[index] });
  }
  returned.forEach((value, index) => {
    const place = `${name}: returned.${index}`;
    const { size } = values[value];
    if (returned.indexOf(value) < index) {
      throw new InputError(`${place}: value ${value} is returned before; return a value for each state argument`);
    }
    if (size !== values[state[index]].size) {
      throw new InputError(
        `${place}: value ${value} and argument ${state[index]} differ in size; return the new state`,
      );
    }
    // What lives to the end and is not on the stack was never written.
    const missing = size - (present.get(value) ?? 0);
    if (missing > 0) {
      throw new InputError(
        `${place}: ${missing} of the ${size} elements of value ${value} were never written, so that no update goes on ` +
          'from it; write all of them',
      );
    }
  });
  const batch = trace.arguments.slice(0, trace.batchArguments);
  return [...kept, ...argumentStack({ ...trace, arguments: batch })];
}

/** What an engine throws where a call reads an element that nothing has written and that is no constant 0 (D2). */
export function unwrittenRead(trace: Trace, call: KernelCall, value: number): InputError {
  const place = `${trace.name}: call ${trace.calls.indexOf(call)} (${call.kernel})`;
  return new InputError(
    `${place}: reads an element of value ${value} that nothing has written; write it before, or mark the value zeroFilled`,
  );
}
