import { describe, expect, test, vi } from 'vitest';
import { ENGINE_NAMES } from '../../../core/measurement/engines.ts';
import { ClassicEvents } from '../../../core/run-engine/events/classic-events.ts';
import { LiveEvents } from '../../../core/run-engine/events/live-events.ts';
import { priceByRuns } from '../../../core/run-engine/run-engine.ts';
import { GRANULARITIES, SEMANTICS } from '../../../core/trace/trace.ts';
import { parseTrace } from '../../../core/trace/trace-format.ts';
import { TRIANGULAR_KERNELS } from '../../support/kernel-traces/triangular-kernels.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

describe.each(Object.entries(TRIANGULAR_KERNELS))('%s', (_, kernel) => {
  test.each([1, 2, 3, 7])('of %i rows is priced alike by every engine', (n) => {
    const trace = parseTrace(kernel(n), 'triangle.json');
    for (const granularity of GRANULARITIES) {
      for (const semantics of SEMANTICS) expectAgreement(ENGINE_NAMES, trace, { semantics, granularity });
    }
  });

  test('of 24 rows is priced alike by runs and by element', () => {
    const trace = kernel(24);
    for (const semantics of ['eager', 'two-stack', 'ir-classic'] as const) {
      expectAgreement(['run', 'element'], trace, { semantics, granularity: 'scalar' });
    }
  });
});

// But the symmetric product, whose rows meet on the diagonal (D18).
test('triangles are priced by runs', () => {
  const prices = [vi.spyOn(LiveEvents.prototype, 'price'), vi.spyOn(ClassicEvents.prototype, 'price')];
  for (const [name, kernel] of Object.entries(TRIANGULAR_KERNELS)) {
    for (const semantics of ['eager', 'ir-classic'] as const) {
      priceByRuns(kernel(9), { semantics, granularity: 'register' });
      const byElement = prices.reduce((sum, { mock }) => sum + mock.calls.length, 0);
      expect(byElement, name).toBe(name.startsWith('symmetric') ? 1 : 0);
      for (const price of prices) price.mockClear();
    }
  }
  vi.restoreAllMocks();
});
