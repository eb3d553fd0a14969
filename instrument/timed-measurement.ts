import { measureColdAndSteady } from '../core/measurement/cold-and-steady.ts';
import { ENGINES, type Engine, type EngineName } from '../core/measurement/engines.ts';
import type { Measurement } from '../core/measurement/measurement.ts';
import type { PricingListener } from '../core/trace/pricing-progress.ts';
import type { Granularity, Semantics, Trace } from '../core/trace/trace.ts';

export interface PricingChoice {
  readonly engine: EngineName;
  readonly granularity: Granularity;
  /** Default `eager`. Under the others an update starts from no stack, so that there is no steady cost. */
  readonly semantics?: Semantics;
  /** Whether it is told what kernels read of each kind of tensor, and how deep. Default: false. */
  readonly kinds?: boolean;
  /** Hears of the cold and the steady pricing as of one. */
  readonly onProgress?: PricingListener | undefined;
}

export interface TimedMeasurement {
  readonly measurement: Measurement;
  readonly trace: Trace;
  /** Time that the engine took over the cold update alone. */
  readonly engineSeconds: number;
}

/** Prices a trace, however it was made: cold, and in steady operation where that has a meaning. */
export function measureTrace(trace: Trace, options: PricingChoice): TimedMeasurement {
  const { engine, granularity, semantics = 'eager', kinds = false, onProgress } = options;
  let engineSeconds = 0;
  const timed: Engine = (priced, pricing) => {
    const start = performance.now();
    const result = ENGINES[engine](priced, pricing);
    if (pricing.initial === undefined) engineSeconds = (performance.now() - start) / 1000;
    return result;
  };
  const measurement = measureColdAndSteady(trace, timed, { granularity, semantics, kinds, onProgress });
  return { measurement, trace, engineSeconds };
}
