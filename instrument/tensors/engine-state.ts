import type { BackendValues, DataId, KernelBackend, Tensor, Variable } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { StoredTensor, TracedBackend } from './traced-backend.ts';

/** What TensorFlow.js keeps beyond the scopes of tidy, as its engine holds it. */
interface Engine {
  readonly state: { readonly tensorInfo: WeakMap<DataId, StoredTensor>; readonly scopeStack: readonly unknown[] };
  readonly registeredVariables: Readonly<Record<string, Variable>>;
  keep<T extends Tensor>(tensor: T): T;
  trackTensor(tensor: Tensor, backend: KernelBackend): void;
  removeDataId(dataId: DataId, backend: KernelBackend): void;
  endScope(): void;
  read(dataId: DataId): Promise<BackendValues>;
  readSync(dataId: DataId): BackendValues;
}

/** A variable and the storage that it had, held by a reference of our own. */
interface Held {
  readonly variable: Variable;
  readonly dataId: DataId;
}

/**
 * What a program may change that tidy does not undo: variables, tensors that it keeps, and scopes that it leaves open.
 * Made before the program, restored after it: new variables and kept tensors are disposed of, old variables have their
 * old values. Meanwhile the host gets the values of what is traced, and of constants, alone.
 */
export class EngineState {
  private readonly engine = tf.engine() as unknown as Engine;
  private readonly held: readonly Held[];
  private readonly kept: Tensor[] = [];
  private readonly scopes: number;

  constructor(backend: TracedBackend) {
    const { engine, kept } = this;
    this.scopes = engine.state.scopeStack.length;
    this.held = Object.values(engine.registeredVariables).map((variable) => {
      const { dataId } = variable;
      this.backendOf(dataId).incRef(dataId);
      return { variable, dataId };
    });
    const { keep, readSync } = engine;
    // Own properties over the prototype's methods, taken away again by `restore`.
    engine.keep = (tensor) => {
      kept.push(tensor);
      return keep.call(engine, tensor) as typeof tensor;
    };
    engine.readSync = (dataId) => {
      const stored = engine.state.tensorInfo.get(dataId);
      if (stored !== undefined) backend.requireTraced(dataId, stored);
      return readSync.call(engine, dataId);
    };
    engine.read = (dataId) => backend.promised(() => engine.readSync(dataId));
  }

  restore(): void {
    const { engine, held, kept } = this;
    for (const method of ['keep', 'read', 'readSync']) Reflect.deleteProperty(engine, method);
    while (engine.state.scopeStack.length > this.scopes) engine.endScope();
    for (const tensor of kept) tensor.dispose();
    const before = new Set(held.map(({ variable }) => variable));
    for (const variable of Object.values(engine.registeredVariables)) if (!before.has(variable)) variable.dispose();
    for (const { variable, dataId } of held) {
      const backend = this.backendOf(dataId);
      if (variable.isDisposed || variable.dataId === dataId) {
        if (backend.disposeData(dataId)) engine.removeDataId(dataId, backend);
        continue;
      }
      // What it was assigned is let go of, and our reference to what it had becomes its own.
      tf.engine().disposeTensor(variable);
      variable.dataId = dataId;
      engine.trackTensor(variable, backend);
    }
  }

  private backendOf(dataId: DataId): KernelBackend {
    const info = this.engine.state.tensorInfo.get(dataId);
    if (info === undefined) throw new Error('internal: a variable has no storage');
    return info.backend;
  }
}
