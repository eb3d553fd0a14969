import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { LoopNotes } from '../../../core/run-engine/notes/loop-notes.ts';
import { LoopWindow } from '../../../core/run-engine/skipping/loop-window.ts';
import { GRANULARITIES } from '../../../core/trace/trace.ts';
import { kernelTrace } from '../../support/kernel-traces/kernel-trace.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

/** So few that about half of the iterations are too much. */
const FEW = 100;

test.each(GRANULARITIES)(
  'loops whose iterations are too much to note are executed, at %s granularity',
  (granularity) => {
    const limit = LoopNotes.prototype.limit;
    const full = new Set<LoopNotes>();
    vi.spyOn(LoopNotes.prototype, 'limit').mockImplementation(function (this: LoopNotes) {
      limit.call(this, FEW);
      if (this.isFull) full.add(this);
    });
    const advance = vi.spyOn(LoopWindow.prototype, 'advance');
    try {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
          expectAgreement(['run', 'element'], kernelTrace(seed, 7), { semantics: 'eager', granularity });
        }),
        { numRuns: 200, endOnFailure: true },
      );
      for (const { repeated, old, absent } of full) expect([repeated.count, old, absent]).toEqual([0, [], []]);
      expect(full.size).toBeGreaterThan(20);
      expect(advance.mock.calls.length).toBeGreaterThan(20);
    } finally {
      vi.restoreAllMocks();
    }
  },
);
