import type { EngineName } from '../core/engines.ts';
import { ENGINES } from '../core/engines.ts';
import type { Measurement } from '../core/measurement.ts';
import { summarize } from '../core/measurement.ts';
import type { PricedTrace } from '../core/tally.ts';
import type { Granularity, Semantics, Trace } from '../core/trace.ts';
import { steadyStack } from '../core/trace.ts';
import type { LoopOrder } from '../instrument/kernel-models/loop-order.ts';
import { traceUpdate } from '../instrument/trace-update.ts';
import type { UpdateProgram } from '../instrument/update-program.ts';

export interface MeasureOptions {
  readonly engine: EngineName;
  readonly granularity: Granularity;
  /** Default `eager`. Under the others an update starts from no stack, so that there is no steady cost. */
  readonly semantics?: Semantics;
  /** Default `tfjs`: as executed. */
  readonly loops?: LoopOrder;
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
  const { engine, granularity, semantics = 'eager' } = options;
  const price = ENGINES[engine];
  const start = performance.now();
  const cold = price(trace, { semantics, granularity });
  const engineSeconds = (performance.now() - start) / 1000;
  const steady =
    semantics === 'eager' && replacesItsState(trace)
      ? price(trace, { semantics, granularity, initial: steadyStack(trace, cold.finalStack) })
      : null;
  return { measurement: summarize(trace, cold, steady), cold, steady, engineSeconds };
}

function replacesItsState(trace: Trace): boolean {
  return trace.returned.length > 0 && trace.returned.length === trace.arguments.length - trace.batchArguments;
}
