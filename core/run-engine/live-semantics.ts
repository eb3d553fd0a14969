import { FinalStack } from '../element-engine/final-stack.ts';
import { NOWHERE } from '../trace/address-space.ts';
import type { StackRun } from '../trace/trace.ts';
import { argumentStack } from '../trace/trace.ts';
import { readReturnedInSequence, readReturnedTogether } from './events/epilogue.ts';
import { LiveEvents } from './events/live-events.ts';
import { CALL_ENDS, READ_AGAIN } from './plan/grouped-nest.ts';
import type { LastRuns } from './plan/last-runs.ts';
import type { PlannedBody, PlannedLoop, Stream } from './plan/planned-nodes.ts';
import { stepAt } from './plan/planned-nodes.ts';
import { ShiftedWindows } from './plan/shifted-windows.ts';
import { NOBODY, ValueLifetimes } from './plan/value-lifetimes.ts';
import { LiveRecord } from './records/live-record.ts';
import type { RunContext } from './records/run-context.ts';
import type { RunSemantics } from './records/run-semantics.ts';
import type { SimulatedRecord } from './records/simulated-record.ts';
import { LIVES } from './records/template-cache.ts';

const LOCAL = -1;

/** All semantics but `ir-classic`: a version is dropped after its last use, which is found in the trace's tree (D19). */
export class LiveSemantics implements RunSemantics {
  living = 0;
  private readonly context: RunContext;
  private readonly lifetimes: ValueLifetimes;
  /** Whether reads are priced one after the other. */
  private readonly inSequence: boolean;
  private events: LiveEvents | null = null;
  private call = 0;
  private lastRuns: LastRuns | null = null;
  private windows: ShiftedWindows | null = null;
  overlappingRuns = 0;
  /** What `sameLife` found. */
  private lives = false;

  constructor(context: RunContext, inSequence: boolean) {
    this.context = context;
    this.inSequence = inSequence;
    this.lifetimes = new ValueLifetimes(context.trace, context.space);
  }

  begin(initial: readonly StackRun[] | undefined): void {
    const { trace, space, stack, unread, firstReads } = this.context;
    for (const value of space.placed) this.lifetimes.enter(value, -1);
    if (unread.areOnStack) this.pushUsed(initial ?? argumentStack(trace));
    firstReads?.begin(stack);
  }

  beginCall(call: number, lastRuns: LastRuns | null): void {
    const { stack, space } = this.context;
    stack.tidy();
    for (const value of space.bornAt[call]) this.lifetimes.enter(value, call);
    this.call = call;
    this.lastRuns = lastRuns;
    this.windows = null;
    this.overlappingRuns = 0;
  }

  priceEvents(call: number): void {
    this.events ??= new LiveEvents(this.context, this.lifetimes, this.inSequence);
    this.events.price(call);
  }

  finish(): StackRun[] {
    const { trace, space, stack, unread, firstReads } = this.context;
    firstReads?.end();
    if (this.inSequence) {
      readReturnedInSequence(this.context, true);
      // Nobody continues from it.
      return [];
    }
    if (!unread.areOnStack) readReturnedTogether(this.context);
    const left = new FinalStack(trace, space);
    stack.forEach((address) => {
      left.push(address);
    });
    return left.finish();
  }

  emptyLocals(): void {}

  /** Condition 2 of D20, and those of D58 where streams overlap. */
  isUniform(loop: PlannedLoop, trip: number): boolean {
    const { earliest, latest } = this.lifetimes;
    const { streams, depth } = loop;
    const isUniform = streams.every((stream) => {
      if (stream.overlaps) return true;
      if (stream.value === LOCAL || stream.after !== CALL_ENDS || stepAt(stream, depth) === 0) return true;
      return earliest[stream.value] > this.call || latest[stream.value] <= this.call;
    });
    if (!isUniform || this.lastRuns === null || !streams.some(({ overlaps }) => overlaps)) return isUniform;
    this.windows ??= new ShiftedWindows(this.lastRuns, { lastUser: this.lifetimes.lastUser, call: this.call });
    return this.windows.areAlike(loop, trip, this.overlappingRuns, this.context.variables);
  }

  requireRoom(): void {}

  bury(): void {}

  beginBody({ overlaps }: PlannedBody): void {
    if (overlaps) this.overlappingRuns++;
  }

  beginRun(): void {}

  findLiving({ streams, livingOn, undecided }: PlannedBody, limit: number): number {
    const { address } = this.context.walker;
    let same = limit;
    let living = 0;
    for (let i = 0; i < livingOn.length; i++) living += LIVES[livingOn[i]];
    for (let i = 0; i < undecided.length; i++) {
      const s = undecided[i];
      const stream = streams[s];
      same = stream.overlaps
        ? this.sameLifeOfOverlapping(stream, address[s], same)
        : this.sameLife(stream, address[s], same);
      if (this.lives) living += LIVES[s];
    }
    this.living = living;
    return same;
  }

  simulate(body: PlannedBody, isPresent: readonly boolean[], lives: readonly boolean[]): SimulatedRecord {
    return new LiveRecord(body, isPresent, lives, this.inSequence);
  }

  /** Elements that nobody uses take no place. */
  private pushUsed(initial: readonly StackRun[]): void {
    const { space, stack, firstReads } = this.context;
    const { lastUser } = this.lifetimes;
    for (const { value, first, stride, count } of initial) {
      if (space.baseOf[value] === NOWHERE) continue;
      const base = space.baseOf[value] + first;
      for (let i = 0; i < count; ) {
        const start = i;
        const isUsed = lastUser[base + i * stride] !== NOBODY;
        while (i < count && (lastUser[base + i * stride] !== NOBODY) === isUsed) i++;
        if (!isUsed) continue;
        stack.pushRun(base + start * stride, stride, i - start);
        firstReads?.lay(base + start * stride, stride, i - start);
      }
    }
  }

  /**
   * Sets `lives` to what becomes of a stream after the body, from the element at `first` on. Returns for how many
   * records that is so, at most `limit`.
   */
  private sameLife({ revisits, after, value, stride }: Stream, first: number, limit: number): number {
    const { variables, trips } = this.context;
    let future = after;
    for (let i = 0; i < revisits.length; i++) {
      const { depth } = revisits[i];
      if (variables[depth] < trips[depth] - 1) {
        future = revisits[i].future;
        break;
      }
    }
    if (future !== CALL_ENDS) {
      this.lives = future === READ_AGAIN;
      return limit;
    }
    const { earliest, latest, lastUser } = this.lifetimes;
    const { call } = this;
    const lives = lastUser[first] > call;
    this.lives = lives;
    if (stride === 0 || earliest[value] > call || latest[value] <= call) return limit;
    let same = 1;
    for (let at = first + stride; same < limit && lastUser[at] > call === lives; at += stride) same++;
    return same;
  }

  /**
   * Sets `lives` and returns for how many records that is so, where later runs of the call may touch the elements
   * (D23).
   */
  private sameLifeOfOverlapping({ value, stride }: Stream, first: number, limit: number): number {
    if (this.lastRuns === null) throw new Error(`internal: the runs of call ${this.call} were not gone through`);
    const { base, lastRun } = this.lastRuns.of(value);
    const { lastUser } = this.lifetimes;
    const { call } = this;
    const run = this.overlappingRuns - 1;
    const lives = lastRun[first - base] > run || lastUser[first] > call;
    this.lives = lives;
    if (stride === 0) return limit;
    let same = 1;
    for (let at = first + stride; same < limit; at += stride, same++) {
      if ((lastRun[at - base] > run || lastUser[at] > call) !== lives) break;
    }
    return same;
  }
}
