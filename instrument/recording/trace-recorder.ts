import type { DataId, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { choiceOf } from '../../core/input-error.ts';
import { ConstantTally, HOST_WRITE, readsBySlot } from '../../core/trace/constant-reads.ts';
import type { Nest } from '../../core/trace/nest.ts';
import type { KernelCall, Role, Trace, TraceValue } from '../../core/trace/trace.ts';
import { ROLES, TRACE_SCHEMA } from '../../core/trace/trace.ts';
import { complexOf, partNames, partsOf } from '../kernel-models/model/complex-parts.ts';
import { elementLoops, elementNest, inOrder, instruction } from '../kernel-models/model/element-loops.ts';
import type { PlanTensor, TracedDtype } from '../kernel-models/model/kernel-model.ts';
import { reshaped, rowsOf, sizeOf, tracedDtype } from '../kernel-models/model/kernel-model.ts';
import type { LabelListener } from '../labels/labels.ts';
import { RunningLabels } from '../labels/running-labels.ts';
import { CallLines } from './call-lines.ts';
import { isConstantTensor, refuseCaptured, requireTensor } from './constant-tensors.ts';
import { Interned } from './interned.ts';

/** Where a tensor's elements live: a stretch of a value, or of two. Tensors that alias share it. */
type TensorStorage = Omit<PlanTensor, 'shape' | 'dtype'>;

/** The storage under a tensor that no trace knows yet. */
export type Captured = (info: TensorInfo, dtype: TracedDtype) => PlanTensor;

/** What outlives a trace: results, and the new state, where state arguments are replaced by it one by one. */
export interface Returned {
  readonly results?: readonly PlanTensor[];
  readonly state?: readonly PlanTensor[];
}

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

/**
 * Builds a trace while kernels run. Values are pieces of storage, known by the data id of the tensors over them; equal
 * nests and equal tables are kept once. Every call needs a phase: that of the labels, or `defaultPhase` outside them.
 * `recordsLines`: calls name the line of the user's source that they come from (D36).
 */
export class TraceRecorder extends RunningLabels implements LabelListener {
  private readonly values: Mutable<TraceValue>[] = [];
  private readonly calls: KernelCall[] = [];
  private readonly nests = new Interned<Nest>();
  private readonly tables = new Interned<readonly number[]>();
  private readonly storages = new WeakMap<DataId, TensorStorage>();
  /** Reads by the host that the program has labelled and not carried out. */
  private readonly announced = new Set<DataId>();
  private hostHasRead = false;
  private readonly constantReads = new ConstantTally();
  private readonly lines: CallLines;
  /** What becomes of tensors from before the trace. */
  private capture: Captured = refuseCaptured;

  constructor(defaultPhase: string | null, recordsLines = false) {
    super(defaultPhase);
    this.lines = new CallLines(recordsLines);
  }

  /** From now on a tensor from before the trace that is no constant is what `capture` says. */
  captureBy(capture: Captured): void {
    this.capture = capture;
  }

  override mark(): <T>(run: () => T) => T {
    const [resume, atLine] = [super.mark(), this.lines.mark()];
    return (run) => atLine(() => resume(run));
  }

  setRole(role: Role, tensor: Tensor): void {
    requireTensor('role', tensor);
    for (const value of this.valuesOf(this.view(tensor))) {
      if (value.kind !== 'constant') value.role = choiceOf('role', role, ROLES);
    }
  }

  hostRead(tensor: Tensor): void {
    requireTensor('hostRead', tensor);
    this.announced.add(tensor.dataId);
    this.addHostRead(this.view(tensor));
  }

  wasReadByHost(tensor: Tensor): boolean {
    return this.announced.has(tensor.dataId);
  }

  /**
   * The host takes the first `size` elements over a data id, which it knows from now on (D28). A read that `hostRead`
   * has labelled is not counted again.
   */
  takenByHost(dataId: DataId, size: number): void {
    const storage = this.storages.get(dataId);
    if (storage === undefined) return;
    const dtype = storage.imaginary === undefined ? storage.stored : 'complex64';
    const taken: PlanTensor = { ...storage, shape: [size], dtype };
    if (this.isConstant(taken)) return;
    this.hostHasRead = true;
    if (!this.announced.delete(dataId)) this.addHostRead(taken);
  }

  /** A value that exists before the first call. */
  argument(shape: readonly number[], dtype: TracedDtype, role: Role, name: string): PlanTensor {
    return this.add({ size: sizeOf(shape), kind: 'argument', role, name }, shape, dtype);
  }

  /** What the host makes a tensor of: a constant, or, once it has read, a value that it writes (D28). */
  hostNumbers(shape: readonly number[], dtype: TracedDtype): PlanTensor {
    const numbers = this.constant(shape, dtype);
    if (!this.hostHasRead) return numbers;
    const made = this.computed(shape, dtype, false);
    this.call(HOST_WRITE, elementNest(shape, ['host'], [inOrder(numbers), inOrder(made)]), [numbers, made]);
    this.output(made);
    return made;
  }

  /** Calls the constant under a tensor by a name, where it has none. */
  nameConstant(tensor: PlanTensor, name: string): void {
    const names = tensor.imaginary === undefined ? [name] : partNames(name);
    this.valuesOf(tensor).forEach((value, part) => {
      if (value.kind === 'constant') value.name ??= names[part];
    });
  }

  /** A value made from host numbers. */
  constant(shape: readonly number[], dtype: TracedDtype, name?: string): PlanTensor {
    const value: TraceValue = { size: sizeOf(shape), kind: 'constant', role: 'inputs' };
    return this.add(name === undefined ? value : { ...value, name }, shape, dtype);
  }

  /** A value made by a kernel: a temporary of it, until `output` says otherwise. */
  computed(shape: readonly number[], dtype: TracedDtype, zeroFilled: boolean): PlanTensor {
    const value: TraceValue = { size: sizeOf(shape), kind: 'computed', role: 'temporaries' };
    return this.add(zeroFilled ? { ...value, zeroFilled } : value, shape, dtype);
  }

  /** Notes that a kernel returns this tensor: its value, where the kernel made it, is what the phase says. */
  output(tensor: PlanTensor): void {
    for (const value of this.valuesOf(tensor)) {
      if (value.kind === 'computed' && value.role === 'temporaries') value.role = this.computedRole('output');
    }
  }

  /** From now on the data id stands for this tensor's storage. */
  bind(dataId: DataId, { shape: _, dtype: __, ...storage }: PlanTensor): void {
    this.storages.set(dataId, storage);
  }

  /** The storage under a tensor, of one from before the trace as `captureBy` has it; without, that throws InputError. */
  view(info: TensorInfo): PlanTensor {
    const dtype = tracedDtype('trace', info.dtype);
    const storage = this.storages.get(info.dataId);
    if (storage !== undefined) return { ...storage, shape: info.shape, dtype };
    if (!isConstantTensor(info.dataId)) return this.capture(info, dtype);
    const marked = this.constant(info.shape, dtype);
    this.bind(info.dataId, marked);
    return marked;
  }

  knows(dataId: DataId): boolean {
    return this.storages.has(dataId);
  }

  /** Elements of the whole storage under a tensor. */
  sizeOf({ value }: PlanTensor): number {
    return this.values[value].size;
  }

  isConstant(tensor: PlanTensor): boolean {
    return this.valuesOf(tensor).every(({ kind }) => kind === 'constant');
  }

  table(entries: readonly number[]): number {
    return this.tables.idOf(entries);
  }

  call(kernel: string, nest: Nest, tensors: readonly PlanTensor[]): void {
    const values = tensors.map(({ value }) => value);
    this.calls.push({ kernel, nest: this.nests.idOf(nest), values, ...this.place(kernel), ...this.lines.source() });
  }

  /** Counts what a kernel of constants alone reads, which is no call. */
  constantCall(kernel: string, nest: Nest, tensors: readonly PlanTensor[]): void {
    const values = tensors.map(({ value }) => this.values[value]);
    this.constantReads.addCall(kernel, readsBySlot(nest), values);
  }

  /** The name that a value has, of its own or of the constant that it was made of. */
  nameOf({ value, imaginary }: PlanTensor): string | undefined {
    // Of the parts of a complex tensor each has its own.
    return imaginary === undefined ? this.values[value].name : undefined;
  }

  /** The trace so far. Constants that no call reads are left out of it; one that is returned has no place to live on in. */
  finish(
    name: string,
    about: Trace['about'],
    args: readonly PlanTensor[],
    batchArguments: number,
    { results = [], state = [] }: Returned,
  ): Trace {
    const idsOf = (tensors: readonly PlanTensor[]) => tensors.flatMap(partsOf).map(({ value }) => value);
    const living = (tensors: readonly PlanTensor[]) =>
      idsOf(tensors).filter((value) => this.values[value].kind !== 'constant');
    const [lasting, kept] = [living(results), [...living(results), ...living(state)]];
    const used = new Set([...idsOf(args), ...kept, ...this.calls.flatMap(({ values }) => values)]);
    const renumbered = new Map([...used].sort((a, b) => a - b).map((value, index) => [value, index]));
    const renumber = (values: readonly number[]) => values.map((value) => renumbered.get(value) as number);
    const constantReads = this.constantReads.sorted();
    return {
      schema: TRACE_SCHEMA,
      name,
      about,
      values: [...renumbered.keys()].map((value) => this.values[value]),
      nests: this.nests.items,
      tables: this.tables.items,
      ...this.numberedLayers(this.calls.map((call) => ({ ...call, values: renumber(call.values) }))),
      arguments: renumber(idsOf(args)),
      batchArguments,
      returned: renumber(kept),
      ...(state.length === 0 || lasting.length === 0 ? {} : { results: lasting.length }),
      ...(constantReads.length === 0 ? {} : { constantReads }),
      ...this.ownPhaseRoles(),
      ...this.lines.sources(),
    };
  }

  private addHostRead(x: PlanTensor): void {
    const parts = partsOf(x).filter((part) => !this.isConstant(part));
    if (parts.length === 0) return;
    const walks = parts.map((part) => inOrder(reshaped(part, x.shape)));
    const body = elementLoops(x.shape, walks, (reads) => reads.map((read) => instruction('host', [read], null)));
    this.call('HostRead', { slots: parts.length, locals: 0, body }, parts);
  }

  /** What each value of a tensor is. */
  private valuesOf(tensor: PlanTensor): Mutable<TraceValue>[] {
    return partsOf(tensor).map(({ value }) => this.values[value]);
  }

  private add(value: TraceValue, shape: readonly number[], dtype: TracedDtype): PlanTensor {
    if (dtype === 'complex64') {
      const { name } = value;
      const named = name === undefined ? [value, value] : partNames(name).map((part) => ({ ...value, name: part }));
      const [real, imaginary] = named.map((part) => this.add({ ...part }, shape, 'float32'));
      return complexOf(real, imaginary);
    }
    this.values.push(value.kind === 'constant' ? value : { ...value, ...rowsOf(shape) });
    return { value: this.values.length - 1, offset: 0, shape, dtype, stored: dtype, declared: dtype };
  }
}
