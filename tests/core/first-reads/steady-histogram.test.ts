import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FirstReads } from '../../../core/first-reads/first-reads.ts';
import { steadyHistogram } from '../../../core/first-reads/steady-histogram.ts';
import { priceByRuns } from '../../../core/run-engine/run-engine.ts';
import type { Granularity, StackRun, Trace } from '../../../core/trace/trace.ts';
import { GRANULARITIES } from '../../../core/trace/trace.ts';
import { kernelTrace } from '../../support/kernel-traces/kernel-trace.ts';
import { productChain, sweptChain } from '../../support/kernel-traces/product-chain.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';
import { shuffledStack } from '../../support/traces/shuffled-stack.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

/** Whether first reads of a trace were noted, after holding what is derived from them against pricing from `initial`. */
function isDerived(trace: Trace, granularity: Granularity, initial: readonly StackRun[]): boolean {
  const firstReads = new FirstReads();
  const cold = priceByRuns(trace, { semantics: 'eager', granularity, firstReads });
  if (!firstReads.isKept) return false;
  const alone = priceByRuns(trace, { semantics: 'eager', granularity });
  expect(cold.histogram.equals(alone.histogram)).toBe(true);
  const derived = steadyHistogram(trace, cold.histogram, firstReads, initial);
  const priced = priceByRuns(trace, { semantics: 'eager', granularity, initial });
  expect(derived.equals(priced.histogram), trace.name).toBe(true);
  expect(derived.maxDepth).toBe(priced.histogram.maxDepth);
  expect(cold.histogram.equals(alone.histogram)).toBe(true);
  return true;
}

test.each(GRANULARITIES)('depths from any initial stack follow from one pricing, at %s granularity', (granularity) => {
  let derived = 0;
  fc.assert(
    fc.property(seeds, fc.constantFrom(3, 7), (seed, scale) => {
      for (const trace of [kernelTrace(seed, scale), randomTrace(seed, scale), productChain(seed), sweptChain(seed)]) {
        if (isDerived(trace, granularity, shuffledStack(trace, seed))) derived++;
      }
    }),
    { numRuns: 80, endOnFailure: true },
  );
  expect(derived).toBeGreaterThan(160);
});
