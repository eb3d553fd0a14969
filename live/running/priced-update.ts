import { ENGINES } from '../../core/measurement/engines.ts';
import { type Measurement, summarize } from '../../core/measurement/measurement.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { traceUpdate } from '../../instrument/tensors/trace-update.ts';
import { POINTS, RULES, type RuleId, toyTask } from './toy-task.ts';

/** The figures of one update of a rule on all points, traced here and now: cold alone, which is what totals are made of. */
export function pricedUpdate(rule: RuleId): Measurement {
  return pricedTrace(traceUpdate(RULES[rule].update(toyTask().shape, POINTS)));
}

/** The figures of finding the label of one point. */
export function pricedPrediction(rule: RuleId): Measurement {
  const program = RULES[rule].predictProgram?.(toyTask().shape, 1);
  if (program === undefined) throw new RangeError(`pricedPrediction: ${rule} has no program that predicts`);
  return pricedTrace(traceUpdate(program));
}

/** The figures of a trace, cold. */
export function pricedTrace(trace: Trace): Measurement {
  return summarize(trace, ENGINES.run(trace, { semantics: 'eager', granularity: 'scalar' }), null);
}
