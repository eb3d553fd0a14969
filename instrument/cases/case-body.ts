import type { Tensor } from '@tensorflow/tfjs-core';
import { choiceOf, describe, InputError, requireList, requireOptions } from '../../core/input-error.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { type ScalarTrace, type TracedArguments, traceScalars } from '../scalars/scalar-tracer.ts';
import { untracedArguments } from '../scalars/untraced-arguments.ts';
import type { TensorFunction } from '../tensors/trace-function.ts';
import type { TraceOptions } from '../tensors/trace-options.ts';

/** Loops that were recorded: what `nest` gives. */
export interface NestBody {
  trace(): Trace;
}

/** Plain loops over numbers, arrays and `TensorProxy`s, traced operation by operation. */
export class ScalarBody {
  /** Runs the loops once and takes them down. */
  readonly trace: (name: string, lines: boolean) => ScalarTrace<unknown>;
  /** Copies the arguments; what it gives runs the loops over these copies, once, and takes nothing down. */
  readonly prepare: () => () => void;

  constructor(trace: (name: string, lines: boolean) => ScalarTrace<unknown>, prepare: () => () => void) {
    this.trace = trace;
    this.prepare = prepare;
  }
}

export interface TensorBodyOptions extends TraceOptions {
  /**
   * `shapes`, the default: values unread, in no time. `computed`: the stock kernels run, so that addresses, branches and
   * the host may depend on values.
   */
  readonly values?: 'shapes' | 'computed';
}

/** A TensorFlow.js program and the tensors that it is called with. */
export class TensorBody {
  readonly run: TensorFunction;
  readonly inputs: readonly Tensor[];
  readonly values: 'shapes' | 'computed';
  readonly options: TraceOptions;

  constructor(run: TensorFunction, inputs: readonly Tensor[], options: TensorBodyOptions) {
    const { values = 'shapes', ...others } = options;
    this.run = run;
    this.inputs = inputs;
    this.values = choiceOf('tensorProgram: option values', values, ['shapes', 'computed']);
    this.options = others;
  }
}

/** A file: a saved trace, or a scalar program. */
export class FileBody {
  /** Relative to the case file. */
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }
}

export type CaseBody = NestBody | ScalarBody | TensorBody | FileBody;

/** Which of the four kinds a body is of, as results call it. */
export type BodyKind = 'nest' | 'loops' | 'tensors' | 'file';

/**
 * A body of plain loops, for control flow that depends on data: `run` is traced over `args` as `traceScalars` does it.
 * Throws InputError where `run` is no function or `args` no list.
 */
export function scalarProgram<A extends readonly unknown[]>(
  run: (...args: TracedArguments<A>) => unknown,
  args: readonly [...A],
): ScalarBody {
  requireFunction('scalarProgram', run);
  if (!Array.isArray(args)) throw new InputError(`scalarProgram: needs a list of arguments, got ${describe(args)}`);
  return new ScalarBody(
    (name, lines) => traceScalars(run, args, { name, lines }),
    () => {
      const copies = untracedArguments(args) as TracedArguments<A>;
      return () => {
        run(...copies);
      };
    },
  );
}

/**
 * A body that is a TensorFlow.js program, traced on `inputs` as `traceFunction` does it, or with values as
 * `traceComputed` does. Throws InputError where `run` is no function, and on an option that there is not.
 */
export function tensorProgram(
  run: TensorFunction,
  inputs: readonly Tensor[],
  options: TensorBodyOptions = {},
): TensorBody {
  requireFunction('tensorProgram', run);
  requireList('tensorProgram: inputs', inputs);
  requireOptions('tensorProgram', options, ['values', 'loops', 'models', 'lines', 'captured']);
  return new TensorBody(run, inputs, options);
}

/**
 * A body that is a file, named relative to the case file: a trace (`odometer trace --save`), or a `bytedmd-vectors/1` file
 * of one scalar program.
 */
export function savedTrace(path: string): FileBody {
  if (typeof path === 'string' && path !== '') return new FileBody(path);
  throw new InputError(`savedTrace: needs the path of a file, got ${describe(path)}`);
}

/** The kind of a body; null where it is none. */
export function kindOfBody(body: unknown): BodyKind | null {
  if (body instanceof ScalarBody) return 'loops';
  if (body instanceof TensorBody) return 'tensors';
  if (body instanceof FileBody) return 'file';
  return typeof body === 'object' && body !== null && 'trace' in body && typeof body.trace === 'function'
    ? 'nest'
    : null;
}

export function isCaseBody(body: unknown): body is CaseBody {
  return kindOfBody(body) !== null;
}

function requireFunction(owner: string, run: unknown): void {
  if (typeof run !== 'function') throw new InputError(`${owner}: needs a function to trace, got ${describe(run)}`);
}
