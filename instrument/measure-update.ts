import type { PricedTrace } from '../core/cost/tally.ts';
import type { EngineName } from '../core/measurement/engines.ts';
import { ENGINES } from '../core/measurement/engines.ts';
import type { Measurement } from '../core/measurement/measurement.ts';
import { summarize } from '../core/measurement/measurement.ts';
import type { PricingListener } from '../core/trace/pricing-progress.ts';
import type { Granularity, Semantics, Trace } from '../core/trace/trace.ts';
import { steadyStack } from '../core/trace/trace.ts';
import type { LoopOrder } from './kernel-models/model/loop-order.ts';
import { traceUpdate } from './tensors/trace-update.ts';
import type { UpdateProgram } from './tensors/update-program.ts';

export interface MeasureOptions {
  readonly engine: EngineName;
  readonly granularity: Granularity;
  /** Default `eager`. Under the others an update starts from no stack, so that there is no steady cost. */
  readonly semantics?: Semantics;
  /** Default `tfjs`: as executed. */
  readonly loops?: LoopOrder;
  /** Hears of the cold and the steady pricing as of one. */
  readonly onProgress?: PricingListener | undefined;
}

export interface MeasuredTrace {
  readonly measurement: Measurement;
  readonly cold: PricedTrace;
  /** null where the semantics have no steady operation, or the update does not return its state. */
  readonly steady: PricedTrace | null;
  /** Time that the engine took over the cold update alone. */
  readonly engineSeconds: number;
}

export interface MeasuredUpdate extends MeasuredTrace {
  readonly trace: Trace;
}

/** Traces one update of a program from its shapes, and prices it cold and in steady operation. */
export function measureUpdate(program: UpdateProgram, options: MeasureOptions): MeasuredUpdate {
  const { loops = 'tfjs' } = options;
  const trace = traceUpdate(program, { loops });
  return { trace, ...measureTrace(trace, options) };
}

/** Prices a trace, however it was made: cold, and in steady operation where that has a meaning. */
export function measureTrace(trace: Trace, options: Omit<MeasureOptions, 'loops'>): MeasuredTrace {
  const { engine, granularity, semantics = 'eager', onProgress } = options;
  const price = ENGINES[engine];
  const hasSteady = semantics === 'eager' && replacesItsState(trace);
  const after = (pricings: number): PricingListener | undefined =>
    onProgress && ((done, total) => onProgress(pricings * total + done, (hasSteady ? 2 : 1) * total));
  const start = performance.now();
  const cold = price(trace, { semantics, granularity, onProgress: after(0) });
  const engineSeconds = (performance.now() - start) / 1000;
  const steady = hasSteady
    ? price(trace, { semantics, granularity, initial: steadyStack(trace, cold.finalStack), onProgress: after(1) })
    : null;
  return { measurement: summarize(trace, cold, steady), cold, steady, engineSeconds };
}

function replacesItsState(trace: Trace): boolean {
  return trace.returned.length > 0 && trace.returned.length === trace.arguments.length - trace.batchArguments;
}
