import { expect } from 'vitest';
import type { PricedTrace } from '../../../core/cost/tally.ts';
import type { PricingOptions } from '../../../core/element-engine/element-engine.ts';
import { ENGINES, type EngineName } from '../../../core/measurement/engines.ts';
import { pricedDifference } from '../../../core/measurement/priced-difference.ts';
import type { Trace } from '../../../core/trace/trace.ts';

/**
 * Prices a trace by two or more engines and expects the same from all in everything that they return: histogram, sites,
 * slices, live counts, final stack. Returns what the first one gave.
 */
export function expectAgreement(engines: readonly EngineName[], trace: Trace, options: PricingOptions): PricedTrace {
  const [first, ...others] = engines;
  const priced = ENGINES[first](trace, options);
  expect(others).not.toEqual([]);
  for (const other of others) {
    const difference = pricedDifference(trace, ENGINES[other](trace, options), priced);
    // Matchers take longer than the engines.
    if (difference !== null) expect(difference, `${trace.name}: ${other} and ${first}`).toBeNull();
  }
  return priced;
}
