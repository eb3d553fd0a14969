import { MAX_LOOPS, tripCount } from '../../trace/nest.ts';
import type { LastRuns } from './last-runs.ts';
import type { PlannedBody, PlannedLoop, PlannedNode } from './planned-nodes.ts';
import { addressOf, stepAt } from './planned-nodes.ts';

/** Which call reads each element last, by address, and which is at hand. */
export interface LastUsers {
  readonly lastUser: Readonly<Record<number, number>>;
  readonly call: number;
}

/**
 * Finds out whether the iterations of a loop whose streams overlap are alike but for a shift (D58): each touches what the
 * one before touched, or what none has, and what becomes of each element is the same. Goes through the runs of these
 * streams. 4 bytes an element of their values, while a call lasts.
 */
export class ShiftedWindows {
  private readonly lastRuns: LastRuns;
  /** null where nothing ends. */
  private readonly users: LastUsers | null;
  private readonly variables = new Int32Array(MAX_LOOPS);
  /** By value, by element: `start` + the iteration that touched it last in the loop at hand; less: none. */
  private readonly touched = new Map<number, Int32Array>();
  private start = 0;
  private end = 1;
  private iteration = 0;
  private run = 0;
  /** Whether each element that is touched lives on, in the order of the iteration that others are compared with. */
  private lives = new Uint8Array(1024);
  private at = 0;

  /** For one call. `users`: who reads elements later, null where nothing ends. */
  constructor(lastRuns: LastRuns, users: LastUsers | null) {
    this.lastRuns = lastRuns;
    this.users = users;
  }

  /**
   * Whether iterations 2 .. trip - 2 are like iteration 1. `run`: the number of the first run of such streams in the loop;
   * `variables`: where the loops around it stand.
   */
  areAlike(loop: PlannedLoop, trip: number, run: number, variables: Int32Array): boolean {
    if (!movesAlike(loop)) return false;
    this.forget(trip);
    this.variables.set(variables);
    this.run = run;
    for (let v = 0; v < trip - 1; v++) {
      this.variables[loop.depth] = v;
      this.iteration = v;
      this.at = 0;
      if (!this.execute(loop.nodes)) return false;
    }
    return true;
  }

  private execute(nodes: readonly PlannedNode[]): boolean {
    const { variables } = this;
    for (const node of nodes) {
      if ('instructions' in node) {
        if (node.overlaps && !this.enter(node, tripCount(node.trip, variables))) return false;
        continue;
      }
      const trip = tripCount(node.trip, variables);
      for (let v = 0; v < trip; v++) {
        variables[node.depth] = v;
        if (!this.execute(node.nodes)) return false;
      }
    }
    return true;
  }

  private enter({ streams }: PlannedBody, trip: number): boolean {
    const { variables, iteration, start, users } = this;
    const run = this.run++;
    if (trip === 0) return true;
    const now = start + iteration;
    for (let s = 0; s < streams.length; s++) {
      const { overlaps, value, stride } = streams[s];
      if (!overlaps) continue;
      const count = stride === 0 ? 1 : trip;
      if (this.at + count > this.lives.length) this.grow(count);
      const { base, lastRun } = this.lastRuns.of(value);
      const touched = this.touchedOf(value, lastRun.length);
      const { lives } = this;
      let { at } = this;
      for (let i = 0, e = addressOf(streams[s], variables) - base; i < count; i++, e += stride, at++) {
        if (touched[e] >= start && touched[e] < now - 1) return false;
        touched[e] = now;
        if (users === null) continue;
        const livesOn = lastRun[e] > run || users.lastUser[base + e] > users.call ? 1 : 0;
        if (iteration < 2) lives[at] = livesOn;
        else if (lives[at] !== livesOn) return false;
      }
      this.at = at;
    }
    return true;
  }

  private touchedOf(value: number, elements: number): Int32Array {
    let touched = this.touched.get(value);
    if (touched === undefined) {
      touched = new Int32Array(elements);
      this.touched.set(value, touched);
    }
    return touched;
  }

  /** Begins another loop, in which nothing is touched yet. */
  private forget(trip: number): void {
    if (this.end > 2 ** 31 - 1 - trip) {
      this.touched.clear();
      this.end = 1;
    }
    this.start = this.end;
    this.end += trip;
  }

  private grow(count: number): void {
    const larger = new Uint8Array(Math.max(this.at + count, 2 * this.lives.length));
    larger.set(this.lives);
    this.lives = larger;
  }
}

/** Whether the streams of a loop that overlap move alike along it, if they are of one value. */
function movesAlike({ streams, depth }: PlannedLoop): boolean {
  return streams.every((stream) => {
    if (!stream.overlaps) return true;
    const step = stepAt(stream, depth);
    return streams.every((other) => !other.overlaps || other.value !== stream.value || stepAt(other, depth) === step);
  });
}
