import type { DataId, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import type { Nest } from '../../core/trace/nest.ts';
import type { PhaseRole } from '../../core/trace/phase-roles.ts';
import { EPILOGUE, PHASE_ROLES, phaseRole } from '../../core/trace/phase-roles.ts';
import type { KernelCall, Role, Trace, TraceValue } from '../../core/trace/trace.ts';
import { TRACE_SCHEMA } from '../../core/trace/trace.ts';
import { elementLoops, inOrder, instruction } from '../kernel-models/model/element-loops.ts';
import type { PlanTensor, TracedDtype } from '../kernel-models/model/kernel-model.ts';
import { sizeOf, tracedDtype } from '../kernel-models/model/kernel-model.ts';
import type { LabelListener } from './labels.ts';

/** Where a tensor's elements live: a stretch of a value. Tensors that alias share it. */
type Storage = Pick<PlanTensor, 'value' | 'offset' | 'stored'>;

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

/** What the values computed in a phase are, by its role. */
const COMPUTED_ROLES: Readonly<Record<PhaseRole, Role>> = {
  batch: 'inputs',
  forward: 'activations',
  'second forward': 'activations',
  're-forward': 'activations',
  normalise: 'activations',
  loss: 'activations',
  gradient: 'gradients',
  backward: 'gradients',
  optimiser: 'optimiser state',
  predict: 'activations',
  epilogue: 'activations',
  other: 'activations',
};

/**
 * Builds a trace while kernels run. Values are pieces of storage, known by the data id of the tensors over them; equal
 * nests and equal tables are kept once. Every call needs a phase: that of the labels, or `defaultPhase` outside them.
 */
export class TraceRecorder implements LabelListener {
  private readonly values: Mutable<TraceValue>[] = [];
  private readonly calls: KernelCall[] = [];
  private readonly nests = new Interned<Nest>();
  private readonly tables = new Interned<readonly number[]>();
  private readonly storages = new WeakMap<DataId, Storage>();
  private readonly phases: string[] = [];
  private readonly phaseRoles = new Map<string, PhaseRole>();
  private readonly layers: number[] = [];
  private readonly iterations: number[] = [];
  private readonly readByHost = new Set<DataId>();
  private readonly defaultPhase: string | null;

  constructor(defaultPhase: string | null) {
    this.defaultPhase = defaultPhase;
    if (defaultPhase !== null) this.phaseRoles.set(defaultPhase, phaseRole(defaultPhase));
  }

  enterPhase(name: string, given: PhaseRole | undefined): void {
    const known = this.phaseRoles.get(name);
    const role = given ?? known ?? phaseRole(name);
    if (!PHASE_ROLES.includes(role)) {
      throw new InputError(`phase ${name}: there is no role ${role}; use one of ${PHASE_ROLES.join(', ')}`);
    }
    if (known !== undefined && known !== role) {
      throw new InputError(
        `phase ${name}: its role was ${known} before and is ${role} now; name one of them otherwise`,
      );
    }
    if (name === EPILOGUE) {
      throw new InputError(`phase ${name}: is what reading the returned values is called; name it otherwise`);
    }
    this.phaseRoles.set(name, role);
    this.phases.push(name);
  }

  leavePhase(): void {
    this.phases.pop();
  }

  enterLayer(index: number): void {
    this.layers.push(index);
  }

  leaveLayer(): void {
    this.layers.pop();
  }

  enterIteration(index: number): void {
    this.iterations.push(index);
  }

  leaveIteration(): void {
    this.iterations.pop();
  }

  setRole(role: Role, tensor: Tensor): void {
    const value = this.values[this.view(tensor).value];
    if (value.kind !== 'constant') value.role = role;
  }

  hostRead(tensor: Tensor): void {
    this.readByHost.add(tensor.dataId);
    const x = this.view(tensor);
    if (this.isConstant(x)) return;
    const body = elementLoops(x.shape, [inOrder(x)], (reads) => [instruction('host', reads, null)]);
    this.call('HostRead', { slots: 1, locals: 0, body }, [x]);
  }

  wasReadByHost(tensor: Tensor): boolean {
    return this.readByHost.has(tensor.dataId);
  }

  /** A value that exists before the first call. */
  argument(shape: readonly number[], dtype: TracedDtype, role: Role, name: string): PlanTensor {
    return this.add({ size: sizeOf(shape), kind: 'argument', role, name }, shape, dtype);
  }

  /** A value made from host numbers. */
  constant(shape: readonly number[], dtype: TracedDtype): PlanTensor {
    return this.add({ size: sizeOf(shape), kind: 'constant', role: 'inputs' }, shape, dtype);
  }

  /** A value made by a kernel: a temporary of it, until `output` says otherwise. */
  computed(shape: readonly number[], dtype: TracedDtype, zeroFilled: boolean): PlanTensor {
    const value: TraceValue = { size: sizeOf(shape), kind: 'computed', role: 'temporaries' };
    return this.add(zeroFilled ? { ...value, zeroFilled } : value, shape, dtype);
  }

  /** Notes that a kernel returns this tensor: its value, where the kernel made it, is what the phase says. */
  output(tensor: PlanTensor): void {
    const value = this.values[tensor.value];
    if (value.kind === 'computed' && value.role === 'temporaries') {
      value.role = COMPUTED_ROLES[this.phaseRoles.get(this.phase('output')) ?? 'other'];
    }
  }

  /** From now on the data id stands for this tensor's storage. */
  bind(dataId: DataId, { value, offset, stored }: PlanTensor): void {
    this.storages.set(dataId, { value, offset, stored });
  }

  knows(dataId: DataId): boolean {
    return this.storages.has(dataId);
  }

  /** The storage under a tensor. Throws Error for one that was made before the trace and is no argument of it. */
  view(info: TensorInfo): PlanTensor {
    const dtype = tracedDtype('trace', info.dtype);
    const storage = this.storages.get(info.dataId);
    if (storage === undefined) {
      throw new Error(
        `trace: a tensor ${dtype}[${info.shape}] was made before the trace and is no argument of it; ` +
          'pass it in, or mark it with constantTensor if it is made of host numbers',
      );
    }
    return { ...storage, shape: info.shape, dtype };
  }

  isConstant({ value }: PlanTensor): boolean {
    return this.values[value].kind === 'constant';
  }

  table(entries: readonly number[]): number {
    return this.tables.idOf(entries);
  }

  call(kernel: string, nest: Nest, tensors: readonly PlanTensor[]): void {
    const iteration = this.iterations.at(-1);
    this.calls.push({
      kernel,
      nest: this.nests.idOf(nest),
      values: tensors.map(({ value }) => value),
      phase: this.phase(kernel),
      layer: this.layers.at(-1) ?? null,
      ...(iteration === undefined ? {} : { iteration }),
    });
  }

  /** The trace so far. Constants that no call reads are left out of it. */
  finish(
    name: string,
    about: Trace['about'],
    args: readonly PlanTensor[],
    batchArguments: number,
    returned: readonly PlanTensor[],
  ): Trace {
    const given = [...this.phaseRoles].filter(([phase, role]) => role !== phaseRole(phase));
    const idsOf = (tensors: readonly PlanTensor[]) => tensors.map(({ value }) => value);
    const used = new Set([...idsOf(args), ...idsOf(returned), ...this.calls.flatMap(({ values }) => values)]);
    const renumbered = new Map([...used].sort((a, b) => a - b).map((value, index) => [value, index]));
    const renumber = (values: readonly number[]) => values.map((value) => renumbered.get(value) as number);
    return {
      schema: TRACE_SCHEMA,
      name,
      about,
      values: [...renumbered.keys()].map((value) => this.values[value]),
      nests: this.nests.items,
      tables: this.tables.items,
      calls: this.calls.map((call) => ({ ...call, values: renumber(call.values) })),
      arguments: renumber(idsOf(args)),
      batchArguments,
      returned: renumber(idsOf(returned)),
      ...(given.length === 0 ? {} : { phaseRoles: Object.fromEntries(given) }),
    };
  }

  private add(value: TraceValue, shape: readonly number[], dtype: TracedDtype): PlanTensor {
    this.values.push(value);
    return { value: this.values.length - 1, offset: 0, shape, dtype, stored: dtype };
  }

  private phase(kernel: string): string {
    const phase = this.phases.at(-1) ?? this.defaultPhase;
    if (phase === null) {
      throw new Error(`trace: unlabelled read: ${kernel} runs outside every phase; run it inside phase(name, ...)`);
    }
    return phase;
  }
}

/** Items numbered from 0, equal ones once. */
class Interned<T> {
  readonly items: T[] = [];
  private readonly ids = new Map<string, number>();

  idOf(item: T): number {
    const key = JSON.stringify(item);
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    this.ids.set(key, this.items.length);
    this.items.push(item);
    return this.items.length - 1;
  }
}
