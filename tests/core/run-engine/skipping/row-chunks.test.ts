import { expect, test, vi } from 'vitest';
import { OldRows } from '../../../../core/run-engine/skipping/old-rows.ts';
import type { Instruction } from '../../../../core/trace/nest.ts';
import type { Trace } from '../../../../core/trace/trace.ts';
import { GRANULARITIES } from '../../../../core/trace/trace.ts';
import { KernelTraceBuilder, nestOf } from '../../../support/kernel-traces/kernel-trace-builder.ts';
import { tiledChain } from '../../../support/kernel-traces/product-chain.ts';
import { expectAgreement } from '../../../support/traces/engine-agreement.ts';

/** A matrix is left by a product in tiles, then copied by columns, and the copy is summed up with it. */
function transposed(rows: number, columns: number, tile: number, byRows: boolean): Trace {
  const builder = new KernelTraceBuilder();
  const a = builder.argument(7, rows);
  const b = builder.argument(rows, columns);
  const out = builder.product(a, b, tile);
  const copy = builder.computed(columns, rows);
  const move: Instruction = {
    op: 'copy',
    reads: [{ slot: 0, base: 0, strides: byRows ? [columns, 1] : [1, columns] }],
    write: { slot: 1, base: 0, strides: byRows ? [1, rows] : [rows, 1] },
  };
  builder.call('Transpose', [b, copy], nestOf(byRows ? [rows, columns] : [columns, rows], [move]));
  const sum = builder.computed(1, columns);
  const add: Instruction = {
    op: 'add',
    reads: [{ slot: 0, base: 0, strides: [rows, 1] }, { local: 0 }],
    write: { local: 0 },
  };
  const store: Instruction = { op: 'copy', reads: [{ local: 0 }], write: { slot: 1, base: 0, strides: [1] } };
  builder.call('Sum', [copy, sum], [{ trip: columns, fresh: [0], body: [...nestOf([rows], [add]), store] }]);
  return builder.finish('transposed', [out, sum, builder.sweep([b, b])]);
}

test.each(GRANULARITIES)(
  'rows are read tile by tile where they run through several, at %s granularity',
  (granularity) => {
    const find = vi.spyOn(OldRows.prototype, 'find');
    try {
      for (const byRows of [true, false]) {
        for (const semantics of ['eager', 'ir-live', 'ir-classic'] as const) {
          expectAgreement(['run', 'element'], transposed(29, 31, 8, byRows), { semantics, granularity });
        }
      }
      const most = find.mock.calls.map(([, here]) => here);
      const shorter = find.mock.results.filter(({ value }, index) => value > 0 && value < most[index]);
      expect(shorter.length).toBeGreaterThan(5);
    } finally {
      find.mockRestore();
    }
  },
);

test.each(GRANULARITIES)('rows are read that take every other element of a piece, at %s granularity', (granularity) => {
  const builder = new KernelTraceBuilder();
  const matrix = builder.argument(9, 24);
  const out = builder.computed(12, 9);
  const move: Instruction = {
    op: 'copy',
    reads: [{ slot: 0, base: 0, strides: [2, 24] }],
    write: { slot: 1, base: 0, strides: [9, 1] },
  };
  builder.call('Every other', [matrix, out], nestOf([12, 9], [move]));
  const trace = builder.finish('every other', [out, builder.sweep([matrix, matrix])]);
  for (const semantics of ['eager', 'ir-classic'] as const) {
    expectAgreement(['run', 'element'], trace, { semantics, granularity });
  }
});

test.each(GRANULARITIES)('rows are read alike a few iterations at a time, at %s granularity', (granularity) => {
  const few = 3;
  const find = OldRows.prototype.find;
  const found: number[] = [];
  vi.spyOn(OldRows.prototype, 'find').mockImplementation(function (this: OldRows, by, most, recorder) {
    const here = find.call(this, by, Math.min(most, few), recorder);
    found.push(here);
    return here;
  });
  try {
    const traces = [transposed(19, 21, 8, true), transposed(19, 21, 8, false), tiledChain(1)];
    for (const trace of traces) {
      for (const semantics of ['eager', 'ir-classic'] as const) {
        expectAgreement(['run', 'element'], trace, { semantics, granularity });
      }
    }
    expect(found.filter((here) => here === few).length).toBeGreaterThan(20);
  } finally {
    vi.restoreAllMocks();
  }
});
