import type { Tensor, TypedArray } from '@tensorflow/tfjs-core';
import type { Trace } from '../../core/trace/trace.ts';
import { tracedDtype } from '../kernel-models/model/kernel-model.ts';
import type { LoopOrder } from '../kernel-models/model/loop-order.ts';
import { TraceRecorder } from './trace-recorder.ts';
import type { TraceSession } from './traced-backend.ts';
import { withTracedBackend } from './traced-backend.ts';

/**
 * A TensorFlow.js program: tensors in, tensors out. It may ask for tensors of certain ranks, as in `(x: Tensor2D) => ...`:
 * the parameters of a method are compared both ways, and most of what TensorFlow.js makes is a tensor of any rank.
 */
export type TensorFunction = { run(...inputs: Tensor[]): Tensor | readonly Tensor[] }['run'];

export interface TraceFunctionOptions {
  readonly name?: string;
  /** What reads outside every `phase` are part of. Default: `forward`. */
  readonly phase?: string;
  readonly loops?: LoopOrder;
}

/**
 * The trace of any TensorFlow.js program on inputs of these shapes, their values unread: inputs are its arguments, the
 * first on top of the stack, what it returns is returned. Tensors that it makes of host numbers are constants.
 * Throws Error on a kernel without a model, on a tensor that was made before and is no input, and where addresses or
 * the host depend on computed values (`traceComputed` traces those).
 */
export function traceFunction(
  run: TensorFunction,
  inputs: readonly Tensor[],
  options: TraceFunctionOptions = {},
): Trace {
  const nothing = inputs.map(() => null);
  return traced(run, inputs, nothing, 'shapes', options, (trace) => trace);
}

export interface ComputedTrace {
  readonly trace: Trace;
  /** The elements of each returned tensor, as the stock cpu backend computes them. */
  readonly outputs: readonly TypedArray[];
}

/**
 * The trace of any TensorFlow.js program on these inputs, and what it computes: the stock cpu kernels run as well, so
 * that addresses and the host may read values. Inputs are its arguments, the first on top of the stack, what it returns
 * is returned; tensors that it makes of host numbers are constants. Throws Error on a kernel without a model and on a
 * tensor that was made before and is no input.
 */
export function traceComputed(
  run: TensorFunction,
  inputs: readonly Tensor[],
  options: TraceFunctionOptions = {},
): ComputedTrace {
  const values = inputs.map((input) => input.dataSync());
  return traced(run, inputs, values, 'computed', options, (trace, returned) => ({
    trace,
    outputs: returned.map((tensor) => tensor.dataSync().slice()),
  }));
}

function traced<T>(
  run: TensorFunction,
  inputs: readonly Tensor[],
  given: readonly (TypedArray | null)[],
  values: TraceSession['values'],
  { name = run.name || 'function', phase = 'forward', loops = 'tfjs' }: TraceFunctionOptions,
  result: (trace: Trace, returned: readonly Tensor[]) => T,
): T {
  const recorder = new TraceRecorder(phase);
  return withTracedBackend({ recorder, values, loops }, (backend) => {
    const views = inputs.map(({ shape, dtype }, index) =>
      recorder.argument(shape, tracedDtype('trace', dtype), 'inputs', `input ${index}`),
    );
    const made = run(...views.map((view, index) => backend.tensorOf(view, given[index])));
    const returned = 'shape' in made ? [made] : made;
    const outputs = returned.map((tensor) => recorder.view(tensor));
    const about = { loops, ...Object.fromEntries(inputs.map(({ shape }, index) => [`input ${index}`, shape])) };
    return result(recorder.finish(name, about, views, views.length, outputs), returned);
  });
}
