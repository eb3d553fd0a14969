import { describe, expect, test } from 'vitest';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { ENGINE_NAMES, ENGINES } from '../../../core/measurement/engines.ts';
import { createProgram } from '../../../core/programs/program-source.ts';
import { eagerTrace } from '../../../core/programs/semantics.ts';
import type { Access, Node, Operand } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder, productTrace } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { naiveMatmul } from '../../support/scalars/scalar-programs.ts';

const TERM = { local: 0 };

/**
 * The reference's program as a trace: c[i][j] is a[i][0] b[0][j], and then itself and a[i][k] b[k][j], k = 1 .. n - 1.
 * The last sum is what is returned.
 */
function naiveMatmulTrace(n: number): Trace {
  const builder = new KernelTraceBuilder();
  const a = builder.argument(n, n);
  const b = builder.argument(n, n);
  const c = builder.computed(n, n);
  const out: Access = { slot: 2, base: 0, strides: [n, 1] };
  const factors = (row: Partial<Access>, column: Partial<Access>): Operand[] => [
    { slot: 0, base: 0, strides: [n], ...row },
    { slot: 1, base: 0, strides: [0, 1], ...column },
  ];
  const others: Node[] = [
    { op: 'mul', reads: factors({ base: 1, strides: [n, 0, 1] }, { base: n, strides: [0, 1, n] }), write: TERM },
    { op: 'add', reads: [out, TERM], write: out },
  ];
  const element: Node[] = [
    { op: 'mul', reads: factors({}, {}), write: out },
    { trip: n - 1, body: others },
  ];
  builder.call('MatMul', [a, b, c], [{ trip: n, body: [{ trip: n, body: element }] }], 1);
  return builder.finish(`naive matmul ${n}`, [c]);
}

// The reference's own costs, at one byte per element.
describe.each([
  [8, 8867],
  [16, 109783],
  [32, 1505125],
])('%i x %i costs %i in eager', (n, cost) => {
  const options = { semantics: 'eager', granularity: 'scalar' } as const;

  test.each(ENGINE_NAMES)('as a trace, under the %s engine, read by read', (name) => {
    const { histogram } = ENGINES[name](naiveMatmulTrace(n), options);
    const program = new DepthHistogram();
    for (const depth of eagerTrace(createProgram(naiveMatmul(n)))) program.add(depth);
    expect(histogram.totalCost(1)).toBe(cost);
    expect(histogram.equals(program)).toBe(true);
  });

  // The kernel sums in a local: 0 + the first product, and the copy to the output, read the top of the stack once each.
  test.each(ENGINE_NAMES)('and 2 more for each element as the kernel computes it, under the %s engine', (name) => {
    const { histogram } = ENGINES[name](productTrace(n, 'ijk'), options);
    expect(histogram.totalCost(1)).toBe(cost + 2 * n * n);
  });
});
