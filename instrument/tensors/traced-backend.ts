import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { BackendValues, DataId, DataType, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import { UNNAMED_VARIABLE } from '../../core/trace/constant-reads.ts';
import { engineInternals, type StoredTensor } from '../captured/engine-internals.ts';
import { givenName } from '../captured/given-name.ts';
import { KERNEL_MODELS } from '../kernel-models/all-models.ts';
import { COMPLEX_KERNELS } from '../kernel-models/complex-numbers/complex.ts';
import { partsOf } from '../kernel-models/model/complex-parts.ts';
import type { PlanTensor, TracedDtype } from '../kernel-models/model/kernel-model.ts';
import { Attributes } from '../kernel-models/model/kernel-model.ts';
import { OUT_OF_SCOPE } from '../kernel-models/out-of-scope.ts';
import type { TraceRecorder } from '../recording/trace-recorder.ts';
import { notComplex, shapeParts, storedArrays, storeTensor } from './complex-storage.ts';
import { refuseDebugMode } from './debug-mode.ts';
import { givenTensors, type KernelInputs } from './kernel-inputs.ts';
import { countedPlan, recordedPlan, type TraceSession } from './session-plans.ts';

/** The TensorFlow.js backend that records what its kernels access; `traced-run.ts` makes it the current one. */
export class TracedBackend extends MathBackendCPU {
  session: TraceSession | null = null;
  /** What went wrong where nobody could be told: in a read that is waited for, if at all, after the trace. */
  failure: unknown = null;
  private insideStockKernel = false;
  /** Data ids of other backends of which there is an entry here while the trace runs. */
  private readonly borrowed: DataId[] = [];

  constructor() {
    super();
    // The stock storage would move what it is asked for from the backend that has it.
    this.data = new tf.DataStorage(this, { moveData: (_, dataId) => this.borrow(dataId) });
  }

  /** Forgets what it knows of the storage of other backends. */
  giveBack(): void {
    for (const dataId of this.borrowed.splice(0)) this.data.delete(dataId);
  }

  override incRef(dataId: DataId): void {
    const owner = this.ownerOf(dataId);
    if (owner === this) super.incRef(dataId);
    else owner.incRef(dataId);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const owner = this.ownerOf(dataId);
    return owner === this ? super.disposeData(dataId, force) : owner.disposeData(dataId, force);
  }

  /** Numbers from the host, unless a stock kernel writes them: then the kernel's wrapper says what they are. */
  override write(values: BackendValues, shape: number[], dtype: DataType): DataId {
    const dataId = {};
    this.data.set(dataId, { values, dtype, refCount: 1 });
    if (this.session !== null && !this.insideStockKernel && isTraced(dtype)) {
      const { recorder } = this.session;
      recorder.bind(dataId, recorder.hostNumbers(shape, dtype));
    }
    return dataId;
  }

  /** What the host takes is priced (D28); what a stock kernel takes, its model prices. */
  override readSync(dataId: DataId): BackendValues {
    const arrays = storedArrays(this.data, dataId);
    if (arrays.includes(null)) {
      throw new InputError(
        'traced backend: the values of a tensor are read, but this trace is of shapes alone and computes none; ' +
          'trace with traceComputed, or read them outside the trace',
      );
    }
    if (!this.insideStockKernel) this.session?.recorder.takenByHost(dataId, arrays[0]?.length ?? 0);
    return super.readSync(dataId);
  }

  override read(dataId: DataId): Promise<BackendValues> {
    return this.promised(() => this.readSync(dataId));
  }

  /** Read at once. A rejection that nobody waits for would end the process: the trace fails instead. */
  promised(read: () => BackendValues): Promise<BackendValues> {
    try {
      return Promise.resolve(read());
    } catch (error) {
      this.failure ??= error;
      return new Promise(() => {});
    }
  }

  /** Throws what `run` throws at once: the profiler does not wait, so that a rejection would end the process. */
  override time(run: () => void): Promise<tf.BackendTimingInfo> {
    const start = tf.util.now();
    run();
    return Promise.resolve({ kernelMs: tf.util.now() - start });
  }

  /**
   * Whether the host asks for values from before the trace that are arguments of it. Throws InputError where it asks for
   * others that are no constants (D44).
   */
  isTakenFromBefore(dataId: DataId, { backend, shape, dtype }: StoredTensor): boolean {
    if (backend === this || !isTraced(dtype) || this.session === null) return false;
    const { recorder } = this.session;
    return !recorder.isConstant(recorder.view({ dataId, shape, dtype }));
  }

  /** The elements of a computed tensor, as dataSync gives them, taken by nobody. */
  valuesOf({ dataId }: TensorInfo): tf.TypedArray {
    return super.readSync(dataId) as tf.TypedArray;
  }

  /** A tensor over the storage of `view`, without values or with these. */
  tensorOf(view: PlanTensor, values: BackendValues | null): tf.Tensor {
    const dataId = {};
    storeTensor(this.data, dataId, values, view);
    this.requireSession('a tensor').recorder.bind(dataId, view);
    return tf.engine().makeTensorFromTensorInfo({ dataId, shape: [...view.shape], dtype: view.dtype }, this);
  }

  /**
   * Records what a kernel accesses and returns its result, computed by the stock cpu kernel where the session computes
   * values. Throws InputError on a kernel without a model and in debug mode.
   */
  runKernel(kernel: string, inputs: object, attrs: tf.NamedAttrMap): TensorInfo | TensorInfo[] {
    const session = this.requireSession(kernel);
    refuseDebugMode();
    const { recorder, models } = session;
    const given = givenTensors(inputs as KernelInputs);
    const model = models.get(kernel);
    if (model === undefined && OUT_OF_SCOPE.has(kernel)) throw withoutModel(kernel);
    const tensors = Object.fromEntries(given.map(([name, info]) => [name, recorder.view(info)]));
    for (const [name, info] of given) {
      if (info instanceof tf.Variable)
        recorder.nameConstant(tensors[name], givenName(info) ?? `${UNNAMED_VARIABLE}${info.shape}]`);
    }
    const runStock = () => this.runStock(kernel, inputs, attrs);
    for (const [name, info] of given) {
      if (info.dtype !== 'complex64') continue;
      if (KERNEL_MODELS.has(kernel) && !COMPLEX_KERNELS.has(kernel)) throw notComplex(kernel, runStock);
      shapeParts(this.data, info.dataId, tensors[name]);
    }
    const attributes = new Attributes(kernel, attrs);
    if (given.length === 0) {
      return this.bound(recorder, runStock(), (shape, dtype) => recorder.hostNumbers(shape, dtype));
    }
    const plan = recordedPlan(kernel, session, this, given);
    if (given.every(([name]) => recorder.isConstant(tensors[name]))) {
      // Host numbers in, host numbers out: nothing to trace, and indices computed from them stay known.
      model?.(countedPlan(plan, recorder), tensors, attributes);
      const origin = Object.values(tensors).find((tensor) => recorder.nameOf(tensor) !== undefined);
      const name = origin && recorder.nameOf(origin);
      return this.bound(recorder, runStock(), (shape, dtype) => recorder.constant(shape, dtype, name));
    }
    if (model === undefined) throw withoutModel(kernel);
    const modelled = model(plan, tensors, attributes);
    const views = listOf(modelled);
    for (const view of views) recorder.output(view);
    // Of host numbers the values are known, also where they are but one part of a complex tensor.
    const areKnown = views.every((view) => partsOf(view).some((part) => recorder.isConstant(part)));
    if (session.values === 'computed' || areKnown) {
      return this.bound(recorder, runStock(), (_shape, _dtype, index) => views[index]);
    }
    return Array.isArray(modelled)
      ? modelled.map((view) => this.shapeOnly(recorder, view))
      : this.shapeOnly(recorder, modelled);
  }

  /** What a stock kernel made, each tensor over the storage of its view. */
  private bound(
    recorder: TraceRecorder,
    made: TensorInfo | TensorInfo[],
    viewOf: (shape: readonly number[], dtype: TracedDtype, index: number) => PlanTensor | undefined,
  ): TensorInfo | TensorInfo[] {
    listOf(made).forEach(({ dataId, shape, dtype }, index) => {
      if (!isTraced(dtype)) return;
      const view = viewOf(shape, dtype, index);
      if (view === undefined || `${dtype}[${shape}]` !== `${view.dtype}[${view.shape}]`) {
        throw new InputError(`a model makes ${view?.dtype}[${view?.shape}], its kernel ${dtype}[${shape}]; mend it`);
      }
      recorder.bind(dataId, view);
    });
    return made;
  }

  /** The kernel is looked up now: it may have been registered since the backend was. */
  private runStock(kernel: string, inputs: object, attrs: tf.NamedAttrMap): TensorInfo | TensorInfo[] {
    const stock = tf.getKernel(kernel, 'cpu');
    if (stock === undefined) throw new Error(`internal: the cpu backend has no kernel ${kernel}`);
    this.insideStockKernel = true;
    try {
      return stock.kernelFunc({ inputs: inputs as tf.NamedTensorInfoMap, attrs, backend: this });
    } finally {
      this.insideStockKernel = false;
    }
  }

  private shapeOnly(recorder: TraceRecorder, tensor: PlanTensor): TensorInfo {
    const dataId = {};
    storeTensor(this.data, dataId, null, tensor);
    recorder.bind(dataId, tensor);
    return { dataId, shape: [...tensor.shape], dtype: tensor.dtype };
  }

  /** Notes the storage of another backend, with its values where kernels may know them, and leaves it where it is. */
  private borrow(dataId: DataId): void {
    const stored = engineInternals().state.tensorInfo.get(dataId);
    if (stored === undefined) throw new InputError('traced backend: a tensor was disposed of before it is used');
    const { backend, shape, dtype } = stored;
    const { recorder, values } = this.requireSession('a tensor');
    const isKnown =
      values === 'computed' || !isTraced(dtype) || recorder.isConstant(recorder.view({ dataId, shape, dtype }));
    storeTensor(this.data, dataId, isKnown ? backend.readSync(dataId) : null, { dtype, shape });
    this.borrowed.push(dataId);
  }

  private ownerOf(dataId: DataId): tf.KernelBackend {
    return engineInternals().state.tensorInfo.get(dataId)?.backend ?? this;
  }

  private requireSession(what: string): TraceSession {
    if (this.session === null) {
      throw new Error(`traced backend: ${what} is used outside a trace; use traceUpdate or traceFunction`);
    }
    return this.session;
  }
}

function withoutModel(kernel: string): InputError {
  const reason = OUT_OF_SCOPE.get(kernel);
  const what = reason === undefined ? 'has no access model' : `${reason}, which is out of scope`;
  const instead = 'compute it before the trace and pass the result in, or give its model by registerKernelModel';
  return new InputError(`traced backend: kernel "${kernel}" ${what}; ${instead}`);
}

function listOf<T>(items: T | T[]): T[] {
  return Array.isArray(items) ? items : [items];
}

function isTraced(dtype: DataType): dtype is TracedDtype {
  return dtype !== 'string';
}
