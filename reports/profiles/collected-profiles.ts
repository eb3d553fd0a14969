import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import type { Measurement } from '../../core/measurement/measurement.ts';
import { costKey } from '../../core/measurement/measurement.ts';
import type { Program } from '../../core/programs/program.ts';
import type { Granularity, Trace } from '../../core/trace/trace.ts';
import { type CostProfile, costsOfParts, costsOfPlaces, type NamedCost } from './cost-profile.ts';
import { eventsOfProgram, eventsOfTrace, type TraceEvent } from './trace-events.ts';

/** The profiles of what is measured, one after the other. What is added may be forgotten afterwards. */
export class CollectedProfiles {
  readonly costs: CostProfile[] = [];
  readonly events: TraceEvent[] = [];

  /** `bytes`: of an element, as the case is priced; null: each at its own. */
  addTrace(name: string, trace: Trace, measured: Pick<Measurement, 'places' | 'course'>, bytes: number | null): void {
    this.costs.push(costsOfPlaces(name, measured.places, costKey({ elementBytes: bytes })));
    const events = eventsOfTrace(this.costs.length, name, trace, measured.course, bytes ?? ELEMENT_BYTES);
    for (const event of events) this.events.push(event);
  }

  /** `by`: its parts by line, where they were noted, and by operation. `bytes`: of an element. */
  addProgram(
    name: string,
    program: Program,
    cost: number | bigint,
    by: Readonly<Record<string, readonly NamedCost[]>>,
    priced: { readonly granularity: Granularity; readonly bytes: number },
  ): void {
    this.costs.push(costsOfParts(name, Number(cost), by));
    for (const event of eventsOfProgram(this.costs.length, name, program, priced)) this.events.push(event);
  }
}
