import { choiceOf, describe, InputError, requireOptions } from '../../core/input-error.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { parseTrace } from '../../core/trace/trace-format.ts';
import { KERNEL_MODELS } from '../kernel-models/all-models.ts';
import type { KernelModel } from '../kernel-models/model/kernel-model.ts';
import { type LoopOrder, parseLoopOrder } from '../kernel-models/model/loop-order.ts';
import { registeredModels, requiredTensors } from '../kernel-models/registered-models.ts';
import type { TraceSession } from './session-plans.ts';

/** What becomes of tensors from before a trace that its program uses. */
export const CAPTURING = ['arguments', 'refused'] as const;
export type Capturing = (typeof CAPTURING)[number];

/** What every tracing of a TensorFlow.js program can be told. */
export interface TraceOptions {
  /** Order of the loops of matrix products. Default `tfjs`: as executed. */
  readonly loops?: LoopOrder;
  /**
   * Access models by the name of the kernel, for kernels that have none or in place of those that they have, registered
   * ones among them.
   */
  readonly models?: Readonly<Record<string, KernelModel>>;
  /**
   * Whether each call names the line of the program that it comes from, so that a measurement has reads and cost by line;
   * the trace then tells the names of files. Default: false.
   */
  readonly lines?: boolean;
  /**
   * `arguments`: every tensor from before the trace that the program uses (weights, variables, state of an optimiser) is an
   * argument of it, in order of first use, after the others; where the program gives one of them a new value, all are
   * state, and their values at the end are returned after its results (D49). They are read under `traceComputed` alone.
   * Default: `refused`, an error that names the tensor.
   */
  readonly captured?: Capturing;
}

/** What a session and its recorder take of the options. */
export interface SessionOptions extends Pick<TraceSession, 'loops' | 'models'> {
  readonly lines: boolean;
  readonly captured: Capturing;
}

/**
 * The options as a session takes them. Throws InputError, beginning with `owner`, on one that is neither common to all
 * tracing nor in `own`, and on a value that it cannot have.
 */
export function sessionOptions(owner: string, options: TraceOptions, own: readonly string[]): SessionOptions {
  requireOptions(owner, options, [...own, 'loops', 'models', 'lines', 'captured']);
  const { loops = 'tfjs', models = {}, lines = false, captured = 'refused' } = options;
  if (typeof lines !== 'boolean') {
    throw new InputError(`${owner}: option lines must be true or false, got ${describe(lines)}`);
  }
  if (typeof models !== 'object' || models === null || Array.isArray(models)) {
    throw new InputError(`${owner}: option models must be an object of models by kernel, got ${describe(models)}`);
  }
  for (const [kernel, model] of Object.entries(models)) {
    if (typeof model !== 'function') {
      throw new InputError(`${owner}: option models: the model of ${kernel} is no function; give a KernelModel`);
    }
  }
  const registered = [...registeredModels()].map(([kernel, { model }]) => [kernel, model] as const);
  const guarded = [...registered, ...Object.entries(models)].map(
    ([kernel, model]) => [kernel, requiredTensors(kernel, model)] as const,
  );
  return {
    loops: parseLoopOrder(loops),
    models: new Map([...KERNEL_MODELS, ...guarded]),
    lines,
    captured: choiceOf(`${owner}: option captured`, captured, CAPTURING),
  };
}

/** The text of an option. Throws InputError, beginning with `owner`, where it is none or empty. */
export function textOption(owner: string, name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new InputError(`${owner}: option ${name} must be a text, got ${value === '' ? 'an empty one' : typeof value}`);
}

/**
 * The trace, after its loops were checked where models of a user's made some: engines trust what they are given. Throws
 * InputError, beginning with `owner`, on what is no nest.
 */
export function checkedModels(owner: string, trace: Trace, { models }: Pick<TraceOptions, 'models'>): Trace {
  if (models !== undefined) return parseTrace(trace, `${owner}: what option models makes`);
  const call = trace.calls.find(({ kernel }) => registeredModels().has(kernel));
  return call === undefined ? trace : parseTrace(trace, `${owner}: what the model of ${call.kernel} makes`);
}
