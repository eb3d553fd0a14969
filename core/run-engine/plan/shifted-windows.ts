import { MAX_LOOPS, tripCount } from '../../trace/nest.ts';
import type { LastRuns } from './last-runs.ts';
import type { PlannedBody, PlannedLoop, PlannedNode, Stream } from './planned-nodes.ts';
import { addressOf, stepAt } from './planned-nodes.ts';

/** Which call reads each element last, by address, and which is at hand. */
export interface LastUsers {
  readonly lastUser: Readonly<Record<number, number>>;
  readonly call: number;
}

/** What the first iteration of a loop touches of a value. */
interface TouchedElements {
  /** By element, 1 where it is touched. */
  readonly isTouched: Uint8Array;
  /** The elements, each once, as many as `size`. */
  elements: Int32Array;
  size: number;
}

/**
 * Finds out whether the iterations of a loop whose streams overlap are alike but for a shift (D58): each touches what the
 * one before touched, or what none has, and what becomes of each element is the same. Goes through what one iteration
 * touches, and through what others add to that (D75). 1 byte an element of their values, while a call lasts, and 4 each
 * for what an iteration touches.
 */
export class ShiftedWindows {
  private readonly lastRuns: LastRuns;
  /** null where nothing ends. */
  private readonly users: LastUsers | null;
  private readonly variables = new Int32Array(MAX_LOOPS);
  /** By value. Empty but while a loop is looked at. */
  private readonly touched = new Map<number, TouchedElements>();
  /** From the loop at hand down to a body, but for both. */
  private readonly inside: PlannedLoop[] = [];

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
    const shifts = shiftsOf(loop);
    if (shifts === null) return false;
    this.variables.set(variables);
    this.variables[loop.depth] = 0;
    const runs = this.runsOf(loop.nodes);
    this.touch(loop.nodes);
    let areAlike = true;
    for (const [value, shift] of shifts) {
      const touched = this.touchedOf(value);
      areAlike &&= shift === 0 || meetsNeighboursOnly(touched, shift, trip);
      areAlike &&= this.endAlike(value, touched, shift, trip, run, runs);
      forget(touched);
    }
    return areAlike;
  }

  /** Runs of bodies with streams that overlap, in one execution of nodes. */
  private runsOf(nodes: readonly PlannedNode[]): number {
    const { variables } = this;
    let runs = 0;
    for (const node of nodes) {
      if ('instructions' in node) {
        if (node.overlaps) runs++;
        continue;
      }
      const trip = tripCount(node.trip, variables);
      // These have as many as the first; the last may have fewer, where blocks inside are shorter.
      const alike = node.isUneven ? 0 : trip - 1;
      if (alike > 0) {
        variables[node.depth] = 0;
        runs += alike * this.runsOf(node.nodes);
      }
      for (let v = Math.max(0, alike); v < trip; v++) {
        variables[node.depth] = v;
        runs += this.runsOf(node.nodes);
      }
      variables[node.depth] = 0;
    }
    return runs;
  }

  /** Notes what nodes touch of values whose streams overlap. Loops inside stand at 0. */
  private touch(nodes: readonly PlannedNode[]): void {
    const { variables, inside } = this;
    for (const node of nodes) {
      if ('instructions' in node) {
        if (!node.overlaps) continue;
        for (const stream of node.streams) {
          if (stream.overlaps) this.touchStream(stream, node, 0, addressOf(stream, variables));
        }
        continue;
      }
      variables[node.depth] = 0;
      inside.push(node);
      this.touch(node.nodes);
      inside.pop();
    }
  }

  /** Notes what a stream touches in loops `inside` from the one numbered `level` on, from the address `at` on. */
  private touchStream(stream: Stream, body: PlannedBody, level: number, at: number): void {
    const { variables, inside } = this;
    if (level === inside.length) {
      this.enter(stream, tripCount(body.trip, variables), at);
      return;
    }
    const loop = inside[level];
    const step = stepAt(stream, loop.depth);
    const trip = tripCount(loop.trip, variables);
    // A loop that does not move the stream comes to the same elements again; of blocks none is longer than the first.
    const until = step === 0 && !loop.isUneven ? Math.min(1, trip) : trip;
    for (let v = 0; v < until; v++) {
      variables[loop.depth] = v;
      this.touchStream(stream, body, level + 1, at + v * step);
    }
    variables[loop.depth] = 0;
  }

  private enter({ value, stride }: Stream, trip: number, at: number): void {
    if (trip === 0) return;
    const count = stride === 0 ? 1 : trip;
    const touched = this.touchedOf(value);
    const { isTouched } = touched;
    if (touched.size + count > touched.elements.length) grow(touched, count);
    const { elements } = touched;
    let { size } = touched;
    for (let i = 0, e = at - this.lastRuns.of(value).base; i < count; i++, e += stride) {
      if (isTouched[e] === 1) continue;
      isTouched[e] = 1;
      elements[size++] = e;
    }
    touched.size = size;
  }

  /**
   * Whether what becomes of an element after iterations 2 .. trip - 2 is what becomes after iteration 1 of the one that
   * corresponds to it. `runs`: of streams that overlap, in one iteration.
   */
  private endAlike(
    value: number,
    { isTouched, elements, size }: TouchedElements,
    shift: number,
    trip: number,
    run: number,
    runs: number,
  ): boolean {
    if (this.users === null) return true;
    const { lastUser, call } = this.users;
    const { base, lastRun } = this.lastRuns.of(value);
    for (let i = 0; i < size; i++) {
      const first = elements[i];
      const before = first - shift;
      const isTouchedNext = before >= 0 && before < isTouched.length && isTouched[before] === 1;
      const second = first + shift;
      const livesOn = isTouchedNext || lastRun[second] >= run + 2 * runs || lastUser[base + second] > call;
      // What the next iteration touches lives on, but the last that is skipped may come before a shorter one.
      for (let v = isTouchedNext ? trip - 2 : 2; v <= trip - 2; v++) {
        const e = first + v * shift;
        if ((lastRun[e] >= run + (v + 1) * runs || lastUser[base + e] > call) !== livesOn) return false;
      }
    }
    return true;
  }

  private touchedOf(value: number): TouchedElements {
    let touched = this.touched.get(value);
    if (touched === undefined) {
      const { lastRun } = this.lastRuns.of(value);
      touched = { isTouched: new Uint8Array(lastRun.length), elements: new Int32Array(64), size: 0 };
      this.touched.set(value, touched);
    }
    return touched;
  }
}

/** By value, how far its streams that overlap move along a loop, or null where some move otherwise than others. */
function shiftsOf({ streams, depth }: PlannedLoop): Map<number, number> | null {
  const shifts = new Map<number, number>();
  for (const stream of streams) {
    if (!stream.overlaps) continue;
    const step = stepAt(stream, depth);
    if ((shifts.get(stream.value) ?? step) !== step) return null;
    shifts.set(stream.value, step);
  }
  return shifts;
}

/** Whether what two of the iterations 0 .. trip - 2 touch is touched by all between, each `shift` on from the one before. */
function meetsNeighboursOnly({ isTouched, elements, size }: TouchedElements, shift: number, trip: number): boolean {
  let low = isTouched.length;
  let high = -1;
  for (let i = 0; i < size; i++) {
    if (elements[i] < low) low = elements[i];
    if (elements[i] > high) high = elements[i];
  }
  for (let i = 0; i < size; i++) {
    const next = elements[i] + shift;
    if (isTouched[next] === 1) continue;
    for (let k = 2, e = next + shift; k <= trip - 2 && e >= low && e <= high; k++, e += shift) {
      if (isTouched[e] === 1) return false;
    }
  }
  return true;
}

function forget(touched: TouchedElements): void {
  const { isTouched, elements, size } = touched;
  for (let i = 0; i < size; i++) isTouched[elements[i]] = 0;
  touched.size = 0;
}

function grow(touched: TouchedElements, count: number): void {
  const larger = new Int32Array(Math.max(touched.size + count, 2 * touched.elements.length));
  larger.set(touched.elements);
  touched.elements = larger;
}
