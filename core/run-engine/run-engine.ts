import type { PricedTrace } from '../cost/tally.ts';
import { Tally } from '../cost/tally.ts';
import type { PricingOptions } from '../element-engine/element-engine.ts';
import { priceByElement } from '../element-engine/element-engine.ts';
import { BlockStack } from '../stack/block-stack.ts';
import { StreamWalker } from '../stack/stream-walker.ts';
import type { AddressSpace } from '../trace/address-space.ts';
import { layOut } from '../trace/address-space.ts';
import { MAX_LOOPS, tripCount } from '../trace/nest.ts';
import { pricingProgress } from '../trace/pricing-progress.ts';
import { slicedDepth, sliceOf } from '../trace/slices.ts';
import type { Trace } from '../trace/trace.ts';
import { ClassicSemantics } from './classic-semantics.ts';
import { LiveSemantics } from './live-semantics.ts';
import { LoopRecorder } from './notes/loop-recorder.ts';
import { SegmentNotes } from './notes/segment-notes.ts';
import type { CallPlan } from './plan/call-plan.ts';
import { planCall } from './plan/call-plan.ts';
import type { PlannedLoop, PlannedNode } from './plan/planned-nodes.ts';
import { MAX_STREAMS } from './plan/planned-nodes.ts';
import { UnreadArguments } from './plan/unread-arguments.ts';
import { isWrittenOnce } from './plan/value-lifetimes.ts';
import { BodyPricer } from './records/body-pricer.ts';
import type { RunContext } from './records/run-context.ts';
import type { RunSemantics } from './records/run-semantics.ts';
import { SlicedTally } from './records/sliced-tally.ts';
import type { IterationRunner } from './skipping/loop-skipper.ts';
import { LoopSkipper } from './skipping/loop-skipper.ts';

/**
 * Prices a trace without expanding it: exactly what `priceByElement` returns. Innermost loops are priced as runs (D17),
 * iterations that repeat the one before are not executed (D20), and calls whose operands may meet in an element go
 * element by element, on the same stack (D18). Memory grows with the addresses of the trace and the depths that are
 * read, not with its reads (D24). A trace that writes a value in several calls or into an argument (D41) is left to
 * `priceByElement`.
 * Throws RangeError where `initial` is given with other semantics than `eager`, InputError where an element is read that
 * nothing has written, and under `ir-classic` where more than 2^31 - 2 versions come together.
 */
export function priceByRuns(trace: Trace, options: PricingOptions): PricedTrace {
  const { semantics } = options;
  if (options.initial !== undefined && semantics !== 'eager') {
    throw new RangeError(`priceByRuns: an initial stack has a meaning under eager only, got ${semantics}`);
  }
  const space = layOut(trace);
  if (!isWrittenOnce(trace, space)) return priceByElement(trace, options);
  return new TracePricer(trace, space, options).price();
}

class TracePricer {
  private readonly options: PricingOptions;
  private readonly context: RunContext;
  private readonly semantics: RunSemantics;
  private readonly bodies: BodyPricer;
  private readonly skipper: LoopSkipper;
  private slicedDepth = -1;
  private slice = 0;

  constructor(trace: Trace, space: AddressSpace, options: PricingOptions) {
    this.options = options;
    const isClassic = options.semantics === 'ir-classic';
    const stack = new BlockStack(space.size, isClassic);
    const tally = new Tally(trace, options);
    const recorder = new LoopRecorder(stack);
    const walker = new StreamWalker(stack, MAX_STREAMS);
    this.context = {
      trace,
      space,
      granularity: options.granularity,
      stack,
      tally,
      unread: new UnreadArguments(trace, space, options.semantics),
      firstReads: options.semantics === 'eager' ? (options.firstReads ?? null) : null,
      sliced: new SlicedTally(tally, recorder),
      recorder,
      walker,
      notes: new SegmentNotes(stack, recorder, walker),
      variables: new Int32Array(MAX_LOOPS),
      trips: new Int32Array(MAX_LOOPS),
    };
    this.semantics = isClassic
      ? new ClassicSemantics(this.context)
      : new LiveSemantics(this.context, options.semantics === 'ir-live');
    this.bodies = new BodyPricer(this.context, this.semantics);
    this.skipper = new LoopSkipper(this.context, this.semantics);
  }

  price(): PricedTrace {
    const { options, semantics } = this;
    const { trace, stack, tally } = this.context;
    semantics.begin(options.initial);
    const initialLive = stack.size;
    const endCall = pricingProgress(trace, options.onProgress);
    for (let call = 0; call < trace.calls.length; call++) {
      const plan = planCall(this.context, trace.calls[call]);
      semantics.beginCall(call, plan?.lastRuns ?? null);
      if (plan === null) semantics.priceEvents(call);
      else this.priceRuns(call, plan);
      endCall(call);
    }
    return tally.finish(options.semantics, options.granularity, initialLive, semantics.finish());
  }

  private priceRuns(call: number, plan: CallPlan): void {
    const { trace, sliced } = this.context;
    this.slicedDepth = slicedDepth(trace.nests[trace.calls[call].nest]);
    this.slice = 0;
    sliced.beginCall(call);
    this.bodies.beginCall(call);
    this.skipper.beginCall();
    this.execute(plan.nodes);
  }

  private execute(nodes: readonly PlannedNode[]): void {
    const { variables, trips } = this.context;
    for (const node of nodes) {
      const trip = tripCount(node.trip, variables);
      if ('instructions' in node) {
        const isSliced = node.depth !== -1 && node.depth === this.slicedDepth;
        this.bodies.price(node, trip, isSliced ? -1 : this.slice);
        continue;
      }
      trips[node.depth] = trip;
      const iterations = this.iterationsOf(node, trip);
      if (this.skipper.canSkip(node, trip)) this.skipper.run(node, trip, iterations);
      else for (let v = 0; v < trip; v++) iterations.iterate(v);
    }
  }

  private iterationsOf({ depth, nodes, fresh }: PlannedLoop, trip: number): IterationRunner {
    const isSliced = depth === this.slicedDepth;
    return {
      iterate: (v) => {
        this.context.variables[depth] = v;
        if (isSliced) this.slice = sliceOf(v, trip);
        this.semantics.emptyLocals(fresh);
        this.execute(nodes);
      },
      sliceOf: (v) => (isSliced ? sliceOf(v, trip) : this.slice),
    };
  }
}
