import { expect, test, vi } from 'vitest';
import { RepeatedSegments } from '../../../../core/run-engine/skipping/repeated-segments.ts';
import type { Trace } from '../../../../core/trace/trace.ts';
import { GRANULARITIES } from '../../../../core/trace/trace.ts';
import { KernelTraceBuilder } from '../../../support/kernel-traces/kernel-trace-builder.ts';
import { expectAgreement } from '../../../support/traces/engine-agreement.ts';

/** Two products in tiles of matrices that are several tiles wide, the second of what the first has left. */
function products(side: number, tile: number): Trace {
  const builder = new KernelTraceBuilder();
  const a = builder.argument(side, side + 1);
  const b = builder.argument(side + 1, side);
  const ab = builder.product(a, b, tile);
  const again = builder.product(ab, a, tile);
  return builder.finish('products', [again, builder.product(a, b, tile), builder.sweep([a, again])]);
}

test.each(GRANULARITIES)(
  'what lies along the records of what a loop inside repeated is read in segments, at %s granularity',
  (granularity) => {
    const repeat = vi.spyOn(RepeatedSegments.prototype, 'repeat');
    try {
      for (const semantics of ['eager', 'ir-live', 'ir-classic'] as const) {
        expectAgreement(['run', 'element'], products(33, 6), { semantics, granularity });
      }
      expect(repeat.mock.results.filter(({ value }) => value).length).toBeGreaterThan(20);
    } finally {
      repeat.mockRestore();
    }
  },
);
