import type { PartDepths } from '../cost/part-depths.ts';
import type { CellPricing, PricedTrace } from '../cost/tally.ts';
import type { FirstReads } from '../first-reads/first-reads.ts';
import { InputError } from '../input-error.ts';
import type { DepthStack } from '../stack/depth-stack.ts';
import { LruStack } from '../stack/lru-stack.ts';
import { layOut } from '../trace/address-space.ts';
import { executionCounts } from '../trace/iteration-shapes.ts';
import { instructionsOf } from '../trace/nest.ts';
import type { PricingListener } from '../trace/pricing-progress.ts';
import { pricingProgress } from '../trace/pricing-progress.ts';
import type { Granularity, Semantics, StackRun, Trace } from '../trace/trace.ts';
import { argumentStack } from '../trace/trace.ts';
import { ElementPricer } from './element-pricer.ts';
import { EventBatch } from './event-batch.ts';
import { expand } from './expansion.ts';
import { lastUses } from './last-uses.ts';

export interface PricingOptions {
  readonly semantics: Semantics;
  readonly granularity: Granularity;
  /**
   * The stack before the first call, bottom to top; `eager` only. Default: the arguments, as a cold update finds them.
   */
  readonly initial?: readonly StackRun[];
  /** How cells are counted, of a trace whose elements are not all of ELEMENT_BYTES; `priceBySizes` says it. */
  readonly cells?: CellPricing;
  /**
   * Where first reads of arguments are to be noted under `eager`, by engines that can; the result does not depend on it.
   */
  readonly firstReads?: FirstReads | undefined;
  /** Counts the reads of each part by depth, of a trace whose elements all have one size; the result does not depend on it. */
  readonly partDepths?: PartDepths | undefined;
  /** The result does not depend on it. */
  readonly onProgress?: PricingListener | undefined;
}

/** Makes an empty stack over the keys 0 .. size-1. */
export type StackFactory = (size: number) => DepthStack;

/** As many as an LruStack takes. */
const MAX_KEYS = 2 ** 30;

/**
 * Prices a trace element by element: exact for every trace, and what the run engine is measured against. Constants have
 * no place (D2), arguments begin and results stay where D4 says. Expands the trace twice, first for the last uses.
 * About 0.1 microseconds a read; 1 bit an access and 18 bytes an address (D8), and under `ir-classic`, which drops
 * nothing, 8 bytes a write.
 * Throws RangeError where `initial` is given with other semantics than `eager`, InputError where an element is read that
 * nothing has written, and under `ir-classic` where more than 2^30 versions come together.
 */
export function priceByElement(
  trace: Trace,
  options: PricingOptions,
  createStack: StackFactory = (size) => new LruStack(size),
): PricedTrace {
  const { semantics, granularity } = options;
  if (options.initial !== undefined && semantics !== 'eager') {
    throw new RangeError(`priceByElement: an initial stack has a meaning under eager only, got ${semantics}`);
  }
  const context = { trace, space: layOut(trace), granularity };
  const { size } = context.space;
  const keys = semantics === 'ir-classic' ? size + writesOf(trace) : size;
  if (keys > MAX_KEYS) {
    throw new InputError(
      `${trace.name}: ${semantics} keeps ${keys} versions, the limit of this engine is 2^30; price it by the run engine`,
    );
  }
  const endCall = pricingProgress(trace, options.onProgress);
  const uses = lastUses(trace, context.space, granularity);
  const stack = createStack(keys);
  const pricer = new ElementPricer(context, options, uses, stack, endCall);
  if (semantics === 'eager') pricer.pushArguments(options.initial ?? argumentStack(trace));
  const initialLive = stack.size;
  expand(trace, context.space, granularity, new EventBatch(pricer));
  pricer.readReturned();
  return pricer.tally.finish(semantics, granularity, initialLive, pricer.finalStack());
}

function writesOf(trace: Trace): number {
  const writes = trace.nests.map((nest) => {
    const counts = executionCounts(nest);
    return instructionsOf(nest).reduce((sum, instruction, i) => sum + (instruction.write === null ? 0 : counts[i]), 0);
  });
  return trace.calls.reduce((sum, call) => sum + writes[call.nest], 0);
}
