import { describe, InputError } from '../input-error.ts';
import type { NarrowArray } from '../numbers/narrow-array.ts';
import type { Granularity } from '../trace/trace.ts';

/** What events have in common that do the same: an operation of so many operands and so many results. */
export interface EventKind {
  readonly op: string;
  /** Operands that have a cell, repeats counted. */
  readonly reads: number;
  readonly results: number;
}

/**
 * A scalar program ready for pricing: an event is the number of its kind, and the operands of all events lie in one list,
 * so that a program of 1e8 reads fits. Cells are numbered 0 .. cellCount-1 in order of creation: first the arguments, so
 * the argument at position p is cell p, then each event's results. Where an event's operands and results begin is
 * stored nowhere: who walks through a program walks forwards (D38).
 */
export interface Program {
  readonly name: string;
  readonly cellCount: number;
  readonly argCount: number;
  /** The cells of each argument; an argument passed twice repeats its group. */
  readonly argGroups: readonly Int32Array[];
  /** What the program calls its arguments. Missing: nobody noted it. */
  readonly argNames?: readonly string[];
  /** In order of first occurrence. */
  readonly kinds: readonly EventKind[];
  /** By event: its kind. */
  readonly events: NarrowArray;
  /** The operands of all events, event after event, in the order in which they are read. */
  readonly reads: Int32Array;
  /** Returned cells in order, duplicates kept. */
  readonly returns: Int32Array;
  /**
   * By result (cell - argCount): REGISTER, or the tensor that it was put into: IN_TENSOR, one made inside the program, or
   * IN_ARGUMENT + i, argument i (D42). Missing: nobody noted it.
   */
  readonly homes?: NarrowArray;
  /** Places in the user's source, `file:line`, in order of first occurrence (D36). Missing: nobody noted them. */
  readonly sources?: readonly string[];
  /** By event, where there are sources: UNKNOWN_SOURCE, or 1 + the number of the place that it comes from. */
  readonly eventSources?: NarrowArray;
}

/** Source of an event that comes from nobody knows where. */
export const UNKNOWN_SOURCE = 0;

export function isProgram(subject: unknown): subject is Program {
  return typeof subject === 'object' && subject !== null && 'kinds' in subject;
}

/** Throws InputError, beginning with `owner`, on what is no scalar program. */
export function requireProgram(owner: string, subject: unknown): void {
  if (isProgram(subject)) return;
  throw new InputError(
    `${owner}: must be given a scalar program (the program of traceScalars, or of createProgram), got ` +
      describe(subject),
  );
}

/** Home of a result that was never put into a tensor. */
export const REGISTER = 0;
export const IN_TENSOR = 1;
export const IN_ARGUMENT = 2;

/** Operands and results by kind, as loops over events want them. */
export interface EventSizes {
  readonly reads: Int32Array;
  readonly results: Int32Array;
}

export function eventSizes({ kinds }: Pick<Program, 'kinds'>): EventSizes {
  return {
    reads: Int32Array.from(kinds, (kind) => kind.reads),
    results: Int32Array.from(kinds, (kind) => kind.results),
  };
}

/**
 * The homes of results where those in registers cost nothing, null where they are cells like others. Throws InputError
 * where the program does not tell.
 */
export function registerHomes(program: Program, granularity: Granularity): NarrowArray | null {
  if (granularity === 'scalar') return null;
  if (program.homes !== undefined) return program.homes;
  throw new InputError(
    `program "${program.name}": granularity register: it does not tell which results were put into a tensor; ` +
      'measure it at scalar, or trace it with traceScalars',
  );
}
