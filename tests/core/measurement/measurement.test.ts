import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logBins, missRatioCurve } from '../../../core/cost/curves.ts';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { priceByElement } from '../../../core/element-engine/element-engine.ts';
import type { Part } from '../../../core/measurement/breakdown.ts';
import { summarize } from '../../../core/measurement/measurement.ts';
import type { Semantics } from '../../../core/trace/trace.ts';
import { SEMANTICS } from '../../../core/trace/trace.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

function total(parts: readonly Part[], bytes: number): number {
  return parts.reduce((sum, part) => sum + part.cost[bytes], 0);
}

describe.each(SEMANTICS)('under %s', (semantics: Semantics) => {
  test('each breakdown adds up to the total, reads and cost', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const trace = randomTrace(seed);
        const cold = priceByElement(trace, { semantics, granularity: 'scalar' });
        const measured = summarize(trace, cold, null);
        const epilogue = measured.phases.filter(({ phase }) => phase === 'epilogue');
        for (const bytes of [1, 4]) {
          const whole = Number(measured.cost.cold[bytes]);
          expect(total(measured.phases, bytes)).toBe(whole);
          expect(total(measured.roles, bytes)).toBe(whole);
          expect(total(measured.layers, bytes) + total(epilogue, bytes)).toBe(whole);
          expect(total(measured.kernels, bytes) + total(epilogue, bytes)).toBe(whole);
        }
        const course = measured.course.at(-1)?.cost ?? 0;
        expect(course + total(epilogue, 4)).toBe(Number(measured.cost.cold[4]));
        const instructions = measured.kernels.reduce((sum, part) => sum + part.instructions, 0);
        expect(measured.course.at(-1)?.instructions ?? 0).toBe(instructions);
      }),
      { numRuns: 300 },
    );
  });
});

const histograms = fc
  .array(fc.integer({ min: 1, max: 5000 }), { size: 'max', minLength: 1, maxLength: 400 })
  .map((depths) => {
    const histogram = new DepthHistogram();
    for (const depth of depths) histogram.add(depth);
    return { histogram, depths };
  });

test('the miss ratio starts at 1, never rises with capacity, and ends at 0', () => {
  fc.assert(
    fc.property(histograms, ({ histogram, depths }) => {
      const curve = missRatioCurve(histogram);
      expect(curve[0]).toEqual({ capacity: 0, missRatio: 1 });
      expect(curve.at(-1)?.missRatio).toBe(0);
      for (let i = 1; i < curve.length; i++) {
        expect(curve[i].capacity).toBeGreaterThan(curve[i - 1].capacity);
        expect(curve[i].missRatio).toBeLessThanOrEqual(curve[i - 1].missRatio);
        const misses = depths.filter((depth) => depth > curve[i].capacity).length;
        expect(curve[i].missRatio).toBe(misses / depths.length);
      }
    }),
  );
});

test('bins touch each other and hold every read', () => {
  fc.assert(
    fc.property(histograms, ({ histogram, depths }) => {
      const bins = logBins(histogram);
      bins.forEach(({ from, to, reads }, index) => {
        expect(from).toBe(index === 0 ? 1 : bins[index - 1].to + 1);
        expect(reads).toBe(depths.filter((depth) => depth >= from && depth <= to).length);
      });
    }),
  );
});

test('a program without reads has no miss-ratio curve', () => {
  expect(missRatioCurve(new DepthHistogram())).toEqual([]);
});
