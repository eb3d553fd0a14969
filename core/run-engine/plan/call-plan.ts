import type { ExpansionContext } from '../../element-engine/expansion.ts';
import { accessesOf } from '../../trace/access-map.ts';
import type { Loop } from '../../trace/nest.ts';
import { dependsOn, isAffine, isBlock } from '../../trace/nest.ts';
import type { KernelCall, Trace } from '../../trace/trace.ts';
import type { GroupedInstruction, GroupedLoop, GroupedNode, Place, StreamFuture } from './grouped-nest.ts';
import { CALL_ENDS, futureOf, groupNest, READ_AGAIN, readsFirst } from './grouped-nest.ts';
import { LastRuns } from './last-runs.ts';
import { OperandGroups, UNTRACKED } from './operand-groups.ts';
import type { PlannedBody, PlannedNode, Stream } from './planned-nodes.ts';
import { MAX_READS, MAX_STREAMS } from './planned-nodes.ts';

/** A kernel call prepared for execution by runs. */
export interface CallPlan {
  readonly nodes: readonly PlannedNode[];
  /** null where no streams overlap. */
  readonly lastRuns: LastRuns | null;
}

/**
 * A kernel call prepared for execution by runs, or null where it has to be executed element by element (D18, D23):
 * where streams meet within a run without always meeting there (a recurrence, one value under two maps), where streams
 * overlap and one writes before it reads what was touched before (D50), where an operand goes through a table, or where what
 * becomes of a local depends on which loops run at all. O(nodes * operands), and O(runs and elements of streams that overlap) where some do.
 */
export function planCall(context: ExpansionContext, call: KernelCall): CallPlan | null {
  const { trace, space, granularity } = context;
  const nest = trace.nests[call.nest];
  const accesses = accessesOf(nest);
  if (accesses.some(({ access }) => access.table !== undefined)) return null;
  if (!accesses.every(({ loops }) => tripsArePositive(loops))) return null;
  const groups = new OperandGroups(context, call);
  for (const { access, loops } of accesses) groups.enter(access, loops);
  groups.enterUneven(accesses);
  const nodes = new CallPlanner(trace, groups).nodes(groupNest(nest, groups, granularity), []);
  if (nodes === null) return null;
  let lastRuns: LastRuns | null = null;
  if (groups.overlapping.size > 0) {
    lastRuns = LastRuns.of(nodes, trace, space, groups.overlapping);
    if (lastRuns === null) return null;
  }
  return { nodes, lastRuns };
}

function tripsArePositive(loops: readonly Loop[]): boolean {
  return loops.every(({ trip }) => {
    if (!isBlock(trip)) return true;
    const counter = loops[trip.block].trip;
    return typeof counter === 'number' && trip.size > trip.width * (counter - 1);
  });
}

class CallPlanner {
  private readonly trace: Trace;
  private readonly groups: OperandGroups;

  constructor(trace: Trace, groups: OperandGroups) {
    this.trace = trace;
    this.groups = groups;
  }

  nodes(nodes: readonly GroupedNode[], around: readonly Place[]): PlannedNode[] | null {
    const planned: PlannedNode[] = [];
    const loop = around.length === 0 ? null : innermostLoop(around);
    for (let index = 0; index < nodes.length; ) {
      const node = nodes[index];
      const place = { siblings: nodes, index, loop };
      if (!('nodes' in node)) {
        let end = index + 1;
        while (end < nodes.length && !('nodes' in nodes[end])) end++;
        const run = nodes.slice(index, end) as GroupedInstruction[];
        const body = this.body(run, [...around, { siblings: nodes, index: end - 1, loop }], null);
        if (body === null) return null;
        planned.push(body);
        index = end;
        continue;
      }
      index++;
      if (node.nodes.length === 0 && node.fresh.length === 0) continue;
      if (node.nodes.length > 0 && node.nodes.every((child) => !('nodes' in child))) {
        const run = node.nodes as readonly GroupedInstruction[];
        const body = this.body(run, [...around, place], node);
        if (body === null) return null;
        planned.push(body);
      } else {
        const inner = this.nodes(node.nodes, [...around, place]);
        if (inner === null) return null;
        const streams = inner.flatMap((child) => child.streams);
        planned.push({
          depth: node.depth,
          trip: node.trip,
          isUneven: decidesAffineTrips(node.nodes, node.depth),
          nodes: inner,
          streams,
          groups: [...new Set(streams.map(({ group }) => group))],
          fresh: this.addressesOf(node),
        });
      }
    }
    return planned;
  }

  /** `own`: the loop around the instructions alone, null where they are executed once. */
  private body(
    run: readonly GroupedInstruction[],
    places: readonly Place[],
    own: GroupedLoop | null,
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
    const enclosing = places.slice(0, -1).flatMap(({ siblings, index }) => {
      const loop = siblings[index];
      return 'nodes' in loop ? [loop] : [];
    });
    const streams: Stream[] = [];
    for (const group of order) {
      const stream = this.stream(group, run, places, own, enclosing);
      if (stream === null) return null;
      streams.push(stream);
    }
    const those = (holds: (stream: Stream) => boolean): number[] =>
      [...streams.keys()].filter((s) => holds(streams[s]));
    const isDecided = ({ revisits, after }: Stream): boolean => revisits.length === 0 && after !== CALL_ENDS;
    return {
      depth: own?.depth ?? -1,
      trip: own?.trip ?? 1,
      instructions,
      streams,
      readFirst: those((stream) => stream.isReadFirst),
      anewStaying: those(({ startsAnew, stride }) => startsAnew && stride === 0),
      anewMoving: those(({ startsAnew, stride }) => startsAnew && stride !== 0),
      undecided: those((stream) => !isDecided(stream)),
      livingOn: those((stream) => isDecided(stream) && stream.after === READ_AGAIN),
      overlaps: streams.some(({ overlaps }) => overlaps),
      fresh: own === null ? [] : this.addressesOf(own),
    };
  }

  private addressesOf({ fresh }: GroupedLoop): number[] {
    return fresh.map((local) => this.groups.all[local].base);
  }

  private stream(
    id: number,
    run: readonly GroupedInstruction[],
    places: readonly Place[],
    own: GroupedLoop | null,
    enclosing: readonly GroupedLoop[],
  ): Stream | null {
    const group = this.groups.all[id];
    const isLocal = group.value === -1;
    const stepAt = (k: number): number => group.strides[k] ?? 0;
    const moving = enclosing.filter((loop) => stepAt(loop.depth) !== 0);
    const stride = own === null ? 0 : stepAt(own.depth);
    const value = isLocal ? null : this.trace.values[group.value];
    const overlaps = this.groups.overlapping.has(group.value);
    const isReadFirst = readsFirst(run, id);
    const livesOn = own !== null && stride === 0 && isReadFirst && !own.fresh.includes(id);
    const future: StreamFuture | null = overlaps
      ? { revisits: [], after: CALL_ENDS }
      : futureOf(id, isLocal, places, stepAt);
    if (future === null) return null;
    return {
      group,
      value: group.value,
      base: group.base,
      stride,
      depths: moving.map((loop) => loop.depth),
      steps: moving.map((loop) => stepAt(loop.depth)),
      isReadFirst,
      startsAnew: own !== null && stride === 0 ? !livesOn : !isReadFirst,
      offStack: value === null || value.zeroFilled ? 'constant' : value.kind === 'argument' ? 'argument' : 'error',
      livesOn,
      overlaps,
      ...future,
    };
  }
}

/** Whether an affine trip in these nodes depends on the loop at a depth: then its iterations differ in length (D37). */
function decidesAffineTrips(nodes: readonly GroupedNode[], depth: number): boolean {
  return nodes.some(
    (node) =>
      'nodes' in node &&
      ((isAffine(node.trip) && dependsOn(node.trip, depth)) || decidesAffineTrips(node.nodes, depth)),
  );
}

function innermostLoop(around: readonly Place[]): GroupedLoop {
  const { siblings, index } = around[around.length - 1];
  const loop = siblings[index];
  if (!('nodes' in loop)) throw new Error('internal: an instruction has a body');
  return loop;
}
