import type { Trace } from '../core/trace/trace.ts';
import type { LoopOrder } from './kernel-models/model/loop-order.ts';
import { traceUpdate } from './tensors/trace-update.ts';
import type { UpdateProgram } from './tensors/update-program.ts';
import { measureTrace, type PricingChoice, type TimedMeasurement } from './timed-measurement.ts';

export interface MeasureOptions extends PricingChoice {
  /** Default `tfjs`: as executed. */
  readonly loops?: LoopOrder;
  /** Puts what was traced into another order before it is priced. Default: as traced. */
  readonly order?: ((trace: Trace) => Trace) | undefined;
  /** Whether parts are told apart by the lines of the program, too. Default: false. */
  readonly lines?: boolean;
}

/** Traces one update of a program from its shapes, and prices it cold and in steady operation. Throws what `order` throws. */
export function measureUpdate(program: UpdateProgram, options: MeasureOptions): TimedMeasurement {
  const { loops = 'tfjs', order, lines = false } = options;
  const trace = traceUpdate(program, { loops, lines });
  return measureTrace(order === undefined ? trace : order(trace), options);
}
