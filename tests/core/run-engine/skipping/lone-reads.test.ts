import { expect, test, vi } from 'vitest';
import { LoneReads } from '../../../../core/run-engine/skipping/lone-reads.ts';
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
  return builder.finish('products', [again, builder.sweep([a, again])]);
}

test.each(GRANULARITIES)(
  'segments in which one operand reads one stream are priced from its block alone, at %s granularity',
  (granularity) => {
    const repeat = vi.spyOn(LoneReads.prototype, 'repeat');
    try {
      const traces = [products(19, 6), products(16, 4)];
      for (const trace of traces) {
        for (const semantics of ['eager', 'ir-live', 'ir-classic'] as const) {
          expectAgreement(['run', 'element'], trace, { semantics, granularity });
        }
      }
      const counts = repeat.mock.calls.map(([, , , count]) => count);
      expect(counts.filter((count) => count === 1).length).toBeGreaterThan(100);
      expect(counts.filter((count) => count > 1).length).toBeGreaterThan(100);
    } finally {
      repeat.mockRestore();
    }
  },
);
