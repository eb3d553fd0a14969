import { isOneToOne } from '../floors/axes.ts';
import { isAlike } from '../trace/access-map.ts';
import {
  type Access,
  dependsOn,
  instructionsOf,
  isLocal,
  isLoop,
  type Loop,
  type Nest,
  type Node,
  tripCount,
} from '../trace/nest.ts';
import type { Granularity, Trace } from '../trace/trace.ts';
import { localReads, timesOf } from './local-reads.ts';

/** Reads by element of a value, or of each of them where all have as many. */
export type ElementReads = number | Float64Array;

/** How often each element of a trace is read where it holds something, whatever the order. */
export interface TraceReads {
  /** By value; of constants, and of what nothing reads, 0. */
  readonly values: readonly ElementReads[];
  /** By local, at `scalar`. */
  readonly locals: readonly number[];
  readonly total: number;
}

interface Site {
  readonly access: Access;
  readonly loops: readonly Loop[];
  readonly body: readonly Node[];
  readonly place: number;
  /** Among all accesses of the nest. */
  readonly order: number;
}

interface NestAccesses {
  readonly reads: readonly Site[];
  readonly writes: readonly Site[];
  readonly locals: readonly number[] | null;
}

/** Elements that are gone through one by one, at most. */
const MOST_STEPS = 2 ** 27;

/**
 * The reads of a trace by element, without executing it: all that have the same number at once. null where they are not
 * seen: values of zeros that are read before they are written in other ways than sums, or too many elements to go through.
 */
export function readsOf(trace: Trace, granularity: Granularity): TraceReads | null {
  const ofNest = trace.nests.map(accessesIn);
  const counted = new Counted(trace);
  const locals: number[] = [];
  const born = new Set(trace.arguments);
  for (const { nest, values } of trace.calls) {
    const { reads, writes, locals: ofLocals } = ofNest[nest];
    if (granularity === 'scalar') {
      if (ofLocals === null) return null;
      ofLocals.forEach((count, local) => {
        locals[local] = (locals[local] ?? 0) + count;
      });
    }
    for (const slot of new Set(reads.map(({ access }) => access.slot))) {
      const value = values[slot];
      if (trace.values[value].kind === 'constant') continue;
      const sites = reads.filter(({ access }) => access.slot === slot);
      const isNew = trace.values[value].zeroFilled === true && !born.has(value);
      const written = writes.filter(({ access }) => access.slot === slot);
      const isSum = isNew && written.length === sites.length && sites.every((site) => isAccumulated(site, written));
      // Made whole before any of it is read, or sums with one read and one write each: of others it is not seen what is 0.
      if (isNew && !isSum && !isMadeFirst(trace, reads, written[0], value)) return null;
      if (!counted.add(value, sites, isSum)) return null;
    }
    for (const value of values) born.add(value);
  }
  const total = locals.reduce((sum, count) => sum + count, counted.total);
  return { values: counted.reads, locals, total };
}

/** Whether what a site reads is written at its place in the same iteration, afterwards. */
function isAccumulated({ access, body, place }: Site, writes: readonly Site[]): boolean {
  return writes.some((write) => write.body === body && write.place >= place && isAlike(access, write.access));
}

function isMadeFirst(trace: Trace, reads: readonly Site[], write: Site | undefined, value: number): boolean {
  if (write === undefined || !isOneToOne(write.loops, write.access, trace.values[value].size)) return false;
  return reads.every(({ access, order }) => access.slot !== write.access.slot || order > write.order);
}

/** Reads by value, as they are added up. */
class Counted {
  readonly reads: ElementReads[];
  total = 0;
  private readonly trace: Trace;
  private steps = 0;

  constructor(trace: Trace) {
    this.trace = trace;
    this.reads = trace.values.map(() => 0);
  }

  /** Adds what sites read of a value, of a sum one less of each element; false where that takes too long. */
  add(value: number, sites: readonly Site[], isSum: boolean): boolean {
    const { size } = this.trace.values[value];
    const isEqual = sites.every((site) => moversAreOneToOne(site, size));
    if (isEqual) {
      const each = sites.reduce((sum, { loops }) => sum + timesOf(loops) / size, 0) - (isSum ? 1 : 0);
      const before = this.reads[value];
      this.reads[value] = typeof before === 'number' ? before + each : before.map((count) => count + each);
      this.total += each * size;
      return true;
    }
    const counts = new Float64Array(size);
    for (const site of sites) if (!this.walk(site, counts)) return false;
    const before = this.reads[value];
    const all = counts.map((count, element) => {
      const found = isSum && count > 0 ? count - 1 : count;
      this.total += found;
      return found + (typeof before === 'number' ? before : before[element]);
    });
    this.reads[value] = all;
    return true;
  }

  private walk({ access, loops }: Site, counts: Float64Array): boolean {
    const { base, strides, table } = access;
    const isGoneThrough = loops.map(
      (_, depth) =>
        (strides[depth] ?? 0) !== 0 ||
        (table?.strides[depth] ?? 0) !== 0 ||
        loops.some(({ trip }) => dependsOn(trip, depth)),
    );
    const variables = loops.map(() => 0);
    const entries = table === undefined ? [] : this.trace.tables[table.id];
    const enter = (depth: number, element: number, entry: number, times: number): boolean => {
      if (depth === loops.length) {
        counts[table === undefined ? element : element + table.scale * entries[entry]] += times;
        return ++this.steps <= MOST_STEPS;
      }
      const trip = tripCount(loops[depth].trip, variables);
      if (!isGoneThrough[depth]) return trip <= 0 || enter(depth + 1, element, entry, times * trip);
      for (let v = 0; v < trip; v++) {
        variables[depth] = v;
        const next = entry + v * (table?.strides[depth] ?? 0);
        if (!enter(depth + 1, element + v * (strides[depth] ?? 0), next, times)) return false;
      }
      return true;
    };
    return enter(0, base, table?.base ?? 0, 1);
  }
}

/** Whether the loops that move a site take each element of its value once, so that all are read as often. */
function moversAreOneToOne({ access, loops }: Site, size: number): boolean {
  if (access.table !== undefined) return false;
  const isIdle = (depth: number): boolean => (access.strides[depth] ?? 0) === 0;
  if (loops.some(({ trip }, depth) => typeof trip !== 'number' && 'base' in trip && !isIdle(depth))) return false;
  const isDecided = loops.some(
    (_, depth) => isIdle(depth) && loops.some(({ trip }, inner) => !isIdle(inner) && dependsOn(trip, depth)),
  );
  if (isDecided) return false;
  // Loops that do not move it are taken to run once.
  const strides = loops.map((_, depth) => access.strides[depth] ?? 0);
  const movers = loops.map((loop, depth) => (isIdle(depth) ? { ...loop, trip: 1 } : loop));
  const decidesIdle = loops.some(
    (_, depth) => !isIdle(depth) && loops.some(({ trip }, inner) => isIdle(inner) && dependsOn(trip, depth)),
  );
  return !decidesIdle && isOneToOne(movers, { base: access.base, strides }, size);
}

function accessesIn(nest: Nest): NestAccesses {
  const reads: Site[] = [];
  const writes: Site[] = [];
  let order = 0;
  const visit = (body: readonly Node[], loops: readonly Loop[]): void => {
    body.forEach((node, place) => {
      if (isLoop(node)) {
        visit(node.body, [...loops, node]);
        return;
      }
      for (const read of node.reads)
        if (!isLocal(read)) reads.push({ access: read, loops, body, place, order: order++ });
      if (node.write !== null && !isLocal(node.write))
        writes.push({ access: node.write, loops, body, place, order: order++ });
    });
  };
  visit(nest.body, []);
  return { reads, writes, locals: instructionsOf(nest).length === 0 ? [] : localReads(nest) };
}
