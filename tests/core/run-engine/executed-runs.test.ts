import { expect, test, vi } from 'vitest';
import type { PlannedBody } from '../../../core/run-engine/plan/planned-nodes.ts';
import { Segments } from '../../../core/run-engine/records/segments.ts';
import { priceByRuns } from '../../../core/run-engine/run-engine.ts';
import type { Semantics, Trace } from '../../../core/trace/trace.ts';
import { GRANULARITIES } from '../../../core/trace/trace.ts';
import { type ProductOrder, productTrace } from '../../support/kernel-traces/kernel-trace-builder.ts';

/** By body of a trace: the runs that pricing it executes. */
function executedRuns(trace: Trace, semantics: Semantics, granularity: (typeof GRANULARITIES)[number]): number[] {
  const runs = new Map<PlannedBody, number>();
  const one = vi.spyOn(Segments.prototype, 'one');
  const several = vi.spyOn(Segments.prototype, 'several');
  try {
    priceByRuns(trace, { semantics, granularity });
    for (const [body] of [...one.mock.calls, ...several.mock.calls]) runs.set(body, (runs.get(body) ?? 0) + 1);
  } finally {
    vi.restoreAllMocks();
  }
  return [...runs.values()];
}

const ORDERS: readonly ProductOrder[] = ['ijk', 'ikj', 'jik', 'jki', 'kij', 'kji', 8, 5];

test.each(GRANULARITIES)('a product executes three iterations of every loop, at %s granularity', (granularity) => {
  for (const semantics of ['eager', 'two-stack', 'ir-live'] as const) {
    for (const order of ORDERS) {
      const levels = typeof order === 'number' ? 5 : 2;
      for (const size of levels === 2 || semantics !== 'eager' ? [40, 83] : [40, 41, 83]) {
        const runs = executedRuns(productTrace(size, order), semantics, granularity);
        expect(runs.length).toBeGreaterThan(0);
        for (const count of runs) expect(count, `${semantics}, ${order}, ${size}`).toBeLessThanOrEqual(3 ** levels);
      }
    }
  }
});

test('under ir-classic the runs of a product grow with its shape', () => {
  const most = (size: number, order: ProductOrder): number =>
    Math.max(...executedRuns(productTrace(size, order), 'ir-classic', 'scalar'));
  for (const size of [41, 83]) {
    for (const order of ['ijk', 'jik'] as const) expect(most(size, order), `${order}, ${size}`).toBe(18);
    for (const order of ['ikj', 'jki', 'kij', 'kji'] as const)
      expect(most(size, order), `${order}, ${size}`).toBe(3 * size);
  }
  expect([most(41, 8), most(83, 8)]).toEqual([539, 1782]);
});
