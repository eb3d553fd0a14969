import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { StreamSweep } from '../../../../core/stack/stream-sweep.ts';
import { GRANULARITIES } from '../../../../core/trace/trace.ts';
import { sweptChain } from '../../../support/kernel-traces/product-chain.ts';
import { expectAgreement } from '../../../support/traces/engine-agreement.ts';

test.each(GRANULARITIES)(
  'records that take single elements of what lies in columns are priced together, at %s granularity',
  (granularity) => {
    const find = vi.spyOn(StreamSweep.prototype, 'find');
    try {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
          for (const semantics of ['eager', 'two-stack', 'ir-live', 'ir-classic'] as const) {
            expectAgreement(['run', 'element'], sweptChain(seed), { semantics, granularity });
          }
        }),
        { numRuns: 12, endOnFailure: true },
      );
      const several = find.mock.results.filter(({ value }) => value > 3);
      expect(several.length).toBeGreaterThan(300);
    } finally {
      find.mockRestore();
    }
  },
);
