import type { BackendValues, DataId, KernelBackend, Tensor, TensorInfo, Variable } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** What TensorFlow.js knows of the storage under a data id. */
export interface StoredTensor extends Pick<TensorInfo, 'shape' | 'dtype'> {
  readonly backend: KernelBackend;
}

/** One operation whose gradient may be asked for: its gradient gives a function for each input. */
export interface TapeNode {
  gradient?: (dys: Tensor[]) => Record<string, () => Tensor>;
}

/** The engine of TensorFlow.js as this package has to know it: what it keeps, and the methods that all go through. */
export interface EngineInternals {
  readonly state: {
    readonly tensorInfo: WeakMap<DataId, StoredTensor>;
    readonly scopeStack: readonly unknown[];
    readonly activeTape: readonly TapeNode[];
  };
  readonly registeredVariables: Record<string, Variable>;
  /** Numbers tensors as they are made. */
  nextTensorId(): number;
  keep<T extends Tensor>(tensor: T): T;
  incRef(tensor: Tensor, backend: KernelBackend | null): void;
  disposeTensor(tensor: Tensor): void;
  addTapeNode(...node: unknown[]): void;
  endScope(): void;
  read(dataId: DataId): Promise<BackendValues>;
  readSync(dataId: DataId): BackendValues;
}

export function engineInternals(): EngineInternals {
  return tf.engine() as unknown as EngineInternals;
}

/** Own properties in place of methods, of one object or many, until `restore` takes them away again. */
export class Overrides {
  private readonly undo: (() => void)[] = [];

  /** In place of a method that is called by this name on `owner`, or on what inherits from it, from now on. */
  set<Owner extends object, Name extends keyof Owner>(owner: Owner, name: Name, method: Owner[Name]): void {
    const own = Object.getOwnPropertyDescriptor(owner, name);
    this.undo.push(() => {
      if (own === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, own);
    });
    Object.defineProperty(owner, name, {
      value: method,
      configurable: true,
      writable: true,
      enumerable: own?.enumerable ?? false,
    });
  }

  restore(): void {
    for (const undo of this.undo.splice(0).reverse()) undo();
  }
}
