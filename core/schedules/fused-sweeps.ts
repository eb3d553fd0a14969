import { bytesOfValue } from '../cells/element-sizes.ts';
import { ELEMENT_BYTES } from '../cost/pricing.ts';
import { isInjective } from '../trace/access-map.ts';
import type { Instruction, Nest, Node, Operand } from '../trace/nest.ts';
import type { KernelCall, Trace } from '../trace/trace.ts';
import { usesOf } from './dead-calls.ts';
import type { ElementSweep, SweepOperand } from './element-sweep.ts';
import { commonAxes, refined, sweepOf } from './element-sweep.ts';

/** `elements`: operands walk through all elements in order, or are constants; `broadcasts`: whatever their maps. */
export const FUSIONS = ['elements', 'broadcasts'] as const;
export type Fusion = (typeof FUSIONS)[number];

/** Calls that are executed together: what all of them do at an element, before any does it at the next. */
interface FusedGroup {
  readonly calls: readonly KernelCall[];
  readonly sweeps: readonly ElementSweep[];
}

/**
 * The trace with neighbouring element-wise calls made one, as a compiler fuses them, and values that only such a group
 * knows kept in locals. A call joins a group where it has as many iterations, and where what either writes and the other
 * touches lies under one map, one iteration to an element: then each iteration finds what it found before, and every
 * element is computed from the same operands by the same operations, bit for bit. A fused call stands in phase and layer of its first,
 * its instructions keep their lines. O(calls * operands squared of a group).
 */
export function withFusedSweeps(trace: Trace, fusion: Fusion): Trace {
  const nests = [...trace.nests];
  const calls: KernelCall[] = [];
  const users = usersOf(trace);
  for (const { calls: together, sweeps } of groupsOf(trace, fusion)) {
    if (together.length === 1) {
      calls.push(together[0]);
      continue;
    }
    const { nest, values } = new SweepFuser(trace, together, sweeps, users).fuse();
    calls.push({ ...together[0], kernel: 'Fused', nest: nests.length, values });
    nests.push(nest);
  }
  return { ...trace, nests, calls };
}

function groupsOf(trace: Trace, fusion: Fusion): FusedGroup[] {
  const groups: FusedGroup[] = [];
  for (const call of trace.calls) {
    const sweep = sweepOf(trace, call);
    const isOpen = sweep !== null && (fusion === 'broadcasts' || walksElements(trace, sweep));
    const last = groups.at(-1);
    const wider = isOpen && last !== undefined ? widened(last, call, sweep) : null;
    if (wider !== null) groups[groups.length - 1] = wider;
    else groups.push({ calls: [call], sweeps: isOpen ? [sweep] : [] });
  }
  return groups;
}

/** Whether every operand walks through all iterations in order, or is one constant element. */
function walksElements(trace: Trace, { axes, instructions }: ElementSweep): boolean {
  if (axes.length > 1) return false;
  return instructions
    .flatMap(({ reads, write }) => [...reads, write])
    .every((operand) => {
      if (!('steps' in operand)) return false;
      if (operand.steps.every((step) => step === 0)) return trace.values[operand.value].kind === 'constant';
      return operand.base === 0 && operand.steps[0] === 1;
    });
}

function widened({ calls, sweeps }: FusedGroup, call: KernelCall, sweep: ElementSweep): FusedGroup | null {
  if (sweeps.length === 0) return null;
  const axes = commonAxes(sweeps[0].axes, sweep.axes);
  if (axes === null) return null;
  const finer = sweeps.map((each) => refined(each, axes));
  const next = refined(sweep, axes);
  if (!finer.every((each) => mayInterleave(each, next))) return null;
  return { calls: [...calls, call], sweeps: [...finer, next] };
}

/** Whether what one sweep writes and the other touches is, element by element, of the same iteration. */
function mayInterleave(one: ElementSweep, other: ElementSweep): boolean {
  const mapsOf = ({ instructions }: ElementSweep) =>
    instructions.flatMap(({ reads, write }) => [
      ...reads.map((operand) => ({ operand, isWrite: false })),
      { operand: write, isWrite: true },
    ]);
  return mapsOf(one).every((a) =>
    mapsOf(other).every((b) => {
      if (!('steps' in a.operand) || !('steps' in b.operand)) return true;
      if (a.operand.value !== b.operand.value || !(a.isWrite || b.isWrite)) return true;
      return isSameMap(a.operand, b.operand) && isOneToOne(a.operand, one.axes);
    }),
  );
}

function isOneToOne(operand: SweepOperand, axes: readonly number[]): boolean {
  if (!('steps' in operand) || operand.steps.includes(0)) return false;
  return isInjective(axes.map((count, axis) => ({ step: operand.steps[axis], count })));
}

function isSameMap(a: SweepOperand, b: SweepOperand): boolean {
  if (!('steps' in a) || !('steps' in b)) return false;
  return a.base === b.base && a.steps.every((step, axis) => step === b.steps[axis]);
}

/** By value: how many calls touch it. */
function usersOf(trace: Trace): ReadonlyMap<number, number> {
  const users = new Map<number, number>();
  for (const call of trace.calls) {
    const { read, written } = usesOf(trace, call);
    for (const value of new Set([...read, ...written])) users.set(value, (users.get(value) ?? 0) + 1);
  }
  return users;
}

class SweepFuser {
  private readonly slots = new Map<number, number>();
  private readonly localBytes: number[] = [];
  private readonly contracted = new Map<number, number>();
  private readonly trace: Trace;
  private readonly calls: readonly KernelCall[];
  private readonly sweeps: readonly ElementSweep[];

  constructor(
    trace: Trace,
    calls: readonly KernelCall[],
    sweeps: readonly ElementSweep[],
    users: ReadonlyMap<number, number>,
  ) {
    this.trace = trace;
    this.calls = calls;
    this.sweeps = sweeps;
    for (const value of this.temporaries(users)) {
      this.contracted.set(value, this.localBytes.length);
      this.localBytes.push(bytesOfValue(trace.values[value]));
    }
  }

  fuse(): { nest: Nest; values: readonly number[] } {
    const { sweeps, calls, slots, localBytes } = this;
    const body = sweeps.flatMap((sweep, index) => this.instructionsOf(sweep, calls[index]));
    const fresh = localBytes.map((_, local) => local);
    const { axes } = sweeps[0];
    const nodes = axes.reduceRight<readonly Node[]>(
      (inside, trip, axis) => [
        axis === axes.length - 1 && fresh.length > 0 ? { trip, fresh, body: inside } : { trip, body: inside },
      ],
      body,
    );
    const isOfOneSize = localBytes.every((bytes) => bytes === ELEMENT_BYTES);
    const nest = { slots: slots.size, locals: fresh.length, ...(isOfOneSize ? {} : { localBytes }), body: nodes };
    return { nest, values: [...slots.keys()] };
  }

  /** Values that nobody but the group knows, each written once and read afterwards, by the iteration that wrote it. */
  private *temporaries(users: ReadonlyMap<number, number>): Iterable<number> {
    const { trace, calls, sweeps } = this;
    const inside = usersOf({ ...trace, calls });
    for (const [value, touching] of inside) {
      const { kind } = trace.values[value];
      if (kind !== 'computed' || trace.returned.includes(value) || users.get(value) !== touching) continue;
      const all = sweeps.flatMap(({ instructions }) =>
        instructions.flatMap(({ reads, write }) => [
          ...reads.map((operand) => ({ operand, isWrite: false })),
          { operand: write, isWrite: true },
        ]),
      );
      const touches = all.filter(({ operand }) => 'value' in operand && operand.value === value);
      const [first] = touches;
      const isOneValue = touches.filter(({ isWrite }) => isWrite).length === 1;
      if (first.isWrite && isOneValue && touches.every(({ operand }) => isSameMap(operand, first.operand))) yield value;
    }
  }

  private instructionsOf({ instructions }: ElementSweep, call: KernelCall): Instruction[] {
    const { localBytes: sizes } = this.trace.nests[call.nest];
    const ownLocals = new Map<number, number>();
    const localOf = (local: number): number => {
      const known = ownLocals.get(local);
      if (known !== undefined) return known;
      const next = this.localBytes.length;
      ownLocals.set(local, next);
      this.localBytes.push(sizes?.[local] ?? ELEMENT_BYTES);
      return next;
    };
    const operandOf = (operand: SweepOperand): Operand => {
      if (!('steps' in operand)) return { local: localOf(operand.local) };
      const local = this.contracted.get(operand.value);
      if (local !== undefined) return { local };
      const slot = this.slots.get(operand.value) ?? this.slots.size;
      this.slots.set(operand.value, slot);
      return { slot, base: operand.base, strides: operand.steps };
    };
    return instructions.map(({ instruction, reads, write }) => {
      const source = instruction.source ?? call.source;
      return {
        ...instruction,
        ...(source === undefined ? {} : { source }),
        reads: reads.map(operandOf),
        write: operandOf(write),
      };
    });
  }
}
