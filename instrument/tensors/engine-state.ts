import type { DataId, KernelBackend, Tensor, Variable } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** What TensorFlow.js keeps beyond the scopes of tidy, as its engine holds it. */
interface Engine {
  readonly state: { readonly tensorInfo: WeakMap<DataId, { readonly backend: KernelBackend }> };
  readonly registeredVariables: Readonly<Record<string, Variable>>;
  keep<T extends Tensor>(tensor: T): T;
  trackTensor(tensor: Tensor, backend: KernelBackend): void;
  removeDataId(dataId: DataId, backend: KernelBackend): void;
}

/** A variable and the storage that it had, held by a reference of our own. */
interface Held {
  readonly variable: Variable;
  readonly dataId: DataId;
}

/**
 * What a program may change that tidy does not undo: variables, and tensors that it keeps. Made before the program,
 * restored after it: new variables and kept tensors are disposed of, old variables have their old values.
 */
export class EngineState {
  private readonly engine = tf.engine() as unknown as Engine;
  private readonly held: readonly Held[];
  private readonly kept: Tensor[] = [];

  constructor() {
    const { engine, kept } = this;
    this.held = Object.values(engine.registeredVariables).map((variable) => {
      const { dataId } = variable;
      this.backendOf(dataId).incRef(dataId);
      return { variable, dataId };
    });
    const keep = engine.keep;
    // An own property over the prototype's method, taken away again by `restore`.
    engine.keep = (tensor) => {
      kept.push(tensor);
      return keep.call(engine, tensor) as typeof tensor;
    };
  }

  restore(): void {
    const { engine, held, kept } = this;
    Reflect.deleteProperty(engine, 'keep');
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
