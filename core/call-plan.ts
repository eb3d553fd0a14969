import { accessesOf, dimensionsOf, isInjective, rangeOf } from './access-map.ts';
import type { AddressSpace } from './address-space.ts';
import type { Access, Instruction, Loop, Node, Operand, Trip } from './nest.ts';
import { isLocal, isLoop } from './nest.ts';
import type { Granularity, KernelCall, Trace } from './trace.ts';

/** A read that leaves the stack alone: of a constant, or of a local that is a register. */
export const UNTRACKED = -1;

/**
 * What happens to a version after its last access in a body that stays where it is: it is read again (1), it ends (0),
 * or its call ends first and the element's last user decides.
 */
export const CALL_ENDS = 2;
export type Future = 0 | 1 | typeof CALL_ENDS;

/**
 * One stream of a body: the elements that one operand (or several with one and the same address) runs through. Streams
 * of a planned call never meet: two streams of one value have disjoint elements.
 */
export interface Stream {
  /** -1: a local. */
  readonly value: number;
  readonly base: number;
  /** Step per iteration of the body's own loop; 0: the stream stays on one element. */
  readonly stride: number;
  /** The loops around the body that move it, and by how much. */
  readonly depths: readonly number[];
  readonly steps: readonly number[];
  readonly isReadFirst: boolean;
  /** What a read of an element is that is not on the stack. */
  readonly offStack: 'constant' | 'argument' | 'error';
  /** Of a stream that stays: whether it is alive from one record to the next. */
  readonly livesOn: boolean;
  /** After the body's last record: the first loop that goes on decides, else `after`. */
  readonly revisits: readonly { readonly depth: number; readonly future: Future }[];
  readonly after: Future;
}

export interface BodyInstruction {
  readonly site: number;
  /** Streams, or UNTRACKED. */
  readonly reads: readonly number[];
  /** A stream, or UNTRACKED. */
  readonly write: number;
}

/** Instructions executed one after the other, as often as the loop at `depth` says; once where it is -1. */
export interface PlannedBody {
  readonly depth: number;
  readonly trip: Trip;
  readonly instructions: readonly BodyInstruction[];
  readonly streams: readonly Stream[];
  /** The streams that are read before they are written. */
  readonly readFirst: readonly number[];
  /** The streams whose life after the body depends on where the loops around it stand; the others' in `livingOn`. */
  readonly undecided: readonly number[];
  readonly livingOn: readonly number[];
}

export interface PlannedLoop {
  readonly depth: number;
  readonly trip: Trip;
  readonly nodes: readonly PlannedNode[];
  /** Of all bodies inside. */
  readonly streams: readonly Stream[];
}

/** All operands of a call with one address map: its range of addresses, which it shares with no other, and its steps. */
export interface OperandGroup {
  readonly low: number;
  readonly high: number;
  readonly steps: readonly number[];
}

/** A kernel call prepared for execution by runs. */
export interface CallPlan {
  readonly nodes: readonly PlannedNode[];
  readonly groups: readonly OperandGroup[];
}

export type PlannedNode = PlannedLoop | PlannedBody;

/** Streams of one body are bits of a 53-bit key, two each. */
const MAX_STREAMS = 24;
const MAX_READS = 8 * MAX_STREAMS;

/**
 * A kernel call prepared for execution by runs, or null where it has to be executed element by element: where two
 * operands may meet in an element without always meeting there (overlapping windows, one value under two maps), where
 * an operand may come back to an element in the loops that move it, or goes through a table. O(nodes * operands).
 */
export function planCall(
  trace: Trace,
  space: AddressSpace,
  call: KernelCall,
  granularity: Granularity,
): CallPlan | null {
  const nest = trace.nests[call.nest];
  const accesses = accessesOf(nest);
  if (accesses.some(({ access }) => access.table !== undefined)) return null;
  if (!accesses.every(({ loops }) => tripsArePositive(loops))) return null;
  const planner = new CallPlanner(trace, space, call, granularity);
  for (const { access, loops, isWrite } of accesses) {
    if (!planner.enter(access, loops, isWrite)) return null;
  }
  if (!planner.areDisjoint()) return null;
  return planner.plan();
}

function tripsArePositive(loops: readonly Loop[]): boolean {
  return loops.every(({ trip }) => {
    if (typeof trip === 'number') return true;
    const counter = loops[trip.block].trip;
    return typeof counter === 'number' && trip.size > trip.width * (counter - 1);
  });
}

/** All operands of a call with one address map. */
interface Group {
  readonly id: number;
  readonly value: number;
  readonly local: number;
  readonly signature: string;
  readonly low: number;
  readonly high: number;
}

interface TaggedLoop {
  readonly depth: number;
  readonly trip: Trip;
  /** Groups of locals that hold nothing at the start of an iteration. */
  readonly fresh: readonly number[];
  readonly nodes: readonly TaggedNode[];
}

interface TaggedInstruction {
  readonly site: number;
  readonly reads: readonly number[];
  readonly write: number;
  readonly operands: readonly (Access | null)[];
}

type TaggedNode = TaggedLoop | TaggedInstruction;

/** Where a node stands: its siblings, its place among them, and the loop they are the body of (null: the call). */
interface Place {
  readonly siblings: readonly TaggedNode[];
  readonly index: number;
  readonly loop: TaggedLoop | null;
}

class CallPlanner {
  private readonly groups: Group[] = [];
  private readonly groupOfLocal = new Map<number, number>();
  private readonly operandOf: Access[] = [];
  private sites = 0;
  private readonly trace: Trace;
  private readonly space: AddressSpace;
  private readonly call: KernelCall;
  private readonly granularity: Granularity;

  constructor(trace: Trace, space: AddressSpace, call: KernelCall, granularity: Granularity) {
    this.trace = trace;
    this.space = space;
    this.call = call;
    this.granularity = granularity;
  }

  /** Puts an operand into its group. False where its map may give one element twice. */
  enter(access: Access, loops: readonly Loop[], isWrite: boolean): boolean {
    const value = this.call.values[access.slot];
    if (this.trace.values[value].kind === 'constant') return !isWrite;
    const { dimensions } = dimensionsOf(loops, access.strides);
    if (!isInjective(dimensions) || !blocksAreWhole(loops, access.strides)) return false;
    const signature = signatureOf(value, access, loops);
    if (this.groups.some((group) => group.signature === signature)) return true;
    const { low, high } = rangeOf(this.space.baseOf[value] + access.base, dimensions);
    this.groups.push({ id: this.groups.length, value, local: -1, signature, low, high });
    // Steps along loops that are not around this operand, or run once, mean nothing to the others of its group.
    const strides = loops.map(({ trip }, depth) => (trip === 1 ? 0 : (access.strides[depth] ?? 0)));
    this.operandOf.push({ slot: access.slot, base: access.base, strides });
    return true;
  }

  /** Whether no two groups of one value can meet. */
  areDisjoint(): boolean {
    return this.groups.every((a) =>
      this.groups.every((b) => a === b || a.value !== b.value || a.high < b.low || b.high < a.low),
    );
  }

  plan(): CallPlan | null {
    const nest = this.trace.nests[this.call.nest];
    const tagged = this.tag(nest.body, []);
    const nodes = this.planNodes(tagged, []);
    if (nodes === null) return null;
    const groups = this.groups.map(({ id, low, high, value }) => ({
      low,
      high,
      steps: value === -1 ? [] : this.operandOf[id].strides,
    }));
    return { nodes, groups };
  }

  private tag(nodes: readonly Node[], loops: readonly Loop[]): TaggedNode[] {
    return nodes.flatMap((node): TaggedNode[] => {
      if (!isLoop(node)) return [this.tagInstruction(node, loops)];
      const inner = this.tag(node.body, [...loops, node]);
      if (node.trip === 0) return [];
      const fresh = this.granularity === 'register' ? [] : (node.fresh ?? []).map((local) => this.localGroup(local));
      return [{ depth: loops.length, trip: node.trip, fresh, nodes: inner }];
    });
  }

  private tagInstruction(node: Instruction, loops: readonly Loop[]): TaggedInstruction {
    const site = this.sites;
    this.sites += node.reads.length;
    const operands = [...node.reads, ...(node.write === null ? [] : [node.write])];
    const isReached = loops.every((loop) => loop.trip !== 0);
    const groups = operands.map((operand) => (isReached ? this.groupOf(operand, loops) : UNTRACKED));
    return {
      site,
      reads: groups.slice(0, node.reads.length),
      write: node.write === null ? UNTRACKED : groups[node.reads.length],
      operands: operands.map((operand) => (isLocal(operand) ? null : operand)),
    };
  }

  private groupOf(operand: Operand, loops: readonly Loop[]): number {
    if (isLocal(operand)) return this.granularity === 'register' ? UNTRACKED : this.localGroup(operand.local);
    const value = this.call.values[operand.slot];
    if (this.trace.values[value].kind === 'constant') return UNTRACKED;
    const signature = signatureOf(value, operand, loops);
    const group = this.groups.find((each) => each.signature === signature);
    if (group === undefined) throw new Error(`internal: ${this.call.kernel} has an operand in no group`);
    return group.id;
  }

  private localGroup(local: number): number {
    let id = this.groupOfLocal.get(local);
    if (id === undefined) {
      id = this.groups.length;
      this.groupOfLocal.set(local, id);
      const address = this.space.localBase + local;
      this.groups.push({ id, value: -1, local, signature: `local ${local}`, low: address, high: address });
      this.operandOf.push({ slot: -1, base: local, strides: [] });
    }
    return id;
  }

  private planNodes(nodes: readonly TaggedNode[], around: readonly Place[]): PlannedNode[] | null {
    const planned: PlannedNode[] = [];
    const loop = around.length === 0 ? null : innermostLoop(around);
    for (let index = 0; index < nodes.length; ) {
      const node = nodes[index];
      const place = { siblings: nodes, index, loop };
      if (!('nodes' in node)) {
        let end = index + 1;
        while (end < nodes.length && !('nodes' in nodes[end])) end++;
        const run = nodes.slice(index, end) as TaggedInstruction[];
        const body = this.body(run, -1, 1, [...around, { siblings: nodes, index: end - 1, loop }], null);
        if (body === null) return null;
        planned.push(body);
        index = end;
        continue;
      }
      index++;
      if (node.nodes.length === 0) continue;
      if (node.nodes.every((child) => !('nodes' in child))) {
        const run = node.nodes as readonly TaggedInstruction[];
        const body = this.body(run, node.depth, node.trip, [...around, place], node);
        if (body === null) return null;
        planned.push(body);
      } else {
        const inner = this.planNodes(node.nodes, [...around, place]);
        if (inner === null) return null;
        const streams = inner.flatMap((child) => child.streams);
        planned.push({ depth: node.depth, trip: node.trip, nodes: inner, streams });
      }
    }
    return planned;
  }

  private body(
    run: readonly TaggedInstruction[],
    depth: number,
    trip: Trip,
    places: readonly Place[],
    own: TaggedLoop | null,
  ): PlannedBody | null {
    const streamOf = new Map<number, number>();
    const order: number[] = [];
    const enter = (group: number): number => {
      if (group === UNTRACKED) return UNTRACKED;
      let stream = streamOf.get(group);
      if (stream === undefined) {
        stream = order.length;
        order.push(group);
        streamOf.set(group, stream);
      }
      return stream;
    };
    const instructions = run.map(({ site, reads, write }) => {
      const streams = reads.map(enter);
      return { site, reads: streams, write: enter(write) };
    });
    if (order.length > MAX_STREAMS || instructions.reduce((sum, { reads }) => sum + reads.length, 0) > MAX_READS) {
      return null;
    }
    const enclosing = places.flatMap(({ siblings, index }, level) => {
      const loop = siblings[index];
      return (level < places.length - 1 || own !== null) && 'nodes' in loop ? [loop] : [];
    });
    const streams = order.map((group) => this.stream(group, run, depth, places, own, enclosing));
    const those = (holds: (stream: Stream) => boolean): number[] =>
      [...streams.keys()].filter((s) => holds(streams[s]));
    const isDecided = ({ revisits, after }: Stream): boolean => revisits.length === 0 && after !== CALL_ENDS;
    return {
      depth,
      trip,
      instructions,
      streams,
      readFirst: those((stream) => stream.isReadFirst),
      undecided: those((stream) => !isDecided(stream)),
      livingOn: those((stream) => isDecided(stream) && stream.after === 1),
    };
  }

  private stream(
    id: number,
    run: readonly TaggedInstruction[],
    depth: number,
    places: readonly Place[],
    own: TaggedLoop | null,
    enclosing: readonly TaggedLoop[],
  ): Stream {
    const group = this.groups[id];
    const isOfLocal = group.value === -1;
    const { base, strides } = this.operandOf[id];
    const stepAt = (k: number): number => strides[k] ?? 0;
    const moving = enclosing.filter((loop) => loop.depth !== depth && stepAt(loop.depth) !== 0);
    const stride = depth === -1 ? 0 : stepAt(depth);
    const value = isOfLocal ? null : this.trace.values[group.value];
    const { revisits, after } = this.futureOf(id, places, stepAt);
    return {
      value: group.value,
      base: (isOfLocal ? this.space.localBase : this.space.baseOf[group.value]) + base,
      stride,
      depths: moving.map((loop) => loop.depth),
      steps: moving.map((loop) => stepAt(loop.depth)),
      isReadFirst: firstIn(run, id) === 1,
      offStack: value === null || value.zeroFilled ? 'constant' : value.kind === 'argument' ? 'argument' : 'error',
      livesOn: own !== null && stride === 0 && firstInLoop(own, id) === 1,
      revisits,
      after,
    };
  }

  /** What comes after the last access of a group in the node at the innermost place, when that node has ended. */
  private futureOf(
    id: number,
    places: readonly Place[],
    stepAt: (depth: number) => number,
  ): { revisits: { depth: number; future: Future }[]; after: Future } {
    const revisits: { depth: number; future: Future }[] = [];
    for (let level = places.length - 1; level >= 0; level--) {
      const { siblings, index, loop } = places[level];
      const next = firstIn(siblings.slice(index + 1), id);
      if (next !== null) return { revisits, after: next };
      if (loop !== null && (stepAt(loop.depth) === 0 || loop.trip === 1)) {
        const again = firstInLoop(loop, id);
        if (again !== null) revisits.push({ depth: loop.depth, future: again });
      }
    }
    return { revisits, after: this.groups[id].value === -1 ? 0 : CALL_ENDS };
  }
}

function innermostLoop(around: readonly Place[]): TaggedLoop {
  const { siblings, index } = around[around.length - 1];
  const loop = siblings[index];
  if (!('nodes' in loop)) throw new Error('internal: an instruction has a body');
  return loop;
}

/** The first access of a group in nodes that are executed at least once: 1 a read, 0 a write or an emptied local. */
function firstIn(nodes: readonly TaggedNode[], id: number): 0 | 1 | null {
  for (const node of nodes) {
    if ('nodes' in node) {
      const first = firstInLoop(node, id);
      if (first !== null) return first;
    } else {
      if (node.reads.includes(id)) return 1;
      if (node.write === id) return 0;
    }
  }
  return null;
}

function firstInLoop(loop: TaggedLoop, id: number): 0 | 1 | null {
  return loop.fresh.includes(id) ? 0 : firstIn(loop.nodes, id);
}

/** An address map, equal for operands that meet in every element they have. */
function signatureOf(value: number, access: Access, loops: readonly Loop[]): string {
  const moves = loops.flatMap(({ trip }, depth) => {
    const step = access.strides[depth] ?? 0;
    return step === 0 || trip === 1 ? [] : [`${depth}:${step}:${JSON.stringify(trip)}`];
  });
  return `${value}@${access.base} ${moves.join(' ')}`;
}

/** Whether no block that moves the access is counted by a loop that does not, unless all blocks are equally long. */
function blocksAreWhole(loops: readonly Loop[], strides: readonly number[]): boolean {
  return loops.every(({ trip }, depth) => {
    if (typeof trip === 'number' || (strides[depth] ?? 0) === 0) return true;
    return (strides[trip.block] ?? 0) !== 0 || trip.size % trip.width === 0;
  });
}
