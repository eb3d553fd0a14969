import { expect, test, vi } from 'vitest';
import { ENGINE_NAMES } from '../../../core/measurement/engines.ts';
import { LiveEvents } from '../../../core/run-engine/events/live-events.ts';
import { priceByRuns } from '../../../core/run-engine/run-engine.ts';
import type { Access, Node } from '../../../core/trace/nest.ts';
import { GRANULARITIES, SEMANTICS, type Trace } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

/** Copies 4 elements to both ends of 8, and then 4 into the middle, from `middle` on. */
function borderAndMiddle(middle: number): Trace {
  const builder = new KernelTraceBuilder();
  const x = builder.argument(1, 4);
  const out = builder.computed(1, 8, true);
  const copy = (from: readonly number[], to: Omit<Access, 'slot'>): Node => ({
    op: 'copy',
    reads: [{ slot: 0, base: 0, strides: from }],
    write: { slot: 1, ...to },
  });
  builder.call(
    'BorderAndMiddle',
    [x, out],
    [
      { trip: 2, body: [{ trip: 2, body: [copy([2, 1], { base: 0, strides: [6, 1] })] }] },
      { trip: 4, body: [copy([1], { base: middle, strides: [1] })] },
    ],
  );
  const read: Node = { op: 'copy', reads: [{ slot: 0, base: 0, strides: [1] }], write: null };
  builder.call('Read', [out], [{ trip: 8, body: [read] }]);
  return builder.finish('border and middle', [x]);
}

test.each(GRANULARITIES)(
  'places whose ranges meet are priced alike by every engine, at %s granularity',
  (granularity) => {
    for (const middle of [0, 1, 2, 3]) {
      for (const semantics of SEMANTICS) {
        expectAgreement(ENGINE_NAMES, borderAndMiddle(middle), { semantics, granularity });
      }
    }
  },
);

test('places whose ranges meet are priced by runs where none is written twice', () => {
  const byElement = vi.spyOn(LiveEvents.prototype, 'price');
  const callsByElement = [1, 2, 3].map((middle) => {
    byElement.mockClear();
    priceByRuns(borderAndMiddle(middle), { semantics: 'eager', granularity: 'register' });
    return byElement.mock.calls.length;
  });
  vi.restoreAllMocks();
  expect(callsByElement).toEqual([1, 0, 1]);
});
