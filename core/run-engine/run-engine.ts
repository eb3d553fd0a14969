import type { PricedTrace } from '../cost/tally.ts';
import { Tally } from '../cost/tally.ts';
import type { PricingOptions } from '../element-engine/element-engine.ts';
import { appendCell, priceByElement } from '../element-engine/element-engine.ts';
import { BlockStack } from '../stack/block-stack.ts';
import { DeadVersions } from '../stack/dead-versions.ts';
import type { AddressSpace } from '../trace/address-space.ts';
import { layOut } from '../trace/address-space.ts';
import { tripCount } from '../trace/nest.ts';
import { pricingProgress } from '../trace/pricing-progress.ts';
import { slicedDepth, sliceOf } from '../trace/slices.ts';
import type { StackRun, Trace } from '../trace/trace.ts';
import { argumentStack } from '../trace/trace.ts';
import { ClassicEvents } from './events/classic-events.ts';
import { readReturnedInSequence, readReturnedTogether } from './events/epilogue.ts';
import { LiveEvents } from './events/live-events.ts';
import { LoopRecorder } from './notes/loop-notes.ts';
import { planCall } from './plan/call-plan.ts';
import type { PlannedLoop, PlannedNode } from './plan/planned-nodes.ts';
import { isWrittenOnce, ValueLifetimes } from './plan/value-lifetimes.ts';
import { BodyPricer } from './records/body-pricer.ts';
import { SlicedTally } from './records/sliced-tally.ts';
import type { IterationRunner } from './skipping/loop-skipper.ts';
import { LoopSkipper } from './skipping/loop-skipper.ts';

const MAX_LOOPS = 16;

/**
 * Prices a trace without expanding it: exactly what `priceByElement` returns. Innermost loops are priced as runs;
 * calls whose operands may meet in an element go element by element, on the same stack. Memory grows with the
 * addresses of the trace and the depths that are read, not with its reads; under `ir-classic` loops are executed and
 * not skipped. Under `ir-live`, and for a trace that writes a value in several calls, it is `priceByElement`.
 * Throws RangeError where `initial` is given with other semantics than `eager`, and under `ir-classic` where more
 * than 2^31 - 2 versions come together.
 */
export function priceByRuns(trace: Trace, options: PricingOptions): PricedTrace {
  const { semantics } = options;
  if (semantics === 'ir-live') return priceByElement(trace, options);
  if (options.initial !== undefined && semantics !== 'eager') {
    throw new RangeError(`priceByRuns: an initial stack has a meaning under eager only, got ${semantics}`);
  }
  const space = layOut(trace);
  if (!isWrittenOnce(trace, space)) return priceByElement(trace, options);
  return new TracePricer(trace, space, options).price();
}

class TracePricer {
  private readonly trace: Trace;
  private readonly space: AddressSpace;
  private readonly options: PricingOptions;
  private readonly stack: BlockStack;
  private readonly tally: Tally;
  private readonly lifetimes: ValueLifetimes;
  private readonly argumentDepth: Int32Array | null;
  private readonly variables = new Int32Array(MAX_LOOPS);
  private readonly trips = new Int32Array(MAX_LOOPS);
  private readonly sliced: SlicedTally;
  private readonly bodies: BodyPricer;
  private readonly skipper: LoopSkipper;
  /** null where dead versions leave the stack. */
  private readonly dead: DeadVersions | null;
  private slicedDepth = -1;
  private slice = 0;

  constructor(trace: Trace, space: AddressSpace, options: PricingOptions) {
    this.trace = trace;
    this.space = space;
    this.options = options;
    const isClassic = options.semantics === 'ir-classic';
    this.stack = new BlockStack(space.size, isClassic);
    this.dead = isClassic ? new DeadVersions(this.stack) : null;
    this.tally = new Tally(trace);
    this.lifetimes = new ValueLifetimes(trace, space);
    this.argumentDepth = options.semantics === 'eager' ? null : argumentDepths(trace, space);
    const loops = { variables: this.variables, trips: this.trips };
    const recorder = new LoopRecorder(this.stack);
    const sliced = new SlicedTally(this.tally, recorder);
    this.sliced = sliced;
    this.bodies = new BodyPricer(this.stack, sliced, recorder, this.lifetimes, loops, this.argumentDepth, this.dead);
    this.skipper = new LoopSkipper(this.stack, sliced, recorder, this.lifetimes, this.argumentDepth);
  }

  price(): PricedTrace {
    const { trace, space, options, tally, dead } = this;
    for (const value of dead === null ? trace.arguments : []) this.lifetimes.enter(value, -1);
    if (options.semantics === 'eager') this.pushArguments(options.initial ?? argumentStack(trace));
    const initialLive = this.stack.size;
    const endCall = pricingProgress(trace, options.onProgress);
    let events: LiveEvents | ClassicEvents | null = null;
    for (let call = 0; call < trace.calls.length; call++) {
      if (dead === null) {
        this.stack.tidy();
        for (const value of space.bornAt[call]) this.lifetimes.enter(value, call);
      } else this.buryUnreadable(dead, call);
      const plan = planCall(trace, space, trace.calls[call], options.granularity);
      if (plan !== null) {
        this.slicedDepth = slicedDepth(trace.nests[trace.calls[call].nest]);
        this.slice = 0;
        this.sliced.beginCall(call);
        this.bodies.beginCall(call, plan.lastRuns);
        this.skipper.beginCall(call, plan.groups);
        this.execute(plan.nodes);
      } else {
        events ??= this.elementEvents();
        events.price(call);
      }
      endCall(call);
    }
    return tally.finish(options.semantics, options.granularity, initialLive, this.finish());
  }

  private elementEvents(): LiveEvents | ClassicEvents {
    const { trace, space, options, stack, tally, lifetimes, dead, argumentDepth } = this;
    return dead !== null && argumentDepth !== null
      ? new ClassicEvents(trace, space, options.granularity, stack, tally, dead, argumentDepth)
      : new LiveEvents(trace, space, options.granularity, stack, tally, lifetimes, argumentDepth);
  }

  /** Before a call nothing is in the locals, and values without a reader from here on are out of reach. */
  private buryUnreadable(dead: DeadVersions, call: number): void {
    const { trace, space } = this;
    dead.buryRange(space.localBase, space.size);
    for (const value of call === 0 ? [] : space.freedAfter[call - 1]) {
      dead.buryRange(space.baseOf[value], space.baseOf[value] + trace.values[value].size);
    }
    dead.settle();
  }

  /** Reads what is returned, where the semantics say so. Returns the stack that the trace leaves. */
  private finish(): StackRun[] {
    const { trace, space, stack, tally, dead, argumentDepth } = this;
    if (argumentDepth === null) return this.finalStack();
    if (dead === null) {
      readReturnedTogether(trace, space, stack, tally, argumentDepth);
      return this.finalStack();
    }
    dead.settle();
    readReturnedInSequence(trace, space, stack, tally, argumentDepth);
    // Nobody continues from it.
    return [];
  }

  /** Elements that nobody uses take no place. */
  private pushArguments(initial: readonly StackRun[]): void {
    const { lastUser } = this.lifetimes;
    for (const { value, first, stride, count } of initial) {
      const base = this.space.baseOf[value] + first;
      for (let i = 0; i < count; ) {
        const start = i;
        const isUsed = lastUser[base + i * stride] !== -1;
        while (i < count && (lastUser[base + i * stride] !== -1) === isUsed) i++;
        if (isUsed) this.stack.pushRun(base + start * stride, stride, i - start);
      }
    }
  }

  private execute(nodes: readonly PlannedNode[]): void {
    const { variables, trips, dead } = this;
    for (const node of nodes) {
      const trip = tripCount(node.trip, variables);
      if ('instructions' in node) {
        const isSliced = node.depth !== -1 && node.depth === this.slicedDepth;
        this.bodies.price(node, trip, isSliced ? -1 : this.slice);
        continue;
      }
      trips[node.depth] = trip;
      const iterations = this.iterationsOf(node, trip);
      if (dead === null && this.skipper.canSkip(node, trip)) this.skipper.run(node, trip, iterations);
      else for (let v = 0; v < trip; v++) iterations.iterate(v);
    }
  }

  private iterationsOf({ depth, nodes, fresh }: PlannedLoop, trip: number): IterationRunner {
    const { dead } = this;
    const isSliced = depth === this.slicedDepth;
    return {
      iterate: (v) => {
        this.variables[depth] = v;
        if (isSliced) this.slice = sliceOf(v, trip);
        if (dead !== null) for (const local of fresh) dead.buryRange(local, local + 1);
        this.execute(nodes);
      },
      sliceOf: (v) => (isSliced ? sliceOf(v, trip) : this.slice),
    };
  }

  private finalStack(): StackRun[] {
    const { trace, space } = this;
    const ranges = trace.returned
      .filter((value) => space.baseOf[value] !== -1)
      .map((value) => ({ value, base: space.baseOf[value], end: space.baseOf[value] + trace.values[value].size }));
    const runs: StackRun[] = [];
    let range = ranges[0];
    this.stack.forEach((address) => {
      // Neighbours on the stack are mostly of one value.
      if (range === undefined || address < range.base || address >= range.end) {
        const found = ranges.find(({ base, end }) => base <= address && address < end);
        if (found === undefined)
          throw new Error(`internal: address ${address} of ${trace.name} is alive after the end`);
        range = found;
      }
      appendCell(runs, range.value, address - range.base);
    });
    return runs;
  }
}

/** The place of each argument element in the flat argument list, 1-based: its depth until it is read. */
function argumentDepths(trace: Trace, space: AddressSpace): Int32Array {
  const depths = new Int32Array(space.size);
  let next = 1;
  for (const value of trace.arguments) {
    const base = space.baseOf[value];
    for (let e = 0; e < trace.values[value].size; e++) depths[base + e] = next++;
  }
  return depths;
}
