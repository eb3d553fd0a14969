import type { DataId, Tensor, TensorInfo, Variable } from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import type { Role } from '../../core/trace/trace.ts';
import type { PlanTensor, TracedDtype } from '../kernel-models/model/kernel-model.ts';
import { tracedDtype } from '../kernel-models/model/kernel-model.ts';
import type { Returned, TraceRecorder } from '../recording/trace-recorder.ts';
import { engineInternals } from './engine-internals.ts';
import { givenName } from './given-name.ts';
import type { ObjectFields } from './object-fields.ts';
import type { WatchedOptimisers } from './watched-optimisers.ts';

/** A storage from before the trace that its program has touched: an argument of the trace. */
interface CapturedStorage {
  readonly dataId: DataId;
  readonly view: PlanTensor;
}

/** What of the program's surroundings the captured tensors come from. */
export interface Surroundings {
  /** The variables from before the trace, and the storage that each had. */
  readonly variables: ReadonlyMap<Variable, DataId>;
  readonly optimisers: WatchedOptimisers;
  readonly fields: ObjectFields;
}

/**
 * The tensors from before a trace that its program touches, as arguments of it, in order of first use; those that share
 * their storage are one. Where the program gives any of them another value, all are state (D49).
 */
export class CapturedTensors {
  private readonly recorder: TraceRecorder;
  private readonly around: Surroundings;
  private readonly captured: CapturedStorage[] = [];
  private readonly variablesOf = new Map<DataId, Variable[]>();

  constructor(recorder: TraceRecorder, around: Surroundings) {
    this.recorder = recorder;
    this.around = around;
    for (const [variable, dataId] of around.variables) {
      this.variablesOf.set(dataId, [...(this.variablesOf.get(dataId) ?? []), variable]);
    }
    recorder.captureBy((info, dtype) => this.capture(info, dtype));
  }

  /** The arguments that they are. */
  get views(): PlanTensor[] {
    return this.captured.map(({ view }) => view);
  }

  /**
   * The state when the program has ended: of each captured storage what its variable was assigned, or what is in its place
   * in a field of a layer, else itself. `isUpdate`: anything was replaced. What cannot take an argument's place, since it is
   * another's already or part of a larger storage, is a result, and leaves the state incomplete.
   */
  atTheEnd(): Required<Returned> & { readonly isUpdate: boolean } {
    const { recorder, captured } = this;
    const [results, state]: [PlanTensor[], PlanTensor[]] = [[], []];
    let isUpdate = false;
    for (const [variable, dataId] of this.around.variables) {
      if (variable.dataId === dataId || variable.isDisposed) continue;
      if (!recorder.knows(dataId)) recorder.view({ dataId, shape: variable.shape, dtype: variable.dtype });
      // An input of the trace is no state of it, but what it is assigned lives on.
      else if (!captured.some((each) => each.dataId === dataId)) results.push(recorder.view(variable));
      isUpdate = true;
    }
    const inFields = this.around.fields.replacedTensors();
    const taken = new Set<number>();
    for (const { dataId, view } of captured) {
      const [next = view, ...others] = this.nextOf(dataId, inFields).map((tensor) => recorder.view(tensor));
      if (next.value !== view.value) isUpdate = true;
      const fits = !taken.has(next.value) && recorder.sizeOf(next) === recorder.sizeOf(view);
      (fits ? state : results).push(next);
      taken.add(next.value);
      results.push(...others);
    }
    return { results, state, isUpdate };
  }

  private nextOf(dataId: DataId, inFields: ReadonlyMap<DataId, Tensor>): readonly Tensor[] {
    const variables = this.variablesOf.get(dataId) ?? [];
    const assigned = variables.filter((variable) => variable.dataId !== dataId && !variable.isDisposed);
    const field = inFields.get(dataId);
    return assigned.length > 0 || field === undefined ? assigned : [field];
  }

  private capture({ dataId, shape, dtype }: TensorInfo, seenAs: TracedDtype): PlanTensor {
    const { recorder } = this;
    const stored = engineInternals().state.tensorInfo.get(dataId);
    if (stored === undefined) {
      throw new InputError(
        `trace: a tensor ${dtype}[${shape}] that the program uses was disposed of before; keep it until it is traced`,
      );
    }
    // A cast to a wider type is another tensor over the same storage.
    const { role, name } = this.described(dataId, shape);
    const view = recorder.argument(shape, tracedDtype('trace', stored.dtype), role, name);
    recorder.bind(dataId, view);
    this.captured.push({ dataId, view });
    return { ...view, dtype: seenAs };
  }

  private described(dataId: DataId, shape: readonly number[]): { role: Role; name: string } {
    const unnamed = `captured[${shape}]`;
    const state = this.around.optimisers.nameOf(dataId);
    if (state !== undefined) return { role: 'optimiser state', name: state ?? unnamed };
    const [variable] = this.variablesOf.get(dataId) ?? [];
    if (variable === undefined) return { role: 'inputs', name: unnamed };
    return { role: 'weights', name: givenName(variable) ?? unnamed };
  }
}
