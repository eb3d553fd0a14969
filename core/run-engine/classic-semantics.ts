import { DeadVersions } from '../stack/dead-versions.ts';
import type { StackRun } from '../trace/trace.ts';
import { ClassicEvents } from './events/classic-events.ts';
import { readReturnedInSequence } from './events/epilogue.ts';
import type { LastRuns } from './plan/last-runs.ts';
import type { PlannedBody, PlannedLoop } from './plan/planned-nodes.ts';
import { ShiftedWindows } from './plan/shifted-windows.ts';
import { ClassicRecord } from './records/classic-record.ts';
import type { RunContext } from './records/run-context.ts';
import type { RunSemantics } from './records/run-semantics.ts';
import type { SimulatedRecord } from './records/simulated-record.ts';

/**
 * `ir-classic`: nothing is dropped; a version that is overwritten or out of reach stays where it is as a ghost (D22).
 */
export class ClassicSemantics implements RunSemantics {
  readonly living = 0;
  overlappingRuns = 0;
  private readonly context: RunContext;
  private readonly dead: DeadVersions;
  private events: ClassicEvents | null = null;
  private lastRuns: LastRuns | null = null;
  private windows: ShiftedWindows | null = null;

  constructor(context: RunContext) {
    this.context = context;
    this.dead = new DeadVersions(context.stack);
  }

  begin(): void {}

  /** Before a call nothing is in the locals, and values without a reader from here on are out of reach. */
  beginCall(call: number, lastRuns: LastRuns | null): void {
    const { trace, space } = this.context;
    const { dead } = this;
    this.lastRuns = lastRuns;
    this.windows = null;
    this.overlappingRuns = 0;
    dead.buryRange(space.localBase, space.size);
    for (const value of call === 0 ? [] : space.freedAfter[call - 1]) {
      dead.buryRange(space.baseOf[value], space.baseOf[value] + trace.values[value].size);
    }
    dead.settle();
  }

  priceEvents(call: number): void {
    this.events ??= new ClassicEvents(this.context, this.dead);
    this.events.price(call);
  }

  finish(): StackRun[] {
    this.dead.settle();
    readReturnedInSequence(this.context, false);
    return [];
  }

  emptyLocals(fresh: readonly number[]): void {
    for (let i = 0; i < fresh.length; i++) this.dead.buryRange(fresh[i], fresh[i] + 1);
  }

  /** The conditions of D58 where streams overlap. */
  isUniform(loop: PlannedLoop, trip: number): boolean {
    if (this.lastRuns === null || !loop.streams.some(({ overlaps }) => overlaps)) return true;
    this.windows ??= new ShiftedWindows(this.lastRuns, null);
    return this.windows.areAlike(loop, trip, this.overlappingRuns, this.context.variables);
  }

  requireRoom(elements: number): void {
    this.dead.requireRoom(elements);
  }

  bury(first: number, stride: number, count: number): void {
    this.dead.buryRun(first, stride, count);
  }

  /**
   * Buries what `trip` records overwrite or empty without reading it. Nothing else in them touches these elements, and
   * where they lie a dead version counts as a live one does.
   */
  beginBody({ streams, fresh, anewMoving, overlaps }: PlannedBody, trip: number): void {
    if (overlaps) this.overlappingRuns++;
    if (trip === 0) return;
    const { recorder, walker } = this.context;
    const { address, stride } = walker;
    this.dead.settle();
    this.emptyLocals(fresh);
    for (let i = 0; i < anewMoving.length; i++) {
      const s = anewMoving[i];
      this.dead.buryRun(address[s], stride[s], trip);
      if (recorder.isActive) recorder.buried(streams[s], address[s], stride[s], trip);
    }
  }

  beginRun({ streams, anewStaying }: PlannedBody): void {
    const { recorder, walker } = this.context;
    const { address } = walker;
    for (let i = 0; i < anewStaying.length; i++) {
      const s = anewStaying[i];
      this.dead.buryRange(address[s], address[s] + 1);
      if (recorder.isActive) recorder.buried(streams[s], address[s], 0, 1);
    }
  }

  findLiving(_body: PlannedBody, limit: number): number {
    return limit;
  }

  simulate(body: PlannedBody, isPresent: readonly boolean[]): SimulatedRecord {
    return new ClassicRecord(body, isPresent);
  }
}
