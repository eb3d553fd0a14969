import { DeadVersions } from '../stack/dead-versions.ts';
import type { StackRun } from '../trace/trace.ts';
import { ClassicEvents } from './events/classic-events.ts';
import { readReturnedInSequence } from './events/epilogue.ts';
import type { PlannedBody } from './plan/planned-nodes.ts';
import { ClassicRecord } from './records/classic-record.ts';
import type { RunContext } from './records/run-context.ts';
import type { RunSemantics } from './records/run-semantics.ts';
import type { SimulatedRecord } from './records/simulated-record.ts';

/**
 * `ir-classic`: nothing is dropped; a version that is overwritten or out of reach stays where it is as a ghost (D22).
 */
export class ClassicSemantics implements RunSemantics {
  readonly living = 0;
  private readonly context: RunContext;
  private readonly dead: DeadVersions;
  private events: ClassicEvents | null = null;

  constructor(context: RunContext) {
    this.context = context;
    this.dead = new DeadVersions(context.stack);
  }

  begin(): void {}

  /** Before a call nothing is in the locals, and values without a reader from here on are out of reach. */
  beginCall(call: number): void {
    const { trace, space } = this.context;
    const { dead } = this;
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

  isUniform(): boolean {
    return false;
  }

  /**
   * Buries what `trip` records overwrite or empty without reading it. Nothing else in them touches these elements, and
   * where they lie a dead version counts as a live one does.
   */
  beginBody({ fresh, anewMoving }: PlannedBody, trip: number): void {
    if (trip === 0) return;
    const { address, stride } = this.context.walker;
    this.dead.settle();
    this.emptyLocals(fresh);
    for (let i = 0; i < anewMoving.length; i++) {
      const s = anewMoving[i];
      this.dead.buryRun(address[s], stride[s], trip);
    }
  }

  beginRun({ anewStaying }: PlannedBody): void {
    const { address } = this.context.walker;
    for (let i = 0; i < anewStaying.length; i++) {
      const at = address[anewStaying[i]];
      this.dead.buryRange(at, at + 1);
    }
  }

  findLiving(_body: PlannedBody, limit: number): number {
    return limit;
  }

  simulate(body: PlannedBody, isPresent: readonly boolean[]): SimulatedRecord {
    return new ClassicRecord(body, isPresent);
  }
}
