import { expect, test, vi } from 'vitest';
import { ENGINE_NAMES } from '../../../core/measurement/engines.ts';
import { LoopWindow } from '../../../core/run-engine/skipping/loop-window.ts';
import type { Access, Instruction, Loop } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { GRANULARITIES } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder, nestOf } from '../../support/kernel-traces/kernel-trace-builder.ts';
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

/** Reads all elements of a zero-filled matrix but one, which is the constant 0, in tiles of columns, then row by row. */
function tilesWithHole(rows: number, tiles: number, width: number, hole: number): Trace {
  const builder = new KernelTraceBuilder();
  const columns = tiles * width;
  const source = builder.argument(1, 1);
  const matrix = builder.computed(rows, columns, true);
  const one: Access = { slot: 0, base: 0, strides: [] };
  const fill = (base: number, count: number) =>
    nestOf([rows, count], [{ op: 'copy', reads: [one], write: { slot: 1, base, strides: [columns, 1] } }]);
  const read = (...strides: number[]): Instruction => ({
    op: 'copy',
    reads: [{ slot: 1, base: 0, strides }],
    write: null,
  });
  builder.call('Fill', [source, matrix], [...fill(0, hole), ...fill(hole + 1, columns - hole - 1)]);
  builder.call('Tiles', [source, matrix], nestOf([tiles, width, rows], [read(width, 1, columns)]));
  builder.call('Rows', [source, matrix], nestOf([rows, columns], [read(columns, 1)]));
  return builder.finish(`hole at ${hole}`, [source]);
}

test.each(GRANULARITIES)(
  'what a loop inside repeats is looked for on the stack all of its times, at %s granularity',
  (granularity) => {
    for (const column of [3, 5, 9, 11]) {
      for (const semantics of ['eager', 'ir-live', 'ir-classic', 'two-stack'] as const) {
        expectAgreement(['run', 'element'], tilesWithHole(2, 9, 12, 5 * 12 + column), { semantics, granularity });
      }
    }
  },
);

test('loops around loops of no iterations have no live elements, skipped or not', () => {
  const builder = new KernelTraceBuilder();
  const matrix = builder.argument(8, 3);
  const read: Instruction = { op: 'copy', reads: [{ slot: 0, base: 0, strides: [3, 1] }], write: null };
  builder.call('None', [matrix], nestOf([8, 3, 0], [read]));
  builder.call('All', [matrix], nestOf([8, 3], [read]));
  const trace = builder.finish('loops of no iterations', [matrix]);
  for (const semantics of ['eager', 'ir-live', 'ir-classic', 'two-stack'] as const) {
    expectAgreement(['run', 'element'], trace, { semantics, granularity: 'scalar' });
  }
});
