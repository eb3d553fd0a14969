import type { AddressSpace } from '../../trace/address-space.ts';
import { MAX_LOOPS, tripCount } from '../../trace/nest.ts';
import type { Trace } from '../../trace/trace.ts';
import type { PlannedBody, PlannedNode } from './planned-nodes.ts';
import { addressOf } from './planned-nodes.ts';

const NEVER = -1;

/**
 * Which run of a call touches each element last, for values whose streams overlap: windows, sums into overlapping
 * places, a row read twice in two ways (D23). Runs of bodies with such streams are numbered in the order of execution,
 * from 0. 4 bytes an element of these values.
 */
export class LastRuns {
  /** By value, where its streams overlap: the last run, by address less `base`. */
  private readonly lastRun = new Map<number, Int32Array>();
  private readonly base = new Map<number, number>();

  private constructor(trace: Trace, space: AddressSpace, values: Iterable<number>) {
    for (const value of values) {
      this.lastRun.set(value, new Int32Array(trace.values[value].size).fill(NEVER));
      this.base.set(value, space.baseOf[value]);
    }
  }

  /**
   * Goes through these runs of a call, or returns null where streams of a run meet, where one that writes before it reads
   * comes to what an earlier run touched, or where runs are more than 2^31.
   */
  static of(
    nodes: readonly PlannedNode[],
    trace: Trace,
    space: AddressSpace,
    values: Iterable<number>,
  ): LastRuns | null {
    const lastRuns = new LastRuns(trace, space, values);
    const variables = new Int32Array(MAX_LOOPS);
    let runs = 0;
    const execute = (inside: readonly PlannedNode[]): boolean => {
      for (const node of inside) {
        if ('instructions' in node && !node.overlaps) continue;
        const trip = tripCount(node.trip, variables);
        if ('instructions' in node) {
          if (runs === 2 ** 31 - 1 || !lastRuns.enter(node, trip, runs++, variables)) return false;
          continue;
        }
        for (let v = 0; v < trip; v++) {
          variables[node.depth] = v;
          if (!execute(node.nodes)) return false;
        }
      }
      return true;
    };
    return execute(nodes) ? lastRuns : null;
  }

  /** By address less `base`, the last run that touches an element of a value. */
  of(value: number): { base: number; lastRun: Int32Array } {
    const lastRun = this.lastRun.get(value);
    const base = this.base.get(value);
    if (lastRun === undefined || base === undefined) throw new Error(`internal: no streams of value ${value} overlap`);
    return { base, lastRun };
  }

  private enter({ streams }: PlannedBody, trip: number, run: number, variables: Int32Array): boolean {
    if (trip === 0) return true;
    for (let s = 0; s < streams.length; s++) {
      const { overlaps, value, stride, isReadFirst } = streams[s];
      if (!overlaps) continue;
      const first = addressOf(streams[s], variables);
      for (let other = 0; other < s; other++) {
        if (streams[other].value !== value) continue;
        if (mayMeet(first, stride, addressOf(streams[other], variables), streams[other].stride, trip)) return false;
      }
      const { base, lastRun } = this.of(value);
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

/** Whether two progressions of `count` addresses may have one in common, by a sufficient test that they have none. */
function mayMeet(a: number, strideA: number, b: number, strideB: number, count: number): boolean {
  const endA = a + (count - 1) * strideA;
  const endB = b + (count - 1) * strideB;
  if (Math.max(a, endA) < Math.min(b, endB) || Math.max(b, endB) < Math.min(a, endA)) return false;
  return strideA !== strideB || strideA === 0 || (a - b) % strideA === 0;
}
