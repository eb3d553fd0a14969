import type { PricedTrace } from '../cost/tally.ts';
import type { Program } from '../programs/program.ts';
import type { Granularity, Semantics, Trace } from '../trace/trace.ts';
import { measureColdAndSteady } from './cold-and-steady.ts';
import type { EngineName } from './engines.ts';
import { ENGINES } from './engines.ts';
import { pricedDifference } from './priced-difference.ts';
import type { ProgramEngine } from './program-pricing.ts';
import { priceReads } from './program-pricing.ts';

/** The engine that another is held against: the next slower one, which prices in another way. */
const VERIFIED_BY = { run: 'element', element: 'oracle', oracle: 'element' } as const satisfies Record<
  EngineName,
  ProgramEngine
>;

/**
 * Prices a trace by two engines, cold and, where that has a meaning, in steady operation. The first figure in which they
 * differ, as in `cold: reads at depth 5: 3 by run, 4 by element`, or null.
 */
export function traceDisagreement(
  trace: Trace,
  engine: EngineName,
  options: { readonly semantics: Semantics; readonly granularity: Granularity },
): string | null {
  const other = VERIFIED_BY[engine];
  let found: string | null = null;
  // Without notes of first reads, so that the steady update is priced by itself.
  measureColdAndSteady(
    trace,
    (given, { firstReads: _, ...how }): PricedTrace => {
      const priced = ENGINES[engine](given, how);
      const difference = pricedDifference(given, priced, ENGINES[other](given, how));
      if (difference !== null) {
        const update = how.initial === undefined ? 'cold' : 'steady';
        found ??= `${update}: ${difference.figure}: ${difference.one} by ${engine}, ${difference.other} by ${other}`;
      }
      return priced;
    },
    options,
  );
  return found;
}

/**
 * Prices a scalar program by two engines. The first read in which they differ, as in `read 7: depth 3 by element, 4 by
 * oracle`, or null.
 */
export function programDisagreement(
  program: Program,
  engine: ProgramEngine,
  semantics: Semantics,
  granularity: Granularity = 'scalar',
): string | null {
  const other = VERIFIED_BY[engine];
  const { depths } = priceReads(program, semantics, engine, granularity);
  const others = priceReads(program, semantics, other, granularity).depths;
  const read = depths.findIndex((depth, index) => depth !== others[index]);
  return read === -1 ? null : `read ${read}: depth ${depths[read]} by ${engine}, ${others[read]} by ${other}`;
}
