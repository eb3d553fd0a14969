import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Trace } from '../../core/trace/trace.ts';
import type { ComputedTrace, TensorFunction } from '../tensors/trace-function.ts';
import { traceComputed, traceFunction } from '../tensors/trace-function.ts';
import { asTaken } from './listed-inputs.ts';
import type { ModelAccess } from './model-accesses.ts';
import { modelAccesses } from './model-accesses.ts';
import type { GivenTensor, StockAccess, StockRun } from './stock-kernel.ts';
import { runStockKernel } from './stock-kernel.ts';

/** One run of a kernel to compare. */
export interface KernelCase {
  readonly inputs: Readonly<Record<string, GivenTensor>>;
  readonly attrs?: NamedAttrMap;
  /** Inputs that are made of host numbers within the trace, so that addresses may be taken from them. */
  readonly constants?: readonly string[];
  readonly blockSize?: number;
}

/** Accesses of the model that cannot be seen in the stock kernel: its arrays are not all allocated through the library. */
export type Unseen = `${'output' | 'temporary' | 'constant'} ${'reads' | 'writes'}`;

/** The trace of a kernel, from shapes or with computed values, and the accesses that the stock kernel makes. */
export function bothAccesses(
  kernel: string,
  given: KernelCase,
  values: 'shapes' | 'computed' = 'shapes',
): { trace: Trace; stock: StockRun } {
  const { inputs, attrs = {}, blockSize = 48 } = given;
  const trace = values === 'shapes' ? traceKernel(kernel, given) : computeTraced(kernel, given).trace;
  return { trace, stock: runStockKernel(kernel, inputs, attrs, blockSize) };
}

/**
 * Throws unless the model of a kernel and the stock kernel touch the same elements in the same order and return tensors
 * of the same arrays, but for the kinds of accesses in `hidden`. Returns which of these the stock kernel did not show.
 */
export function checkFidelity(
  kernel: string,
  given: KernelCase,
  hidden: readonly Unseen[] = [],
  values: 'shapes' | 'computed' = 'shapes',
): Set<Unseen> {
  const { trace, stock } = bothAccesses(kernel, given, values);
  const { inputs, constants = [] } = given;
  const traced = Object.entries(inputs).filter(([name]) => !constants.includes(name));
  const arrays = [...new Set(traced.map(([name]) => stock.inputs[name]))];
  const known = new Map(trace.arguments.map((value, index) => [value, arrays[index]]));
  const { arrayOf, unseen } = new Alignment(kernel, trace, stock.accesses, known, hidden).find();
  trace.returned.forEach((value, index) => {
    const array = arrayOf.get(value);
    if (array !== undefined && array !== stock.outputs[index].array) {
      throw new Error(`${kernel}: the model returns value ${value}, the stock kernel another array`);
    }
  });
  return unseen;
}

/** Which array of the stock kernel each value of the model is, and what of the model the stock kernel does not show. */
interface Aligned {
  readonly arrayOf: ReadonlyMap<number, number>;
  readonly unseen: Set<Unseen>;
}

/**
 * Walks both logs side by side. A value stands for one array from the first access on that they have in common. All
 * reads of a value are seen or none is, and so are its writes; which are not is found by trying, among the hidden kinds.
 */
class Alignment {
  private readonly kernel: string;
  private readonly trace: Trace;
  private readonly model: readonly ModelAccess[];
  private readonly stock: readonly StockAccess[];
  private readonly known: ReadonlyMap<number, number>;
  private readonly hidden: readonly Unseen[];

  constructor(
    kernel: string,
    trace: Trace,
    stock: readonly StockAccess[],
    known: ReadonlyMap<number, number>,
    hidden: readonly Unseen[],
  ) {
    this.kernel = kernel;
    this.trace = trace;
    this.model = modelAccesses(trace);
    this.stock = stock;
    this.known = known;
    this.hidden = hidden;
  }

  find(): Aligned {
    const hideable = new Map<string, Unseen>();
    for (const { kind, value } of this.model) {
      const name = this.unseenName(kind, value);
      if (name !== null && this.hidden.includes(name)) hideable.set(`${kind} ${value}`, name);
    }
    const isSeen = new Map<string, boolean>();
    let first: string | null = null;
    for (;;) {
      const result = this.walk(hideable, isSeen);
      if (typeof result !== 'string') {
        const unseen = [...isSeen].filter(([, seen]) => !seen).map(([key]) => hideable.get(key) as Unseen);
        return { arrayOf: result, unseen: new Set(unseen) };
      }
      first ??= result;
      if (!tookBack(isSeen)) throw new Error(first);
    }
  }

  /** The arrays of the values, or the first difference. What is not tried yet is taken for seen. */
  private walk(hideable: ReadonlyMap<string, Unseen>, isSeen: Map<string, boolean>): Map<number, number> | string {
    const arrayOf = new Map(this.known);
    const taken = new Set(arrayOf.values());
    let at = 0;
    for (const access of this.model) {
      const { kind, value, element } = access;
      const key = `${kind} ${value}`;
      if (hideable.has(key) && !isSeen.has(key)) isSeen.set(key, true);
      if (isSeen.get(key) === false) continue;
      const next = this.stock[at];
      if (next?.kind !== kind || next.element !== element) return mismatch(this.kernel, at, access, next);
      const bound = arrayOf.get(value);
      if (bound === undefined ? taken.has(next.array) : bound !== next.array) {
        return mismatch(this.kernel, at, access, next);
      }
      arrayOf.set(value, next.array);
      taken.add(next.array);
      at++;
    }
    return at < this.stock.length ? mismatch(this.kernel, at, undefined, this.stock[at]) : arrayOf;
  }

  private unseenName(kind: 'read' | 'write', value: number): Unseen | null {
    if (this.trace.arguments.includes(value)) return null;
    if (this.trace.values[value].kind === 'constant') return `constant ${kind}s`;
    return this.trace.returned.includes(value) ? `output ${kind}s` : `temporary ${kind}s`;
  }
}

/** Of what was taken for seen the last is not; what was tried after it is open again. False where nothing is left to try. */
function tookBack(isSeen: Map<string, boolean>): boolean {
  for (const [key, seen] of [...isSeen].reverse()) {
    isSeen.delete(key);
    if (!seen) continue;
    isSeen.set(key, false);
    return true;
  }
  return false;
}

function mismatch(kernel: string, at: number, model: ModelAccess | undefined, stock: StockAccess | undefined): string {
  const modelText = model === undefined ? 'ends' : `${model.kind}s value ${model.value}[${model.element}]`;
  const stockText = stock === undefined ? 'ends' : `${stock.kind}s array ${stock.array}[${stock.element}]`;
  return `${kernel}: at access ${at} the model ${modelText}, the stock kernel ${stockText}`;
}

/** The trace of a kernel on inputs of these shapes. */
export function traceKernel(kernel: string, given: KernelCase): Trace {
  return onArguments(kernel, given, (run, args) => traceFunction(run, args, { name: kernel }));
}

/** The same, with the values that the traced backend computes. */
export function computeTraced(kernel: string, given: KernelCase): ComputedTrace {
  return onArguments(kernel, given, (run, args) => traceComputed(run, args, { name: kernel }));
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
function tensorOf({ shape, values }: GivenTensor): Tensor {
  return tf.tensor(values, [...shape], storedDtype(values));
}

function storedDtype(values: GivenTensor['values']): 'float32' | 'int32' | 'bool' {
  if (values instanceof Float32Array) return 'float32';
  return values instanceof Int32Array ? 'int32' : 'bool';
}
