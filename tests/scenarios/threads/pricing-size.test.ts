import { expect, test } from 'vitest';
import type { Instruction } from '../../../core/trace/nest.ts';
import { isWorthAThread, sizeOfProgram, sizeOfTrace } from '../../../scenarios/threads/pricing-size.ts';
import { KernelTraceBuilder, productTrace } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { programOf } from '../../support/traces/trace-program.ts';

test('a product is worth a thread from 32 cubed on', () => {
  expect(sizeOfTrace(productTrace(31, 'ijk')).instructions).toBe(2 * 31 ** 3 + 31 ** 2);
  expect(isWorthAThread(sizeOfTrace(productTrace(31, 'ijk')))).toBe(false);
  expect(isWorthAThread(sizeOfTrace(productTrace(32, 'ijk')))).toBe(true);
});

test('every call of a trace counts, and every address', () => {
  const sizeOf = (columns: number, sweeps: number) => {
    const builder = new KernelTraceBuilder();
    const matrix = builder.argument(4, columns);
    const read: Instruction = { op: 'copy', reads: [{ slot: 0, base: 0, strides: [1] }], write: null };
    for (let sweep = 0; sweep < sweeps; sweep++) builder.call('Read', [matrix], [{ trip: 4 * columns, body: [read] }]);
    return sizeOfTrace(builder.finish('sweeps', [matrix]));
  };
  expect(sizeOf(10, 3).instructions).toBe(3 * sizeOf(10, 1).instructions);
  expect(sizeOf(10, 3).bytes).toBe(sizeOf(10, 1).bytes);
  expect(sizeOf(30, 1).bytes - sizeOf(20, 1).bytes).toBe(sizeOf(20, 1).bytes - sizeOf(10, 1).bytes);
  expect(sizeOf(20, 1).bytes).toBeGreaterThan(sizeOf(10, 1).bytes);
});

test('a program counts with its events, as many as the instructions of its trace', () => {
  const trace = productTrace(5, 'ijk');
  const program = programOf(trace, 'scalar');
  expect(sizeOfProgram(program).instructions).toBe(sizeOfTrace(trace).instructions);
  const more = programOf(productTrace(6, 'ijk'), 'scalar');
  expect(sizeOfProgram(more).bytes).toBeGreaterThan(sizeOfProgram(program).bytes);
});
