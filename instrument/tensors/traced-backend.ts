import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { BackendValues, DataId, DataType, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { KERNEL_MODELS } from '../kernel-models/all-models.ts';
import type { KernelPlan, PlanTensor } from '../kernel-models/model/kernel-model.ts';
import { Attributes } from '../kernel-models/model/kernel-model.ts';
import type { LoopOrder } from '../kernel-models/model/loop-order.ts';
import { isConstantTensor } from './constant-tensors.ts';
import { withListener } from './labels.ts';
import type { TraceRecorder } from './trace-recorder.ts';

/** The TensorFlow.js backend that records what its kernels access. Registered when the first trace begins. */
const TRACED_BACKEND = 'traced';

/** One trace being recorded. `shapes`: kernels compute no values; `computed`: the stock cpu kernels run as well. */
export interface TraceSession {
  readonly recorder: TraceRecorder;
  readonly values: 'shapes' | 'computed';
  readonly loops: LoopOrder;
}

type KernelInputs = Readonly<Record<string, TensorInfo | undefined>>;

/**
 * Runs `run` on the traced backend, listening to its labels, and disposes of every tensor that it leaves. What was the
 * backend before is so again afterwards, also when `run` throws. Throws Error where a trace is running already.
 */
export function withTracedBackend<T>(session: TraceSession, run: (backend: TracedBackend) => T): T {
  if (tf.findBackendFactory(TRACED_BACKEND) === undefined || tf.findBackendFactory(TRACED_BACKEND) === null) register();
  const previous: string | undefined | null = tf.getBackend();
  if (previous === TRACED_BACKEND) throw new Error('traced backend: a trace is running already, traces do not nest');
  switchTo(TRACED_BACKEND);
  const backend = tf.backend() as TracedBackend;
  backend.session = session;
  try {
    // Kept out of tidy's result: it looks for tensors in all that it returns.
    const results: T[] = [];
    tf.tidy(() => {
      results.push(withListener(session.recorder, () => run(backend)));
    });
    return results[0];
  } finally {
    backend.session = null;
    if (previous) switchTo(previous);
    else forgetBackend();
  }
}

/** Takes effect at once: a backend that has been made, or is made without waiting, is set before the first await. */
function switchTo(name: string): void {
  void tf.setBackend(name);
  if (tf.getBackend() !== name) throw new Error(`internal: the TensorFlow.js backend ${name} did not start at once`);
}

/** Back to the state in which no backend has been chosen yet. */
function forgetBackend(): void {
  const engine = tf.engine() as unknown as { backendName: string | undefined; backendInstance: unknown };
  engine.backendName = undefined;
  engine.backendInstance = null;
}

function register(): void {
  tf.registerBackend(TRACED_BACKEND, () => new TracedBackend(), 0);
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('cpu')) {
    const traced = ({ inputs, attrs, backend }: Parameters<KernelFunc>[0]) =>
      (backend as TracedBackend).runKernel(kernelName, kernelFunc, inputs, attrs ?? {});
    tf.registerKernel({ kernelName, backendName: TRACED_BACKEND, kernelFunc: traced });
  }
}

export class TracedBackend extends MathBackendCPU {
  session: TraceSession | null = null;
  private insideStockKernel = false;

  /** Numbers from the host, unless a stock kernel writes them: then the kernel's wrapper says what they are. */
  override write(values: BackendValues, shape: number[], dtype: DataType): DataId {
    const dataId = {};
    this.store(dataId, values, dtype);
    if (this.session !== null && !this.insideStockKernel && isTraced(dtype)) {
      const { recorder } = this.session;
      recorder.bind(dataId, recorder.constant(shape, dtype));
    }
    return dataId;
  }

  override readSync(dataId: DataId): BackendValues {
    if (this.data.get(dataId).values === null) {
      throw new Error(
        'traced backend: the values of a tensor are read, but this trace is of shapes alone and computes none; ' +
          'trace with computed values, or read them outside the trace',
      );
    }
    return super.readSync(dataId);
  }

  /** A tensor over the storage of `view`, without values or with these. */
  tensorOf(view: PlanTensor, values: BackendValues | null): tf.Tensor {
    const dataId = {};
    this.store(dataId, values, view.dtype);
    this.requireSession('a tensor').recorder.bind(dataId, view);
    return tf.engine().makeTensorFromTensorInfo({ dataId, shape: [...view.shape], dtype: view.dtype }, this);
  }

  runKernel(kernel: string, stock: KernelFunc, inputs: object, attrs: tf.NamedAttrMap): TensorInfo | TensorInfo[] {
    const session = this.requireSession(kernel);
    const { recorder } = session;
    const given = Object.entries(inputs as KernelInputs).filter((entry): entry is [string, TensorInfo] => {
      return entry[1] !== undefined && entry[1] !== null;
    });
    for (const [, info] of given) this.bindConstantTensor(recorder, info);
    const runStock = () => this.runStock(stock, inputs, attrs);
    if (given.every(([, info]) => recorder.isConstant(recorder.view(info)))) {
      // Host numbers in, host numbers out: nothing to trace, and indices computed from them stay known.
      return this.boundTo(recorder, runStock(), null);
    }
    const model = KERNEL_MODELS.get(kernel);
    if (model === undefined) {
      throw new Error(
        `traced backend: kernel "${kernel}" has no access model; ` +
          'compute it before the update and pass the result in, or add a model to instrument/kernel-models',
      );
    }
    const tensors = Object.fromEntries(given.map(([name, info]) => [name, recorder.view(info)]));
    const modelled = model(this.plan(kernel, session, given), tensors, new Attributes(kernel, attrs));
    const views = listOf(modelled);
    for (const view of views) recorder.output(view);
    if (session.values === 'computed' || views.every((view) => recorder.isConstant(view))) {
      return this.boundTo(recorder, runStock(), views);
    }
    return Array.isArray(modelled)
      ? modelled.map((view) => this.shapeOnly(recorder, view))
      : this.shapeOnly(recorder, modelled);
  }

  /** What a stock kernel made, each tensor over the storage of its view; constants where there are no views. */
  private boundTo(
    recorder: TraceRecorder,
    made: TensorInfo | TensorInfo[],
    views: readonly PlanTensor[] | null,
  ): TensorInfo | TensorInfo[] {
    listOf(made).forEach((info, index) => {
      if (!isTraced(info.dtype)) return;
      const view = views === null ? recorder.constant(info.shape, info.dtype) : views[index];
      if (`${info.dtype}[${info.shape}]` !== `${view?.dtype}[${view?.shape}]`) {
        throw new Error(
          `internal: a model makes ${view?.dtype}[${view?.shape}], its kernel ${info.dtype}[${info.shape}]`,
        );
      }
      recorder.bind(info.dataId, view);
    });
    return made;
  }

  private plan(kernel: string, session: TraceSession, given: [string, TensorInfo][]): KernelPlan {
    const { recorder, loops } = session;
    return {
      kernel,
      loops,
      blockSize: this.blockSize,
      make: (shape, dtype, zeroFilled) => recorder.computed(shape, dtype, zeroFilled !== undefined),
      constant: (shape, dtype) => recorder.constant(shape, dtype),
      call: (nest, ...tensors) => recorder.call(kernel, nest, tensors),
      table: (entries) => recorder.table(entries),
      indices: (tensor) => {
        for (const [name, info] of given) {
          const view = recorder.view(info);
          if (view.value !== tensor.value || view.offset !== tensor.offset) continue;
          const { values } = this.data.get(info.dataId);
          if (values !== null) return values as tf.TypedArray;
          throw new Error(
            `traced backend: ${kernel} takes addresses from the values of "${name}" (${info.dtype}[${info.shape}]), ` +
              'which a trace of shapes alone does not compute; make it from host numbers, or trace with computed values',
          );
        }
        throw new Error(`internal: ${kernel} takes addresses from a tensor that is none of its inputs`);
      },
    };
  }

  private bindConstantTensor(recorder: TraceRecorder, info: TensorInfo): void {
    if (recorder.knows(info.dataId) || !isConstantTensor(info.dataId) || !isTraced(info.dtype)) return;
    recorder.bind(info.dataId, recorder.constant(info.shape, info.dtype));
  }

  private runStock(stock: KernelFunc, inputs: object, attrs: tf.NamedAttrMap): TensorInfo | TensorInfo[] {
    this.insideStockKernel = true;
    try {
      return stock({ inputs: inputs as tf.NamedTensorInfoMap, attrs, backend: this });
    } finally {
      this.insideStockKernel = false;
    }
  }

  private shapeOnly(recorder: TraceRecorder, tensor: PlanTensor): TensorInfo {
    const dataId = {};
    this.store(dataId, null, tensor.dtype);
    recorder.bind(dataId, tensor);
    return { dataId, shape: [...tensor.shape], dtype: tensor.dtype };
  }

  private store(dataId: DataId, values: BackendValues | null, dtype: DataType): void {
    this.data.set(dataId, { values: values as BackendValues, dtype, refCount: 1 });
  }

  private requireSession(what: string): TraceSession {
    if (this.session === null) {
      throw new Error(`traced backend: ${what} is used outside a trace; use traceUpdate or traceFunction`);
    }
    return this.session;
  }
}

function listOf<T>(items: T | T[]): T[] {
  return Array.isArray(items) ? items : [items];
}

function isTraced(dtype: DataType): dtype is 'float32' | 'int32' | 'bool' {
  return dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
}
