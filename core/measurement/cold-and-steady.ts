import { requireSizesOfState } from '../cells/element-sizes.ts';
import type { PricingListener } from '../trace/pricing-progress.ts';
import type { Granularity, Semantics, Trace } from '../trace/trace.ts';
import { returnedState, steadyStack } from '../trace/trace.ts';
import type { Engine } from './engines.ts';
import type { Measurement } from './measurement.ts';
import { summarize } from './measurement.ts';

export interface ColdAndSteadyOptions {
  readonly granularity: Granularity;
  /** Under others than `eager` a program starts from no stack, so that there is no steady cost. */
  readonly semantics: Semantics;
  /** Hears of the cold and the steady pricing as of one. */
  readonly onProgress?: PricingListener | undefined;
}

/**
 * Prices a trace with an engine, first cold and then, under `eager` and where the trace returns its state, in steady
 * operation (D5), and sums both up. Throws InputError where the new state has elements of other sizes than the old. The steady pricing is the one that is given an initial stack.
 */
export function measureColdAndSteady(trace: Trace, price: Engine, options: ColdAndSteadyOptions): Measurement {
  const { granularity, semantics, onProgress } = options;
  const hasSteady = semantics === 'eager' && replacesItsState(trace);
  const after = (pricings: number): PricingListener | undefined =>
    onProgress && ((done, total) => onProgress(pricings * total + done, (hasSteady ? 2 : 1) * total));
  if (hasSteady) requireSizesOfState(trace);
  const cold = price(trace, { semantics, granularity, onProgress: after(0) });
  const steady = hasSteady
    ? price(trace, { semantics, granularity, initial: steadyStack(trace, cold.finalStack), onProgress: after(1) })
    : null;
  return summarize(trace, cold, steady);
}

function replacesItsState(trace: Trace): boolean {
  const state = returnedState(trace).length;
  return state > 0 && state === trace.arguments.length - trace.batchArguments;
}
