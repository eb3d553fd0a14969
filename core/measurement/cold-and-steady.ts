import { elementBytesOf, requireSizesOfState } from '../cells/element-sizes.ts';
import { FirstReads } from '../first-reads/first-reads.ts';
import { steadyHistogram } from '../first-reads/steady-histogram.ts';
import { RolesByKernel } from '../parts/role-parts.ts';
import type { PricingListener } from '../trace/pricing-progress.ts';
import type { Granularity, Semantics, Trace } from '../trace/trace.ts';
import { returnedState, steadyStack } from '../trace/trace.ts';
import type { Engine } from './engines.ts';
import type { Measurement, SteadyPricing } from './measurement.ts';
import { summarize } from './measurement.ts';

export interface ColdAndSteadyOptions {
  readonly granularity: Granularity;
  /** Under others than `eager` a program starts from no stack, so that there is no steady cost. */
  readonly semantics: Semantics;
  /** Whether it is told what kernels read of each kind of tensor, and how deep, where all elements have one size. Default: false. */
  readonly kinds?: boolean;
  /** Hears of the cold and the steady pricing, where there are two, as of one. */
  readonly onProgress?: PricingListener | undefined;
}

/**
 * Prices a trace with an engine, cold and, under `eager` and where the trace returns its state, in steady operation (D5),
 * and sums both up. Where the engine notes first reads the steady cost is derived from the one pricing (D54); else the
 * engine prices twice, the steady update from an initial stack. Throws InputError where the new state has elements of
 * other sizes than the old.
 */
export function measureColdAndSteady(trace: Trace, price: Engine, options: ColdAndSteadyOptions): Measurement {
  const { granularity, semantics, kinds = false, onProgress } = options;
  const hasSteady = semantics === 'eager' && replacesItsState(trace);
  if (hasSteady) requireSizesOfState(trace);
  // Elements of several sizes are priced as cells, whose reads are not all counted.
  const isOfOneSize = elementBytesOf(trace, granularity) !== null;
  const firstReads = hasSteady && isOfOneSize ? new FirstReads() : undefined;
  const byRole = kinds && isOfOneSize ? new RolesByKernel(trace) : undefined;
  const isTwo = (): boolean => hasSteady && firstReads?.isKept !== true;
  const after = (pricings: number): PricingListener | undefined =>
    onProgress && ((done, total) => onProgress(pricings * total + done, (isTwo() ? 2 : 1) * total));
  const cold = price(trace, {
    semantics,
    granularity,
    firstReads,
    partDepths: byRole?.depths,
    onProgress: after(0),
  });
  const steadyPricing = (): SteadyPricing => {
    const initial = steadyStack(trace, cold.finalStack);
    if (firstReads?.isKept !== true) {
      return price(trace, { semantics, granularity, initial, onProgress: after(1) });
    }
    return { histogram: steadyHistogram(trace, cold.histogram, firstReads, initial), siteCost: cold.siteCost };
  };
  const summary = summarize(trace, cold, hasSteady ? steadyPricing() : null);
  return byRole === undefined ? summary : { ...summary, kinds: byRole.parts(cold) };
}

function replacesItsState(trace: Trace): boolean {
  const state = returnedState(trace).length;
  return state > 0 && state === trace.arguments.length - trace.batchArguments;
}
