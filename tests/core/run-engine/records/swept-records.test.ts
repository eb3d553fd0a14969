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

test.each(GRANULARITIES)(
  'records that are swept a few at a time are priced alike, at %s granularity',
  (granularity) => {
    const few = 3;
    const find = StreamSweep.prototype.find;
    const found: number[] = [];
    vi.spyOn(StreamSweep.prototype, 'find').mockImplementation(function (
      this: StreamSweep,
      moving,
      done,
      limit,
      deepest,
    ) {
      const count = find.call(this, moving, done, Math.min(limit, few), deepest);
      found.push(count);
      return count;
    });
    try {
      for (let seed = 0; seed < 4; seed++) {
        for (const semantics of ['eager', 'two-stack', 'ir-live', 'ir-classic'] as const) {
          expectAgreement(['run', 'element'], sweptChain(seed), { semantics, granularity });
        }
      }
      expect(found.filter((count) => count === few).length).toBeGreaterThan(100);
    } finally {
      vi.restoreAllMocks();
    }
  },
);
