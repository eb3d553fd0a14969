import type { Program } from '../../core/programs/program.ts';
import type { Trace } from '../../core/trace/trace.ts';
import type { CaseSettings } from './case-figures.ts';
import { measureProgramCase } from './measured-program.ts';
import { type MeasuredBody, measureTraceCase } from './measured-trace.ts';

/** What a body does, as data: calls of loops, or one scalar operation after the other. */
export type RecordedBody = { readonly trace: Trace } | { readonly program: Program };

/** Prices what a body does. */
export function measureBody(recorded: RecordedBody, settings: CaseSettings): MeasuredBody {
  return 'trace' in recorded
    ? measureTraceCase(recorded.trace, settings)
    : { figures: measureProgramCase(recorded.program, settings), measurement: null };
}
