import { describe, expect, test, vi } from 'vitest';
import { FirstReads } from '../../core/first-reads/first-reads.ts';
import { steadyHistogram } from '../../core/first-reads/steady-histogram.ts';
import { ENGINE_NAMES, type EngineName } from '../../core/measurement/engines.ts';
import { priceByRuns } from '../../core/run-engine/run-engine.ts';
import { LoopWindow } from '../../core/run-engine/skipping/loop-window.ts';
import { GRANULARITIES, steadyStack, type Trace } from '../../core/trace/trace.ts';
import { traceUpdate } from '../../instrument/tensors/trace-update.ts';
import { SCENARIOS } from '../../scenarios/catalog.ts';
import type { NetworkShape } from '../../scenarios/rule/network-shape.ts';
import { BUILT_IN_RULES } from '../support/scenarios/built-in-rules.ts';
import { expectAgreement } from '../support/traces/engine-agreement.ts';

interface Setting {
  readonly shape: NetworkShape;
  readonly batch: number;
}

/**
 * By scenario. The oracle takes time as reads times elements, so that its settings have a width beyond one block of 48
 * at most in one place; the last setting has more and is priced by the other two engines.
 */
const SETTINGS: Readonly<Record<string, { readonly oracle: readonly Setting[]; readonly wide: Setting }>> = {
  'label-in-input': {
    oracle: [
      { shape: { layers: [12, 4, 6], classes: 3 }, batch: 2 },
      { shape: { layers: [13, 7, 5], classes: 10 }, batch: 3 },
      { shape: { layers: [50, 13, 7], classes: 10 }, batch: 3 },
    ],
    wide: { shape: { layers: [50, 97, 13], classes: 10 }, batch: 3 },
  },
  hybrid: {
    oracle: [
      { shape: { layers: [9, 4, 6], classes: 3 }, batch: 2 },
      { shape: { layers: [16, 7, 13, 5], classes: 10 }, batch: 3 },
      { shape: { layers: [64, 13, 7], classes: 10 }, batch: 3 },
    ],
    wide: { shape: { layers: [49, 97, 13], classes: 10 }, batch: 5 },
  },
  recurrent: {
    oracle: [
      { shape: { layers: [9, 4], classes: 3 }, batch: 2 },
      { shape: { layers: [13, 7, 5], classes: 3 }, batch: 3 },
      { shape: { layers: [50, 5], classes: 10 }, batch: 3 },
    ],
    wide: { shape: { layers: [97, 50, 7], classes: 3 }, batch: 2 },
  },
  'locally-connected': {
    oracle: [
      { shape: { layers: [48, 27, 20], receptiveFields: [2, 2], classes: 3 }, batch: 2 },
      { shape: { layers: [48, 63], receptiveFields: [2], classes: 4 }, batch: 3 },
      // Patches of 75 numbers.
      { shape: { layers: [108, 12], receptiveFields: [5], classes: 5 }, batch: 3 },
    ],
    // Patches of 75 numbers, then of 52, which 50 units see.
    wide: { shape: { layers: [108, 52, 50], receptiveFields: [5, 2], classes: 5 }, batch: 13 },
  },
  'disk-ring': {
    oracle: [
      { shape: { layers: [2, 4, 6], classes: 2 }, batch: 4 },
      { shape: { layers: [2, 7, 13], classes: 2 }, batch: 5 },
      { shape: { layers: [2, 7, 5], classes: 2 }, batch: 50 },
    ],
    wide: { shape: { layers: [2, 50, 13], classes: 2 }, batch: 53 },
  },
};

/** At both granularities: cold, in steady operation, priced and derived from the cold update (D54), and under two-stack. */
function expectSamePrices(engines: readonly EngineName[], trace: Trace): void {
  for (const granularity of GRANULARITIES) {
    const cold = expectAgreement(engines, trace, { semantics: 'eager', granularity });
    expect(cold.histogram.reads).toBeGreaterThan(0);
    const initial = steadyStack(trace, cold.finalStack);
    const steady = expectAgreement(engines, trace, { semantics: 'eager', granularity, initial });
    const firstReads = new FirstReads();
    const { histogram } = priceByRuns(trace, { semantics: 'eager', granularity, firstReads });
    expect(firstReads.isKept).toBe(true);
    expect(steadyHistogram(trace, histogram, firstReads, initial).equals(steady.histogram)).toBe(true);
    expectAgreement(engines, trace, { semantics: 'two-stack', granularity });
  }
}

test('every scenario has settings', () => {
  expect(Object.keys(SETTINGS).toSorted()).toEqual(SCENARIOS.map(({ id }) => id).toSorted());
});

describe.each(SCENARIOS)('$id', ({ id, rules }) => {
  const { oracle, wide } = SETTINGS[id];

  describe.each(BUILT_IN_RULES)('%s', (algorithm) => {
    const traceOf = ({ shape, batch }: Setting): Trace => traceUpdate(rules[algorithm].update(shape, batch));

    test.each(oracle)('run = element = oracle at $shape.layers, batch $batch', (setting) => {
      expectSamePrices(ENGINE_NAMES, traceOf(setting));
    });

    test.each([wide])('run = element at $shape.layers, batch $batch, too slow for the oracle', (setting) => {
      const skip = vi.spyOn(LoopWindow.prototype, 'advance');
      try {
        expectSamePrices(['run', 'element'], traceOf(setting));
        expect(skip, 'no loop is long enough to be skipped').toHaveBeenCalled();
      } finally {
        skip.mockRestore();
      }
    });
  });
});
