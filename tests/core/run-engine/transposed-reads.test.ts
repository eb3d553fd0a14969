import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { TransposedReads } from '../../../core/run-engine/skipping/transposed-reads.ts';
import { GRANULARITIES } from '../../../core/trace/trace.ts';
import { productChain } from '../../support/kernel-traces/product-chain.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

test.each(GRANULARITIES)(
  'old elements that skipped iterations read in the same order are priced row by row, at %s granularity',
  (granularity) => {
    const repeat = vi.spyOn(TransposedReads.prototype, 'repeat');
    try {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
          for (const semantics of ['eager', 'two-stack', 'ir-live', 'ir-classic'] as const) {
            expectAgreement(['run', 'element'], productChain(seed), { semantics, granularity });
          }
        }),
        { numRuns: 20, endOnFailure: true },
      );
      const done = repeat.mock.results.filter(({ value }) => value > 0);
      expect(done.length).toBeGreaterThan(200);
    } finally {
      repeat.mockRestore();
    }
  },
);
