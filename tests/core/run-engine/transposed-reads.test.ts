import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { TransposedReads } from '../../../core/run-engine/skipping/transposed-reads.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { GRANULARITIES } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder, NAIVE_ORDERS } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

const ORDERS = [...NAIVE_ORDERS, 3, 4, 5, 7];

/** Six products of matrices of random sides, each in a random order, that read what others left in theirs. */
function chain(seed: number): Trace {
  const random = new Random(seed, 3);
  const side = (): number => 4 + random.integer(16);
  const order = () => ORDERS[random.integer(ORDERS.length)];
  const [m, n, o, p] = [side(), side(), side(), side()];
  const builder = new KernelTraceBuilder();
  const a = builder.argument(m, n);
  const b = builder.argument(n, o);
  const c = builder.argument(o, p);
  const ab = builder.product(a, b, order());
  const abc = builder.product(ab, c, order());
  const gradientOfB = builder.product(a, abc, order(), true);
  const back = builder.product(abc, c, order(), false, true);
  const gradientOfA = builder.product(back, a, order(), true);
  const square = builder.product(ab, back, order(), true);
  return builder.finish(`chain ${seed}`, [gradientOfB, gradientOfA, square]);
}

test.each(GRANULARITIES)(
  'old elements that skipped iterations read in the same order are priced row by row, at %s granularity',
  (granularity) => {
    const repeat = vi.spyOn(TransposedReads.prototype, 'repeat');
    try {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
          for (const semantics of ['eager', 'two-stack'] as const) {
            expectAgreement(['run', 'element'], chain(seed), { semantics, granularity });
          }
        }),
        { numRuns: 40, endOnFailure: true },
      );
      const done = repeat.mock.results.filter(({ value }) => value > 0);
      expect(done.length).toBeGreaterThan(200);
    } finally {
      repeat.mockRestore();
    }
  },
);
