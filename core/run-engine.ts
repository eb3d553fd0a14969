import type { AddressSpace } from './address-space.ts';
import { layOut } from './address-space.ts';
import { BlockStack } from './block-stack.ts';
import { planCall } from './call-plan.ts';
import type { PricingOptions } from './element-engine.ts';
import { appendCell, priceByElement } from './element-engine.ts';
import { ElementEvents } from './element-events.ts';
import { SLICES, slicedDepth, sliceOf } from './expansion.ts';
import { LoopRecorder } from './loop-recording.ts';
import { tripCount } from './nest.ts';
import type { PlannedLoop, PlannedNode } from './planned-call.ts';
import { pricingProgress } from './pricing-progress.ts';
import { RunPricer } from './run-pricer.ts';
import { SlicedTally } from './sliced-tally.ts';
import type { PricedTrace } from './tally.ts';
import { Tally } from './tally.ts';
import type { StackRun, Trace } from './trace.ts';
import { argumentStack } from './trace.ts';
import { isWrittenOnce, ValueLifetimes } from './value-lifetimes.ts';
import type { IterationRunner } from './warping.ts';
import { LoopWarper } from './warping.ts';

const MAX_LOOPS = 16;

/**
 * Prices a trace without expanding it: exactly what `priceByElement` returns. Innermost loops are priced as runs;
 * calls whose operands may meet in an element go element by element, on the same stack. Memory grows with the
 * addresses of the trace, not with its reads. Under `ir-live` and `ir-classic`, and for a trace that writes a value in
 * several calls, it is `priceByElement`.
 * Throws RangeError where `initial` is given with other semantics than `eager`.
 */
export function priceByRuns(trace: Trace, options: PricingOptions): PricedTrace {
  const { semantics } = options;
  if (semantics === 'ir-live' || semantics === 'ir-classic') return priceByElement(trace, options);
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
  private readonly runs: RunPricer;
  private readonly warper: LoopWarper;
  private slicedDepth = -1;
  private slice = 0;

  constructor(trace: Trace, space: AddressSpace, options: PricingOptions) {
    this.trace = trace;
    this.space = space;
    this.options = options;
    this.stack = new BlockStack(space.size);
    this.tally = new Tally(trace);
    this.lifetimes = new ValueLifetimes(trace, space);
    this.argumentDepth = options.semantics === 'two-stack' ? argumentDepths(trace, space) : null;
    const loops = { variables: this.variables, trips: this.trips };
    const recorder = new LoopRecorder(this.stack);
    const sliced = new SlicedTally(this.tally, recorder);
    this.sliced = sliced;
    this.runs = new RunPricer(this.stack, sliced, recorder, this.lifetimes, loops, this.argumentDepth);
    this.warper = new LoopWarper(this.stack, sliced, recorder, this.lifetimes, this.argumentDepth);
  }

  price(): PricedTrace {
    const { trace, space, options, tally } = this;
    for (const value of trace.arguments) this.lifetimes.enter(value, -1);
    if (options.semantics === 'eager') this.pushArguments(options.initial ?? argumentStack(trace));
    const initialLive = this.stack.size;
    const endCall = pricingProgress(trace, options.onProgress);
    let events: ElementEvents | null = null;
    for (let call = 0; call < trace.calls.length; call++) {
      this.stack.tidy();
      for (const value of space.bornAt[call]) this.lifetimes.enter(value, call);
      const plan = planCall(trace, space, trace.calls[call], options.granularity);
      if (plan !== null) {
        this.slicedDepth = slicedDepth(trace.nests[trace.calls[call].nest]);
        this.slice = 0;
        this.sliced.beginCall(call);
        this.runs.beginCall(call, plan.visits);
        this.warper.beginCall(call, plan.groups);
        this.execute(plan.nodes);
      } else {
        events ??= new ElementEvents(
          trace,
          space,
          options.granularity,
          this.stack,
          tally,
          this.lifetimes,
          this.argumentDepth,
        );
        events.price(call);
      }
      endCall(call);
    }
    if (options.semantics === 'two-stack') this.readReturned();
    return tally.finish(options.semantics, options.granularity, initialLive, this.finalStack());
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
    const { variables, trips } = this;
    for (const node of nodes) {
      const trip = tripCount(node.trip, variables);
      if ('instructions' in node) {
        const isSliced = node.depth !== -1 && node.depth === this.slicedDepth;
        this.runs.price(node, trip, isSliced ? -1 : this.slice);
        continue;
      }
      trips[node.depth] = trip;
      const iterations = this.iterationsOf(node, trip);
      if (this.warper.canWarp(node, trip)) this.warper.run(node, trip, iterations);
      else for (let v = 0; v < trip; v++) iterations.iterate(v);
    }
  }

  private iterationsOf({ depth, nodes }: PlannedLoop, trip: number): IterationRunner {
    const isSliced = depth === this.slicedDepth;
    return {
      iterate: (v) => {
        this.variables[depth] = v;
        if (isSliced) this.slice = sliceOf(v, trip);
        this.execute(nodes);
      },
      sliceOf: (v) => (isSliced ? sliceOf(v, trip) : this.slice),
    };
  }

  /** `two-stack` reads each distinct returned element on one and the same state. */
  private readReturned(): void {
    const { trace, space, stack, tally, argumentDepth } = this;
    const epilogue = trace.calls.length;
    trace.returned.forEach((id, r) => {
      const value = trace.values[id];
      if (value.kind === 'constant' || trace.returned.indexOf(id) < r) return;
      const base = space.baseOf[id];
      const site = tally.siteStart[epilogue] + r;
      for (let address = base; address < base + value.size; address++) {
        // What is not on the stack otherwise is an element of a zero-filled output that nothing was added to.
        if (stack.has(address)) tally.read(site, epilogue * SLICES, stack.depthOf(address));
        else if (value.kind === 'argument' && argumentDepth !== null) {
          tally.read(site, epilogue * SLICES, argumentDepth[address]);
        }
      }
    });
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
