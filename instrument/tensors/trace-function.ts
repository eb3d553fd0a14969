import type { DataId, TypedArray } from '@tensorflow/tfjs-core';
import { Tensor } from '@tensorflow/tfjs-core';
import { describe, InputError } from '../../core/input-error.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { engineInternals } from '../captured/engine-internals.ts';
import { partsOf } from '../kernel-models/model/complex-parts.ts';
import type { PlanTensor } from '../kernel-models/model/kernel-model.ts';
import { tracedDtype } from '../kernel-models/model/kernel-model.ts';
import { TraceRecorder } from '../recording/trace-recorder.ts';
import { returnedTensors } from './returned-tensors.ts';
import type { TraceSession } from './session-plans.ts';
import { checkedModels, sessionOptions, type TraceOptions, textOption } from './trace-options.ts';
import type { TracedBackend } from './traced-backend.ts';
import { withTracedBackend } from './traced-run.ts';

/**
 * A synchronous TensorFlow.js program: tensors in, and out whatever nesting of arrays, objects, maps and sets holds the
 * tensors that it computes. It may ask for tensors of certain ranks, as in `(x: Tensor2D) => ...`:
 * the parameters of a method are compared both ways, and most of what TensorFlow.js makes is a tensor of any rank.
 */
export type TensorFunction = { run(...inputs: Tensor[]): unknown }['run'];

export interface TraceFunctionOptions extends TraceOptions {
  /** Default: the function's. */
  readonly name?: string;
  /** What reads outside every `phase` are part of. Default: `forward`. */
  readonly phase?: string;
}

/**
 * The trace of any TensorFlow.js program on inputs of these shapes, their values unread: inputs are its arguments, the
 * first on top of the stack, what it returns is returned. Inputs that share their storage (a tensor given twice, a
 * clone) are one argument. Tensors that it makes of host numbers are constants, a variable's first value among them.
 * Nothing of it is left: its variables and tensors are disposed of; older variables, layers and optimisers are as they were.
 *
 * Throws InputError on a kernel without a model, on a tensor that was made before and is no input, unless the option
 * `captured` makes it an argument, where addresses or the host depend on computed values (`traceComputed` traces those),
 * on a function that is asynchronous or returns no tensor, and on an option that it does not have.
 */
export function traceFunction(
  run: TensorFunction,
  inputs: readonly Tensor[],
  options: TraceFunctionOptions = {},
): Trace {
  return traced('traceFunction', run, inputs, 'shapes', options, (trace) => trace);
}

export interface ComputedTrace {
  readonly trace: Trace;
  /** The elements of each returned tensor, in the order of the trace's, as the stock cpu backend computes them. */
  readonly outputs: readonly TypedArray[];
}

/**
 * The trace of a TensorFlow.js program, its values computed by the stock cpu kernels, so that addresses, branches and
 * the host may depend on them. What the host takes (`dataSync`, `data`, `print` ...) is read by it; a tensor that it
 * makes afterwards may hold what it took, and is written by it and read like any other (D28). In everything else, and
 * in what it throws, like `traceFunction`.
 */
export function traceComputed(
  run: TensorFunction,
  inputs: readonly Tensor[],
  options: TraceFunctionOptions = {},
): ComputedTrace {
  return traced('traceComputed', run, inputs, 'computed', options, (trace, returned, backend) => ({
    trace,
    outputs: returned.map((tensor) => backend.valuesOf(tensor).slice()),
  }));
}

function traced<T>(
  owner: string,
  run: TensorFunction,
  inputs: readonly Tensor[],
  values: TraceSession['values'],
  options: TraceFunctionOptions,
  result: (trace: Trace, returned: readonly Tensor[], backend: TracedBackend) => T,
): T {
  if (typeof run !== 'function') throw new InputError(`${owner}: needs a function to trace, got ${describe(run)}`);
  const { loops, models, lines, captured } = sessionOptions(owner, options, ['name', 'phase']);
  const { name = run.name || 'function', phase = 'forward' } = options;
  const recorder = new TraceRecorder(textOption(owner, 'phase', phase), lines);
  const session: TraceSession = { recorder, values, loops, models };
  const text = textOption(owner, 'name', name);
  requireTensors(owner, inputs);
  const given = values === 'computed' ? copiesOf(inputs) : inputs.map(() => null);
  return withTracedBackend(session, captured, (backend, before) => {
    const views = viewsOf(inputs, recorder);
    // The program may know the inputs from outside, too.
    if (before !== null) for (const [at, { dataId }] of inputs.entries()) recorder.bind(dataId, views[at]);
    const made = run(...tensorsOf(inputs, views, given, backend));
    const returned = returnedTensors(owner, made);
    const about = {
      loops,
      ...Object.fromEntries(inputs.map(({ shape }, at) => [`input ${at}`, shape])),
    };
    const own = views.filter(({ value }, at) => views.findIndex((view) => view.value === value) === at);
    const outputs = returned.map((tensor) => recorder.view(tensor));
    const end = before?.atTheEnd();
    const args = [...own, ...(before?.views ?? [])];
    const count = (tensors: readonly PlanTensor[]) => tensors.flatMap(partsOf).length;
    const trace =
      end?.isUpdate === true
        ? recorder.finish(text, about, args, count(own), { ...end, results: [...outputs, ...end.results] })
        : recorder.finish(text, about, args, count(args), { results: outputs });
    return result(checkedModels(owner, trace, options), returned, backend);
  });
}

/** The elements of each input, one copy a storage: a kernel may write into what it is given, the inputs stay as they are. */
function copiesOf(inputs: readonly Tensor[]): TypedArray[] {
  const copies = new Map<DataId, TypedArray>();
  return inputs.map((input) => {
    const copy = copies.get(input.dataId) ?? input.dataSync().slice();
    copies.set(input.dataId, copy);
    return copy;
  });
}

/** An argument for each storage among the inputs. */
function viewsOf(inputs: readonly Tensor[], recorder: TraceRecorder): PlanTensor[] {
  const known = new Map<DataId, PlanTensor>();
  return inputs.map(({ dataId, shape, dtype: name }, at) => {
    const dtype = tracedDtype('trace', name);
    // A cast to a wider type is another tensor over the same array.
    const stored = tracedDtype('trace', engineInternals().state.tensorInfo.get(dataId)?.dtype ?? name);
    const view = known.get(dataId) ?? recorder.argument(shape, stored, 'inputs', `input ${at}`);
    known.set(dataId, view);
    // The stock backend has the shape of complex parts once for every tensor over them: of each input its own (D51).
    const { imaginary } = view;
    return { ...view, shape, dtype, ...(imaginary === undefined ? {} : { imaginary: { ...imaginary, shape } }) };
  });
}

/** What stands for each input in the trace; the same tensor for the same one. */
function tensorsOf(
  inputs: readonly Tensor[],
  views: readonly PlanTensor[],
  values: readonly (TypedArray | null)[],
  backend: TracedBackend,
): Tensor[] {
  const known = new Map<Tensor, Tensor>();
  return inputs.map((input, at) => {
    const tensor = known.get(input) ?? backend.tensorOf(views[at], values[at]);
    known.set(input, tensor);
    return tensor;
  });
}

function requireTensors(owner: string, inputs: readonly Tensor[]): void {
  if (!Array.isArray(inputs)) throw new InputError(`${owner}: needs a list of tensors, got ${describe(inputs)}`);
  inputs.forEach((input: unknown, at) => {
    if (!(input instanceof Tensor)) {
      throw new InputError(`${owner}: input ${at} must be a tensor, got ${describe(input)}; make it one`);
    }
    if (input.isDisposed) throw new InputError(`${owner}: input ${at} was disposed of; pass it in before that`);
  });
}
