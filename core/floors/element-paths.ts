import { isAlike } from '../trace/access-map.ts';
import {
  type Access,
  type Instruction,
  isLocal,
  isLoop,
  type Loop,
  type Nest,
  type Node,
  type Operand,
} from '../trace/nest.ts';
import type { Trace } from '../trace/trace.ts';
import { isOneToOne } from './axes.ts';

/** An element of one slot is made from that of another, at the same place of either. */
interface Step {
  readonly from: number;
  readonly to: number;
  readonly access: Access;
  readonly loops: readonly Loop[];
}

/** What a nest writes and reads by slot, and which of it is made element from element. */
interface NestSteps {
  readonly steps: readonly Step[];
  readonly reads: ReadonlySet<number>;
  /** By slot: in how many places it is written. */
  readonly writes: ReadonlyMap<number, number>;
}

/**
 * From which values others are made element from element, so that of every element at any time something is alive: itself
 * or what is made from it. Values that several calls write, or arguments that are written, are on no path.
 */
export class ElementPaths {
  private readonly trace: Trace;
  private readonly after = new Map<number, number[]>();
  private readonly before = new Map<number, number[]>();
  private readonly writers = new Map<number, number>();
  private readonly ofNest = new Map<Nest, NestSteps>();

  constructor(trace: Trace) {
    this.trace = trace;
    for (const { nest, values } of trace.calls) {
      for (const slot of this.stepsOf(trace.nests[nest]).writes.keys()) {
        this.writers.set(values[slot], (this.writers.get(values[slot]) ?? 0) + 1);
      }
    }
    for (const { nest, values } of trace.calls) {
      const { steps, writes } = this.stepsOf(trace.nests[nest]);
      for (const [slot, places] of writes) {
        const to = values[slot];
        const whole = steps.filter((step) => step.to === slot && this.isWhole(step, values));
        const again = whole.filter(({ from }) => from === slot).length;
        for (const from of new Set(whole.map((step) => values[step.from]))) {
          // What is written once more is made from what was there.
          if (from !== to && again >= places - 1 && this.isStable(from) && this.isStable(to)) this.join(from, to);
        }
      }
    }
  }

  /** Whether a value is written once, by one call, or is an argument that is not written. */
  isStable(value: number): boolean {
    return (this.writers.get(value) ?? 0) === (this.trace.values[value].kind === 'computed' ? 1 : 0);
  }

  /** A shortest path of values made from one another, from `value` on to one that `isEnd`, off `taken`; null: none. */
  onwards(value: number, isEnd: (value: number) => boolean, taken: ReadonlySet<number>): readonly number[] | null {
    return this.path(value, isEnd, taken, this.after);
  }

  /** The same backwards, to what a value is made from. */
  backwards(value: number, isEnd: (value: number) => boolean, taken: ReadonlySet<number>): readonly number[] | null {
    return this.path(value, isEnd, taken, this.before);
  }

  /** By call: all values that are made from `value`, directly or not, by calls that read and write. */
  derivedFrom(value: number): ReadonlySet<number> {
    const derived = new Set([value]);
    for (const { nest, values } of this.trace.calls) {
      const { reads, writes } = this.stepsOf(this.trace.nests[nest]);
      if (![...reads].some((slot) => derived.has(values[slot]))) continue;
      for (const slot of writes.keys()) derived.add(values[slot]);
    }
    return derived;
  }

  private path(
    value: number,
    isEnd: (value: number) => boolean,
    taken: ReadonlySet<number>,
    edges: ReadonlyMap<number, readonly number[]>,
  ): readonly number[] | null {
    if (!this.isStable(value)) return null;
    const cameFrom = new Map([[value, value]]);
    for (const at of cameFrom.keys()) {
      if (isEnd(at)) return pathTo(at, cameFrom);
      for (const next of edges.get(at) ?? []) {
        if (!cameFrom.has(next) && !taken.has(next)) cameFrom.set(next, at);
      }
    }
    return null;
  }

  private isWhole({ access, loops, from, to }: Step, values: readonly number[]): boolean {
    const [source, result] = [this.trace.values[values[from]], this.trace.values[values[to]]];
    return source.kind !== 'constant' && source.size === result.size && isOneToOne(loops, access, source.size);
  }

  private join(from: number, to: number): void {
    this.after.set(from, [...(this.after.get(from) ?? []), to]);
    this.before.set(to, [...(this.before.get(to) ?? []), from]);
  }

  private stepsOf(nest: Nest): NestSteps {
    let found = this.ofNest.get(nest);
    if (found === undefined) {
      found = stepsIn(nest);
      this.ofNest.set(nest, found);
    }
    return found;
  }
}

function pathTo(end: number, cameFrom: ReadonlyMap<number, number>): readonly number[] {
  const path = [end];
  for (let at = end; cameFrom.get(at) !== at; path.push(at)) at = cameFrom.get(at) ?? at;
  return path.reverse();
}

function stepsIn(nest: Nest): NestSteps {
  const steps: Step[] = [];
  const reads = new Set<number>();
  const writes = new Map<number, number>();
  const visit = (body: readonly Node[], loops: readonly Loop[]): void => {
    // What locals of this body are made from, in this iteration.
    const made = new Map<number, readonly Access[]>();
    for (const node of body) {
      if (isLoop(node)) {
        visit(node.body, [...loops, node]);
        for (const local of localsIn(node.body)) made.delete(local);
        continue;
      }
      const sources = node.reads.flatMap((read) => (isLocal(read) ? (made.get(read.local) ?? []) : [read]));
      for (const read of node.reads) if (!isLocal(read)) reads.add(read.slot);
      if (node.write === null) continue;
      if (isLocal(node.write)) {
        made.set(node.write.local, sources);
        continue;
      }
      const access = node.write;
      writes.set(access.slot, (writes.get(access.slot) ?? 0) + 1);
      for (const source of sources) {
        if (isAlike(source, access)) steps.push({ from: source.slot, to: access.slot, access, loops });
      }
    }
  };
  visit(nest.body, []);
  return { steps, reads, writes };
}

function localsIn(body: readonly Node[]): number[] {
  const writesOf = ({ write }: Instruction): Operand[] => (write === null ? [] : [write]);
  return body.flatMap((node) =>
    isLoop(node) ? localsIn(node.body) : writesOf(node).flatMap((write) => (isLocal(write) ? [write.local] : [])),
  );
}
