import { expect, test, vi } from 'vitest';
import { BlockStack } from '../../../core/stack/block-stack.ts';
import type { Access, Instruction } from '../../../core/trace/nest.ts';
import { KernelTraceBuilder } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

test('elements that a product leaves one by one are joined once what lay between them is used up', () => {
  const rows = 18_000;
  const shared = 2;
  const columns = 4;
  const builder = new KernelTraceBuilder();
  const x = builder.argument(rows, shared);
  const w = builder.argument(shared, columns);
  const product = builder.product(x, w, 'ijk');
  const doubled = builder.computed(1, rows * columns);
  const at = (slot: number): Access => ({ slot, base: 0, strides: [1] });
  const double: Instruction = { op: 'add', reads: [at(0), at(0)], write: at(1) };
  builder.call('Double', [product, doubled], [{ trip: rows * columns, body: [double] }]);
  // Half of x is used later, so that the rows are not alike and the loop over them is executed.
  const half = builder.computed(1, rows);
  builder.call('Half', [x, half], [{ trip: rows, body: [{ op: 'copy', reads: [at(0)], write: at(1) }] }]);
  const trace = builder.finish('many blocks', [doubled, half]);
  const tidy = vi.spyOn(BlockStack.prototype, 'tidy');
  const joined = vi.spyOn(BlockStack.prototype, 'join');
  try {
    expectAgreement(['run', 'element'], trace, { semantics: 'eager', granularity: 'register' });
    expect(tidy).toHaveBeenCalledTimes(trace.calls.length);
    expect(joined.mock.calls.length).toBeGreaterThan(rows * (columns - 1));
  } finally {
    vi.restoreAllMocks();
  }
});
