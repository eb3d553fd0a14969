import type { StackRun } from '../../trace/trace.ts';
import type { LastRuns } from '../plan/last-runs.ts';
import type { PlannedBody, PlannedLoop } from '../plan/planned-nodes.ts';
import type { SimulatedRecord } from './simulated-record.ts';

/**
 * What the semantics say of a trace that is priced by runs: where arguments begin, and what becomes of versions: they
 * are dropped after their last use, or stay for ever (D22).
 */
export interface RunSemantics {
  /** Prepares the stack for the first call. `initial`: what lies on it in place of the arguments. */
  begin(initial: readonly StackRun[] | undefined): void;
  /** Before each call. `lastRuns`: of a planned call whose streams overlap. */
  beginCall(call: number, lastRuns: LastRuns | null): void;
  /** Prices a call without a plan, element by element. */
  priceEvents(call: number): void;
  /** Reads what is returned. Returns the stack that the trace leaves, as far as anybody continues from it. */
  finish(): StackRun[];

  /** At the start of an iteration, of locals that hold nothing there; `fresh`: their addresses. */
  emptyLocals(fresh: readonly number[]): void;
  /** Whether iterations 1 .. trip - 2 of a loop do the same with what they touch, wherever it lies (D20, D58). */
  isUniform(loop: PlannedLoop, trip: number): boolean;
  /** Runs of the call so far whose streams overlap. Those of iterations that are not executed are to be added. */
  overlappingRuns: number;
  /** Before so many more elements come to lie on the stack. Throws InputError where they are too many. */
  requireRoom(elements: number): void;
  /** Turns what `first, first + stride, ...` hold into dead versions that stay. */
  bury(first: number, stride: number, count: number): void;

  /** Before `trip` records of a body. The walker stands at the first. */
  beginBody(body: PlannedBody, trip: number): void;
  /** Before a run of a body. The walker stands at its first record. */
  beginRun(body: PlannedBody): void;
  /**
   * Finds the streams that are alive after the body. Returns for how many records from where the walker stands they
   * are the same, at most `limit`.
   */
  findLiving(body: PlannedBody, limit: number): number;
  /** What `findLiving` found: the sum of LIVES over these streams. */
  readonly living: number;
  /**
   * Records of a body. By stream: whether its element is on the stack before its first read, and whether it lives on.
   */
  simulate(body: PlannedBody, isPresent: readonly boolean[], lives: readonly boolean[]): SimulatedRecord;
}
