import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError, withPlace } from '../../core/input-error.ts';
import type { Trace } from '../../core/trace/trace.ts';
import type { ComputedTrace, TensorFunction } from '../tensors/trace-function.ts';
import { traceComputed, traceFunction } from '../tensors/trace-function.ts';
import type { TraceOptions } from '../tensors/trace-options.ts';
import { AccessAlignment, type AlignedAccesses, type Unseen } from './access-alignment.ts';
import { asTaken } from './listed-inputs.ts';
import type { GivenTensor, StockRun } from './stock-kernel.ts';
import { runStockKernel, storedDtype } from './stock-kernel.ts';

/** One run of a kernel to compare. */
export interface KernelCase {
  readonly inputs: Readonly<Record<string, GivenTensor>>;
  readonly attrs?: NamedAttrMap;
  /** Inputs that are made of host numbers within the trace, so that addresses may be taken from them. */
  readonly constants?: readonly string[];
  readonly blockSize?: number;
}

/** The trace of a kernel, from shapes or with computed values, and the accesses that the stock kernel makes. */
export function bothAccesses(
  kernel: string,
  given: KernelCase,
  values: 'shapes' | 'computed' = 'shapes',
  options: TraceOptions = {},
): { trace: Trace; stock: StockRun } {
  const { inputs, attrs = {}, blockSize = 48 } = given;
  const trace = values === 'shapes' ? traceKernel(kernel, given, options) : computeTraced(kernel, given, options).trace;
  return { trace, stock: runStockKernel(kernel, inputs, attrs, blockSize) };
}

/** The log of a model and that of its kernel, which has run on the same inputs. */
export function alignmentOf({ inputs, constants = [] }: KernelCase, trace: Trace, stock: StockRun): AccessAlignment {
  const traced = Object.keys(inputs).filter((name) => !constants.includes(name));
  const arrays = [...new Set(traced.flatMap((name) => stock.inputs[name]))];
  return new AccessAlignment(trace, stock, new Map(trace.arguments.map((value, index) => [value, arrays[index]])));
}

/**
 * What of the model of a kernel and of the kernel was compared. Throws InputError unless they touch the same elements in
 * the same order and return tensors of the same arrays, but for the kinds of accesses in `hidden`.
 */
export function requireAlignment(
  alignment: AccessAlignment,
  { returned }: Pick<Trace, 'returned'>,
  { outputs }: Pick<StockRun, 'outputs'>,
  hidden: readonly Unseen[],
): AlignedAccesses {
  const aligned = alignment.find(hidden);
  if (typeof aligned === 'string') throw new InputError(aligned);
  const made = outputs.flatMap(({ arrays }) => arrays);
  if (returned.length > made.length) {
    throw new InputError(`the model returns ${returned.length} tensors, the kernel ${made.length}`);
  }
  returned.forEach((value, index) => {
    const array = aligned.arrayOf.get(value);
    if (array === undefined || array === made[index]) return;
    const [model, stock] = [alignment.nameOfArray(array), alignment.nameOfArray(made[index])];
    throw new InputError(`what the model returns as output ${index} is ${model}, of the kernel ${stock}`);
  });
  return aligned;
}

/**
 * Throws InputError unless the model of a kernel and the kernel touch the same elements in the same order and return
 * tensors of the same arrays, but for the kinds of accesses in `hidden`. Returns which of these the kernel did not show.
 */
export function checkFidelity(
  kernel: string,
  given: KernelCase,
  hidden: readonly Unseen[] = [],
  values: 'shapes' | 'computed' = 'shapes',
): ReadonlySet<Unseen> {
  const { trace, stock } = bothAccesses(kernel, given, values);
  const alignment = alignmentOf(given, trace, stock);
  return withPlace(kernel, () => requireAlignment(alignment, trace, stock, hidden)).unseen;
}

/** The trace of a kernel on inputs of these shapes. */
export function traceKernel(kernel: string, given: KernelCase, options: TraceOptions = {}): Trace {
  return onArguments(kernel, given, (run, args) => traceFunction(run, args, { ...options, name: kernel }));
}

/** The same, with the values that the traced backend computes. */
export function computeTraced(kernel: string, given: KernelCase, options: TraceOptions = {}): ComputedTrace {
  return onArguments(kernel, given, (run, args) => traceComputed(run, args, { ...options, name: kernel }));
}

function onArguments<T>(
  kernel: string,
  { inputs, attrs = {}, constants = [], blockSize = 48 }: KernelCase,
  trace: (run: TensorFunction, args: Tensor[]) => T,
): T {
  const traced = Object.entries(inputs).filter(([name]) => !constants.includes(name));
  const args = [...new Set(traced.map(([, tensor]) => tensor))];
  const run = (...tensors: Tensor[]) =>
    withBlockSize(blockSize, () => {
      const named = Object.fromEntries(
        Object.entries(inputs).map(([name, given]) => {
          const tensor = constants.includes(name) ? tensorOf(given) : tensors[args.indexOf(given)];
          return [name, tensor.dtype === given.dtype ? tensor : tf.cast(tensor, given.dtype)];
        }),
      );
      return tf.engine().runKernel(kernel, asTaken(named) as NamedTensorMap, attrs) as Tensor | Tensor[];
    });
  const made = args.map(tensorOf);
  try {
    return trace(run, made);
  } finally {
    tf.dispose(made);
  }
}

function withBlockSize<T>(blockSize: number, run: () => T): T {
  const backend = tf.backend() as MathBackendCPU;
  const usual = backend.blockSize;
  backend.blockSize = blockSize;
  try {
    return run();
  } finally {
    backend.blockSize = usual;
  }
}

/** A tensor of the dtype of its array; a cast to a wider dtype leaves it in that array. */
function tensorOf({ shape, dtype, values }: GivenTensor): Tensor {
  if (dtype === 'complex64') {
    const { real, imag } = tf.backend_util.splitRealAndImagArrays(values as Float32Array);
    return tf.tidy(() => tf.complex(tf.tensor(real, [...shape]), tf.tensor(imag, [...shape])));
  }
  return tf.tensor(values, [...shape], storedDtype(values));
}
