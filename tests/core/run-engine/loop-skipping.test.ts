import { expect, test, vi } from 'vitest';
import { ENGINE_NAMES } from '../../../core/measurement/engines.ts';
import { LoopWindow } from '../../../core/run-engine/skipping/loop-window.ts';
import type { Access, Instruction, Loop } from '../../../core/trace/nest.ts';
import { GRANULARITIES } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

/**
 * Rows of a zero-filled matrix, of which the first `empty` were never written and are the constant 0, each read beside
 * one and the same vector, twice over.
 */
function rowsBesideVector(rows: number, columns: number, empty: number) {
  const builder = new KernelTraceBuilder();
  const source = builder.argument(rows - empty, columns);
  const vector = builder.argument(1, columns);
  const matrix = builder.computed(rows, columns, true);
  const at = (slot: number, base: number, ...strides: number[]): Access => ({ slot, base, strides });
  const copy: Instruction = { op: 'copy', reads: [at(0, 0, 1)], write: at(1, empty * columns, 1) };
  builder.call('Fill', [source, matrix], [{ trip: (rows - empty) * columns, body: [copy] }]);
  const meet: Instruction = { op: 'add', reads: [at(0, 0, 0, 0, 1), at(1, 0, columns, 0, 1)], write: null };
  const twice: Loop = { trip: 2, body: [{ trip: columns, body: [meet] }] };
  builder.call('Meet', [vector, matrix], [{ trip: rows, body: [twice] }]);
  return builder.finish(`rows beside a vector, ${empty} empty`, [vector, matrix]);
}

// What iteration 1 of the loop over rows reads of the vector lies under what iteration 0 left: a row, or nothing.
test.each(GRANULARITIES)(
  'a loop whose first iteration leaves less behind than the second is priced by no iteration, at %s granularity',
  (granularity) => {
    const advance = vi.spyOn(LoopWindow.prototype, 'advance');
    try {
      expectAgreement(ENGINE_NAMES, rowsBesideVector(9, 3, 0), { semantics: 'eager', granularity });
      expect(advance).toHaveBeenCalled();
      advance.mockClear();
      expectAgreement(ENGINE_NAMES, rowsBesideVector(9, 3, 1), { semantics: 'eager', granularity });
      expect(advance).not.toHaveBeenCalled();
    } finally {
      advance.mockRestore();
    }
  },
);
