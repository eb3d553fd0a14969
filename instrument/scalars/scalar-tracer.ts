import { describe, InputError, requireOptions } from '../../core/input-error.ts';
import { type Escape, escapesOf, programWarnings } from '../../core/programs/escapes.ts';
import { IN_ARGUMENT, type Program } from '../../core/programs/program.ts';
import { parameterNames } from '../sources/parameter-names.ts';
import { refusePromise } from './abandoned-promise.ts';
import { ProgramRecorder } from './program-recorder.ts';
import { Scalar } from './scalar.ts';
import { elementsOf, setHome, TensorProxy } from './tensor-proxy.ts';

/** An argument as the traced function sees it; `never` where it can not be traced. */
export type Traced<T> = T extends number
  ? Scalar
  : T extends TensorProxy
    ? TensorProxy
    : T extends readonly unknown[]
      ? { -readonly [K in keyof T]: Traced<T[K]> }
      : never;
export type TracedArguments<A extends readonly unknown[]> = { -readonly [K in keyof A]: Traced<A[K]> };

/** A result of the traced function with plain numbers in place of its scalars. */
export type Untraced<R> = R extends Scalar
  ? number
  : R extends TensorProxy
    ? TensorProxy
    : R extends readonly unknown[] | Record<string, unknown>
      ? { [K in keyof R]: Untraced<R[K]> }
      : R;

export interface ScalarTrace<R> {
  readonly program: Program;
  /** What the function returned, with numbers for scalars: in arrays, tensors and plain objects. */
  readonly result: Untraced<R>;
  /** Numbers that left by `value` or `toArray`, by the operation that made them; what became of them is not seen. */
  readonly escapes: readonly Escape[];
  /** What to know before trusting a price of this program, one sentence each. */
  readonly warnings: readonly string[];
}

let running: string | null = null;

/** The name of the program that `traceScalars` runs now; null: none. */
export function scalarProgram(): string | null {
  return running;
}

/** How plain loops are traced. */
export interface TraceScalarsOptions {
  /** Default: the function's name. */
  readonly name?: string;
  /**
   * Whether each operation names the line of the program that it comes from, so that a measurement has reads and cost by
   * line; the program then tells the names of files. Takes many times as long. Default: false.
   */
  readonly lines?: boolean;
}

/**
 * Runs `fn` once on scalars that stand for the numbers in `args` and takes down every operation on them: a program that
 * the engines price exactly as ByteDMD prices the same loops in Python.
 *
 * Each number of an argument becomes a cell, arrays and tensors in row-major order; the same array or tensor object in
 * two places is one set of cells. What `fn` returns through arrays and tensors outlives the program; values in returned
 * objects, maps and sets, or left in a mutated argument, do not. Arguments are copied, so mutating one changes the copy.
 *
 * The last parameter is the program's name, which defaults to the function's, or options. Throws TypeError where an
 * argument holds something else, an array contains itself, or the answer of a comparison is never used (see `Scalar`);
 * InputError where `fn` returns a promise, or where `fn` is no function, `args` no list, the name no text or an option
 * unknown.
 */
export function traceScalars<A extends readonly unknown[], R>(
  fn: (...args: TracedArguments<A>) => R,
  args: readonly [...A],
  nameOrOptions: string | TraceScalarsOptions = {},
): ScalarTrace<R> {
  if (typeof fn !== 'function') throw new InputError(`traceScalars: needs a function to trace, got ${describe(fn)}`);
  if (!Array.isArray(args)) throw new InputError(`traceScalars: needs a list of arguments, got ${describe(args)}`);
  const { name = fn.name || 'program', lines } = scalarOptions(nameOrOptions);
  const recorder = new ProgramRecorder(name, parameterNames(fn, args.length), lines);
  const memo: Memo = new Map();
  const wrapped = args.map((arg, index) =>
    wrap(arg, `argument ${index}`, { recorder, memo, home: IN_ARGUMENT + index }),
  );
  const outer = running;
  running = name;
  let returned: R;
  try {
    returned = fn(...(wrapped.map(({ traced }) => traced) as TracedArguments<A>));
  } finally {
    running = outer;
    recorder.close();
  }
  const returns: number[] = [];
  const result = unwrap(returned, recorder, returns, []) as Untraced<R>;
  const program = recorder.finish(
    wrapped.map(({ cells }) => cells),
    returns,
  );
  return { program, result, escapes: escapesOf(program), warnings: programWarnings(program) };
}

function scalarOptions(given: unknown): TraceScalarsOptions {
  if (typeof given !== 'object' || given === null) return { name: nameOf(given) };
  requireOptions('traceScalars', given, ['name', 'lines']);
  const { name, lines = false } = given as { readonly [option: string]: unknown };
  if (typeof lines !== 'boolean') {
    throw new InputError(`traceScalars: option lines must be true or false, got ${describe(lines)}`);
  }
  return { ...(name === undefined ? {} : { name: nameOf(name) }), lines };
}

function nameOf(name: unknown): string {
  if (typeof name === 'string') return name;
  throw new InputError(`traceScalars: name must be a text, got ${describe(name)}`);
}

/** An argument, or a part of one, and its cells in row-major order. */
interface Wrapped {
  readonly traced: unknown;
  readonly cells: readonly number[];
}

/** By array or tensor; null while it is being wrapped. */
type Memo = Map<object, Wrapped | null>;

/** What wrapping an argument needs; `home`: as what programs know the argument. */
interface Wrapping {
  readonly recorder: ProgramRecorder;
  readonly memo: Memo;
  readonly home: number;
}

function wrap(value: unknown, where: string, wrapping: Wrapping): Wrapped {
  const { recorder, memo } = wrapping;
  if (typeof value === 'number') {
    const cell = recorder.createArgument();
    return { traced: new Scalar(recorder, cell, value), cells: [cell] };
  }
  if (!(Array.isArray(value) || value instanceof TensorProxy)) {
    throw new TypeError(
      `traceScalars: ${where} must be a number, a TensorProxy or an array of these, got ${describe(value)}`,
    );
  }
  const known = memo.get(value);
  if (known) return known;
  if (known === null) throw new TypeError(`traceScalars: ${where} is an array that contains itself`);
  memo.set(value, null);
  const wrapped =
    value instanceof TensorProxy
      ? wrapTensor(value, where, wrapping)
      : wrapArray(value as readonly unknown[], where, wrapping);
  memo.set(value, wrapped);
  return wrapped;
}

function wrapArray(values: readonly unknown[], where: string, wrapping: Wrapping): Wrapped {
  // Array.from visits holes too, which then are refused.
  const parts = Array.from(values, (value, index) => wrap(value, `${where}[${index}]`, wrapping));
  return { traced: parts.map(({ traced }) => traced), cells: parts.flatMap(({ cells }) => cells) };
}

function wrapTensor(tensor: TensorProxy, where: string, { recorder, home }: Wrapping): Wrapped {
  const cells: number[] = [];
  const scalars = elementsOf(tensor).map((element) => {
    // Its number alone would leave the trace that it belongs to, without a read.
    Scalar.cellOf(where, element, recorder);
    const cell = recorder.createArgument();
    cells.push(cell);
    return new Scalar(recorder, cell, Scalar.contentOf(element));
  });
  const traced = new TensorProxy(tensor.dtype, tensor.shape, scalars);
  setHome(traced, home);
  return { traced, cells };
}

/**
 * The plain counterpart of a returned value; its cells are appended to `returns`, which is null where a value is
 * reached in a way that does not count as returning it. `path` holds the arrays and objects around the value.
 */
function unwrap(value: unknown, recorder: ProgramRecorder, returns: number[] | null, path: readonly object[]): unknown {
  if (value instanceof Scalar) {
    const cell = Scalar.cellOf('the returned value', value, recorder);
    if (cell !== null) returns?.push(cell);
    return Scalar.contentOf(value);
  }
  if (value instanceof TensorProxy) {
    const numbers = elementsOf(value).map((element) => unwrap(element, recorder, returns, path) as number);
    return new TensorProxy(value.dtype, value.shape, numbers);
  }
  refusePromise('traceScalars', value);
  if (typeof value !== 'object' || value === null) return value;
  if (path.includes(value)) throw new TypeError('traceScalars: the returned value contains itself');
  const inner = [...path, value];
  if (Array.isArray(value)) return Array.from(value, (item) => unwrap(item, recorder, returns, inner));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unwrap(item, recorder, null, inner)]));
}
