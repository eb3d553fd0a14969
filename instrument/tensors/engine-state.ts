import type { DataId, Tensor, Variable } from '@tensorflow/tfjs-core';
import { engineInternals, Overrides } from '../captured/engine-internals.ts';
import type { TracedBackend } from './traced-backend.ts';

/** What of a tensor from before a trace a program may change. */
interface OldTensor {
  isDisposedInternal: boolean;
  dataId: DataId;
}

/**
 * What a program may change that tidy does not undo: variables, tensors that it keeps or disposes of, and scopes that it
 * leaves open. Made before the program, restored after it: what it made is disposed of, what was there before is as it
 * was, but for what it disposed of where `revives` is false. Meanwhile nothing from before loses its storage, and the host gets the values of what is traced, and of constants,
 * alone.
 */
export class EngineState {
  /** The variables from before, and the storage that each had. */
  readonly variables: ReadonlyMap<Variable, DataId>;
  private readonly engine = engineInternals();
  private readonly names: Readonly<Record<string, Variable>>;
  /** Tensors are numbered as they are made: those below are from before. */
  private readonly firstNew: number;
  private readonly kept: Tensor[] = [];
  private readonly keptFromBefore: Tensor[] = [];
  /** Tensors from before that were let go of, and the storage that they had. */
  private readonly released = new Map<Tensor, DataId>();
  /** Of these the variables that hold what they were assigned since. */
  private readonly assigned = new Set<Tensor>();
  private readonly overrides = new Overrides();
  private readonly scopes: number;

  private readonly revives: boolean;

  constructor(backend: TracedBackend, revives: boolean) {
    const { engine, kept, released, assigned, overrides } = this;
    this.revives = revives;
    this.scopes = engine.state.scopeStack.length;
    this.firstNew = engine.nextTensorId();
    this.names = { ...engine.registeredVariables };
    this.variables = new Map(Object.values(this.names).map((variable) => [variable, variable.dataId]));
    const { keep, readSync, incRef, disposeTensor } = engine;
    overrides.set(engine, 'keep', (tensor) => {
      if (this.isNew(tensor)) kept.push(tensor);
      else if (!tensor.kept) this.keptFromBefore.push(tensor);
      return keep.call(engine, tensor) as typeof tensor;
    });
    overrides.set(engine, 'readSync', (dataId) => {
      const stored = engine.state.tensorInfo.get(dataId);
      const isPriced = stored !== undefined && backend.isTakenFromBefore(dataId, stored);
      return isPriced ? backend.readSync(dataId) : readSync.call(engine, dataId);
    });
    overrides.set(engine, 'read', (dataId) => backend.promised(() => engine.readSync(dataId)));
    overrides.set(engine, 'disposeTensor', (tensor) => {
      if (this.isNew(tensor) || assigned.delete(tensor)) disposeTensor.call(engine, tensor);
      else if (!released.has(tensor)) released.set(tensor, tensor.dataId);
    });
    // What a variable is assigned is referred to by it, once what it had is let go of.
    overrides.set(engine, 'incRef', (tensor, owner) => {
      if (released.has(tensor)) assigned.add(tensor);
      incRef.call(engine, tensor, owner);
    });
  }

  restore(): void {
    const { engine, kept, released, assigned } = this;
    while (engine.state.scopeStack.length > this.scopes) engine.endScope();
    for (const tensor of kept) tensor.dispose();
    for (const tensor of this.keptFromBefore) tensor.kept = false;
    for (const variable of Object.values(engine.registeredVariables)) if (this.isNew(variable)) variable.dispose();
    for (const tensor of assigned) engine.disposeTensor(tensor);
    const gone = this.revives ? [] : [...released.keys()].filter((tensor) => tensor.isDisposed);
    for (const [tensor, dataId] of released) {
      Object.assign(tensor as unknown as OldTensor, { isDisposedInternal: false, dataId });
    }
    // In the order of before, in which a gradient of all variables takes them.
    for (const name of Object.keys(engine.registeredVariables))
      Reflect.deleteProperty(engine.registeredVariables, name);
    Object.assign(engine.registeredVariables, this.names);
    this.overrides.restore();
    for (const tensor of gone) tensor.dispose();
  }

  private isNew({ id }: Tensor): boolean {
    return id >= this.firstNew;
  }
}
