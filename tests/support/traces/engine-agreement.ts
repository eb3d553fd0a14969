import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { PricedTrace } from '../../../core/cost/tally.ts';
import type { PricingOptions } from '../../../core/element-engine/element-engine.ts';
import { ENGINES, type EngineName } from '../../../core/measurement/engines.ts';
import type { Trace } from '../../../core/trace/trace.ts';

/**
 * Prices a trace by two or more engines and expects the same from all in everything that they return: histogram, sites,
 * slices, live counts, final stack. Returns what the first one gave.
 */
export function expectAgreement(engines: readonly EngineName[], trace: Trace, options: PricingOptions): PricedTrace {
  const [first, ...others] = engines;
  const priced = ENGINES[first](trace, options);
  const wanted = comparable(priced);
  expect(others).not.toEqual([]);
  for (const other of others) {
    const found = comparable(ENGINES[other](trace, options));
    // Matchers take longer over long arrays than the engines; where something differs, they say what.
    if (isDeepStrictEqual(found, wanted)) continue;
    expect(found, `${trace.name}: ${other} and ${first}`).toStrictEqual(wanted);
  }
  return priced;
}

/** The histogram compared by what it holds, since engines fill it in another order. */
function comparable({ histogram, ...others }: PricedTrace) {
  const depths: number[] = [];
  const counts: number[] = [];
  histogram.forEach((depth, count) => {
    depths.push(depth);
    counts.push(count);
  });
  return { ...others, reads: histogram.reads, depths, counts };
}
