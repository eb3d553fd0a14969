import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { outsideFloor } from '../../../core/floors/trace-floor.ts';
import { ENGINE_NAMES } from '../../../core/measurement/engines.ts';
import { accumulatesProducts } from '../../../core/products/accumulated-product.ts';
import { ClassicEvents } from '../../../core/run-engine/events/classic-events.ts';
import { LiveEvents } from '../../../core/run-engine/events/live-events.ts';
import { priceByRuns } from '../../../core/run-engine/run-engine.ts';
import { GRANULARITIES, SEMANTICS } from '../../../core/trace/trace.ts';
import { traceKernel } from '../../../instrument/fidelity/kernel-fidelity.ts';
import { CaseDraw } from '../../support/kernels/kernel-cases.ts';
import { convolutionLaws } from '../../support/kernels/laws/convolution-laws.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';
import { floorSlack } from '../../support/traces/floor-slack.ts';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

afterEach(() => {
  vi.restoreAllMocks();
});

const kernels = Object.keys(convolutionLaws).filter((kernel) => convolutionLaws[kernel].values !== 'computed');

test.each(kernels)('every engine prices %s alike', (kernel) => {
  for (let seed = 0; seed < 4; seed++) {
    const trace = traceKernel(kernel, convolutionLaws[kernel].draw(new CaseDraw(seed)));
    for (const granularity of GRANULARITIES) {
      for (const semantics of SEMANTICS) expectAgreement(ENGINE_NAMES, trace, { semantics, granularity });
    }
  }
});

test.each(kernels)('%s is priced by runs, padded and in strides', (kernel) => {
  const byElement = [vi.spyOn(LiveEvents.prototype, 'price'), vi.spyOn(ClassicEvents.prototype, 'price')];
  for (let seed = 0; seed < 15; seed++) {
    const trace = traceKernel(kernel, convolutionLaws[kernel].draw(new CaseDraw(seed)));
    for (const semantics of ['eager', 'ir-classic'] as const)
      priceByRuns(trace, { semantics, granularity: 'register' });
  }
  for (const price of byElement) expect(price).not.toHaveBeenCalled();
});

test.each(kernels)(
  '%s, padded and in strides, is in a floor that it does not go below, or says why it is in none',
  (kernel) => {
    const reasons = new Set<string>();
    let floors = 0;
    for (let seed = 0; seed < 10; seed++) {
      const trace = traceKernel(kernel, convolutionLaws[kernel].draw(new CaseDraw(seed)));
      const kept = { ...trace, returned: [...new Set([...trace.arguments, ...trace.returned])] };
      for (const granularity of GRANULARITIES) {
        const outside = outsideFloor(trace, granularity);
        for (const why of outside.values()) reasons.add(why);
        if (outside.size > 0 || !trace.nests.some((nest) => accumulatesProducts(nest))) continue;
        floors++;
        for (const one of [trace, kept]) expect(floorSlack(one, granularity)).toBeGreaterThanOrEqual(1);
      }
    }
    if (kernel !== 'Dilation2D') expect(floors).toBeGreaterThan(1);
    const known = [
      'it reads elements from locals, free at register',
      'windows overlap by steps that do not divide one another',
    ];
    expect([...reasons].filter((why) => !known.includes(why))).toEqual([]);
  },
);
