import type { AddressSpace } from '../../trace/address-space.ts';
import type { Trip } from '../../trace/nest.ts';
import { dependsOn, MAX_LOOPS, tripCount } from '../../trace/nest.ts';
import type { Trace } from '../../trace/trace.ts';
import type { PlannedNode, Stream } from './planned-nodes.ts';
import { addressOf, stepAt } from './planned-nodes.ts';

const NEVER = -1;
const MOST_RUNS = 2 ** 31 - 1;

/** A stream that overlaps. */
interface WalkedStream {
  readonly stream: Stream;
  readonly base: number;
  readonly lastRun: Int32Array;
  /** Whether it is entered in every run: others are only where nothing later comes to the same elements for sure. */
  readonly inOrder: boolean;
  /** Loops that do not move it and are not in their last iteration. */
  waits: number;
}

interface WalkedBody {
  readonly trip: Trip;
  readonly streams: readonly WalkedStream[];
}

interface WalkedLoop {
  readonly depth: number;
  readonly trip: Trip;
  readonly nodes: readonly WalkedNode[];
  /** Of all bodies inside, and of these the ones that each iteration moves over the same elements. */
  readonly streams: readonly WalkedStream[];
  readonly staying: readonly WalkedStream[];
  /** Runs of an iteration, null where that depends on the iteration of some loop. */
  readonly runs: number | null;
}

type WalkedNode = WalkedBody | WalkedLoop;

/**
 * Which run of a call touches each element last, for values whose streams overlap: windows, sums into overlapping
 * places, a row read twice in two ways (D23). Runs of bodies with such streams are numbered in the order of execution,
 * from 0. 4 bytes an element of these values.
 */
export class LastRuns {
  /** By value, where its streams overlap: the last run, by address less `base`. */
  private readonly lastRun = new Map<number, Int32Array>();
  private readonly base = new Map<number, number>();
  private readonly variables = new Int32Array(MAX_LOOPS);
  private runs = 0;

  private constructor(trace: Trace, space: AddressSpace, values: Iterable<number>) {
    for (const value of values) {
      this.lastRun.set(value, new Int32Array(trace.values[value].size).fill(NEVER));
      this.base.set(value, space.baseOf[value]);
    }
  }

  /**
   * Goes through these runs of a call, as far as they may be the last (D75), or returns null where streams of a run meet,
   * where one that writes before it reads comes to what an earlier run touched, or where runs are more than 2^31.
   */
  static of(
    nodes: readonly PlannedNode[],
    trace: Trace,
    space: AddressSpace,
    values: Iterable<number>,
  ): LastRuns | null {
    const lastRuns = new LastRuns(trace, space, values);
    const inOrder = new Set<number>();
    findInOrder(nodes, inOrder);
    return lastRuns.execute(lastRuns.walked(nodes, inOrder)) ? lastRuns : null;
  }

  /** By address less `base`, the last run that touches an element of a value. */
  of(value: number): { base: number; lastRun: Int32Array } {
    const lastRun = this.lastRun.get(value);
    const base = this.base.get(value);
    if (lastRun === undefined || base === undefined) throw new Error(`internal: no streams of value ${value} overlap`);
    return { base, lastRun };
  }

  private walked(nodes: readonly PlannedNode[], inOrder: ReadonlySet<number>): WalkedNode[] {
    return nodes.flatMap((node): WalkedNode[] => {
      const { depth, trip } = node;
      if (!node.streams.some(({ overlaps }) => overlaps)) return [];
      if ('instructions' in node) {
        const overlapping = node.streams.filter(({ overlaps }) => overlaps);
        const streams = overlapping.map((stream) => {
          return { stream, ...this.of(stream.value), inOrder: inOrder.has(stream.value), waits: 0 };
        });
        return [{ trip, streams }];
      }
      const inside = this.walked(node.nodes, inOrder);
      const streams = inside.flatMap((child) => child.streams);
      const mayStay = !decidesTrips(node.nodes, depth);
      const staying = streams.filter((each) => mayStay && !each.inOrder && stepAt(each.stream, depth) === 0);
      return [{ depth, trip, nodes: inside, streams, staying, runs: runsOf(inside) }];
    });
  }

  private execute(nodes: readonly WalkedNode[]): boolean {
    const { variables } = this;
    for (const node of nodes) {
      const trip = tripCount(node.trip, variables);
      if (!('nodes' in node)) {
        if (!this.enter(node, trip)) return false;
        continue;
      }
      const { depth, streams, staying, runs } = node;
      for (const stream of staying) stream.waits++;
      let v = 0;
      if (runs !== null && trip > 1 && allWait(streams)) {
        this.runs += (trip - 1) * runs;
        v = trip - 1;
      }
      for (; v < trip - 1; v++) {
        variables[depth] = v;
        if (!this.execute(node.nodes)) return false;
      }
      for (const stream of staying) stream.waits--;
      if (v >= trip) continue;
      variables[depth] = v;
      if (!this.execute(node.nodes)) return false;
    }
    return true;
  }

  private enter({ streams }: WalkedBody, trip: number): boolean {
    const run = this.runs++;
    if (run >= MOST_RUNS) return false;
    if (trip === 0) return true;
    for (let s = 0; s < streams.length; s++) {
      const { stream, base, lastRun, inOrder, waits } = streams[s];
      if (waits > 0) continue;
      const { stride, isReadFirst } = stream;
      const first = addressOf(stream, this.variables);
      if (inOrder && meetsOther(streams, s, first, trip, this.variables)) return false;
      const count = stride === 0 ? 1 : trip;
      for (let i = 0, at = first - base; i < count; i++, at += stride) {
        // What is touched again is taken to be read again.
        if (!isReadFirst && lastRun[at] !== NEVER) return false;
        lastRun[at] = run;
      }
    }
    return true;
  }
}

/** Values for which it matters what each run finds: where streams may meet within a run, or write before they read. */
function findInOrder(nodes: readonly PlannedNode[], found: Set<number>): void {
  for (const node of nodes) {
    if ('nodes' in node) {
      findInOrder(node.nodes, found);
      continue;
    }
    for (const stream of node.streams) {
      const hasOther = node.streams.some((other) => other !== stream && other.value === stream.value);
      if (hasOther || !stream.isReadFirst) found.add(stream.value);
    }
  }
}

/** Whether how long loops inside run depends on the iteration of the one at a depth. */
function decidesTrips(nodes: readonly PlannedNode[], depth: number): boolean {
  return nodes.some((node) => dependsOn(node.trip, depth) || ('nodes' in node && decidesTrips(node.nodes, depth)));
}

function runsOf(nodes: readonly WalkedNode[]): number | null {
  let sum = 0;
  for (const node of nodes) {
    if (!('nodes' in node)) sum++;
    else if (node.runs === null || typeof node.trip !== 'number') return null;
    else sum += node.trip * node.runs;
  }
  return sum;
}

function allWait(streams: readonly WalkedStream[]): boolean {
  for (const { waits } of streams) if (waits === 0) return false;
  return true;
}

/** Whether a stream of a run may meet one before it, of the same value. */
function meetsOther(
  streams: readonly WalkedStream[],
  s: number,
  first: number,
  trip: number,
  variables: Int32Array,
): boolean {
  const { value, stride } = streams[s].stream;
  for (let other = 0; other < s; other++) {
    const { stream } = streams[other];
    if (stream.value !== value) continue;
    if (mayMeet(first, stride, addressOf(stream, variables), stream.stride, trip)) return true;
  }
  return false;
}

/** Whether two progressions of `count` addresses may have one in common, by a sufficient test that they have none. */
function mayMeet(a: number, strideA: number, b: number, strideB: number, count: number): boolean {
  const endA = a + (count - 1) * strideA;
  const endB = b + (count - 1) * strideB;
  if (Math.max(a, endA) < Math.min(b, endB) || Math.max(b, endB) < Math.min(a, endA)) return false;
  return strideA !== strideB || strideA === 0 || (a - b) % strideA === 0;
}
