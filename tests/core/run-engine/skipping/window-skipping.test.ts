import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { ShiftedWindows } from '../../../../core/run-engine/plan/shifted-windows.ts';
import { Segments } from '../../../../core/run-engine/records/segments.ts';
import { priceByRuns } from '../../../../core/run-engine/run-engine.ts';
import { LoopWindow } from '../../../../core/run-engine/skipping/loop-window.ts';
import { GRANULARITIES } from '../../../../core/trace/trace.ts';
import {
  convolutionTrace,
  matrixWrittenOver,
  rowsFromBothEnds,
  windowChain,
} from '../../../support/kernel-traces/window-chain.ts';
import { expectAgreement } from '../../../support/traces/engine-agreement.ts';

const SKIPPED_UNDER = ['eager', 'two-stack', 'ir-live', 'ir-classic'] as const;

describe.each(SKIPPED_UNDER)('under %s', (semantics) => {
  test.each(GRANULARITIES)(
    'loops over windows that meet are priced alike, skipped or not, at %s granularity',
    (granularity) => {
      const alike = vi.spyOn(ShiftedWindows.prototype, 'areAlike');
      const advance = vi.spyOn(LoopWindow.prototype, 'advance');
      try {
        fc.assert(
          fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
            expectAgreement(['run', 'element'], windowChain(seed), { semantics, granularity });
          }),
          { numRuns: 50, endOnFailure: true },
        );
        const found = alike.mock.results.map(({ value }) => value);
        expect(found.filter((isAlike) => isAlike).length).toBeGreaterThan(60);
        expect(found.filter((isAlike) => !isAlike).length).toBeGreaterThan(60);
        expect(advance.mock.calls.length).toBeGreaterThan(60);
      } finally {
        vi.restoreAllMocks();
      }
    },
  );

  test('rows that are read from both ends are priced alike where they meet', () => {
    for (const trip of [9, 10, 11, 12]) {
      for (const granularity of GRANULARITIES) {
        expectAgreement(['run', 'element'], rowsFromBothEnds(2 * trip - 3, trip), { semantics, granularity });
      }
    }
  });

  test('what skipped iterations write over is dead where it lay', () => {
    const priced = matrixWrittenOver(6, 7, 4);
    for (const granularity of GRANULARITIES) expectAgreement(['run', 'element'], priced, { semantics, granularity });
  });

  test.each([false, true])(
    'a convolution executes three iterations of every loop of five or more, cut: %s',
    (isCut) => {
      expectAgreement(['run', 'element'], convolutionTrace(6, 5, 7, isCut), { semantics, granularity: 'scalar' });
      for (const size of [6, 12]) {
        const one = vi.spyOn(Segments.prototype, 'one');
        const several = vi.spyOn(Segments.prototype, 'several');
        try {
          priceByRuns(convolutionTrace(size, 9, 9, isCut), { semantics, granularity: 'scalar' });
          // A run under ir-classic may begin with a record by itself.
          expect(one.mock.calls.length + several.mock.calls.length).toBeLessThanOrEqual(3 * (3 ** 5 + 54));
        } finally {
          vi.restoreAllMocks();
        }
      }
    },
  );
});
