import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logBins, missesOf, missRatioCurve } from '../../../core/cost/curves.ts';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { priceByElement } from '../../../core/element-engine/element-engine.ts';
import { InputError } from '../../../core/input-error.ts';
import { summarize } from '../../../core/measurement/measurement.ts';
import type { Part } from '../../../core/parts/part.ts';
import type { Instruction } from '../../../core/trace/nest.ts';
import type { Semantics } from '../../../core/trace/trace.ts';
import { SEMANTICS } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

function total(parts: readonly Part[], bytes: number): number {
  return parts.reduce((sum, part) => sum + part.cost[bytes], 0);
}

describe.each(SEMANTICS)('under %s', (semantics: Semantics) => {
  test('each breakdown adds up to the total, reads and cost', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const drawn = randomTrace(seed);
        const trace = { ...drawn, sources: ['a.ts:1'], calls: drawn.calls.with(0, { ...drawn.calls[0], source: 0 }) };
        const cold = priceByElement(trace, { semantics, granularity: 'scalar' });
        const measured = summarize(trace, cold, null);
        const epilogue = measured.phases.filter(({ phase }) => phase === 'epilogue');
        for (const bytes of [1, 4]) {
          const whole = Number(measured.cost.cold[bytes]);
          expect(total(measured.phases, bytes)).toBe(whole);
          expect(total(measured.roles, bytes)).toBe(whole);
          expect(total(measured.layers, bytes) + total(epilogue, bytes)).toBe(whole);
          for (const parts of [measured.kernels, measured.operands, measured.ops, measured.lines ?? []]) {
            expect(total(parts, bytes) + total(epilogue, bytes)).toBe(whole);
          }
        }
        const course = measured.course.at(-1)?.cost ?? 0;
        expect(course + total(epilogue, 4)).toBe(Number(measured.cost.cold[4]));
        for (const parts of [measured.kernels, measured.ops, measured.lines ?? []]) {
          const instructions = parts.reduce((sum, part) => sum + part.instructions, 0);
          expect(measured.course.at(-1)?.instructions ?? 0).toBe(instructions);
        }
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

test('of memories of named sizes those reads miss that lie deeper', () => {
  const histogram = new DepthHistogram();
  // 32 KiB are 8192 elements of 4 bytes; 32 MiB are 2^23.
  for (const depth of [1, 8192, 8193, 65_537, 2 ** 23, 2 ** 23 + 1]) histogram.add(depth);
  expect(missesOf(histogram, 4).map(({ memory, misses }) => [memory, misses])).toEqual([
    ['32 KiB', 4],
    ['256 KiB', 3],
    ['1 MiB', 2],
    ['32 MiB', 1],
  ]);
});

test('a program without reads has no miss-ratio curve', () => {
  expect(missRatioCurve(new DepthHistogram())).toEqual([]);
});

const COLD = { semantics: 'eager', granularity: 'scalar' } as const;

test('the peak may lie before the first instruction', () => {
  const builder = new KernelTraceBuilder();
  const x = builder.argument(1, 3);
  const sum = builder.computed(1, 1);
  const reads = [0, 1, 2].map((base) => ({ slot: 0, base, strides: [] }));
  builder.call('Sum', [x, sum], [{ op: 'add', reads, write: { slot: 1, base: 0, strides: [] } }]);
  const trace = builder.finish('sum of three', [sum]);
  const cold = priceByElement(trace, COLD);
  expect([cold.initialLive, Math.max(...cold.slicePeak)]).toEqual([3, 1]);
  expect(summarize(trace, cold, null).peakLiveElements).toBe(3);
});

test('a layer waits from its first instruction to its last one of the optimiser', () => {
  const builder = new KernelTraceBuilder();
  const x = builder.argument(1, 4);
  const touch = (phase: string, layer: number | null, elements: number): void => {
    const read: Instruction = { op: 'copy', reads: [{ slot: 0, base: 0, strides: [1] }], write: null };
    builder.call(phase, [x], [{ trip: elements, body: [read] }]);
    builder.calls[builder.calls.length - 1] = { ...builder.calls[builder.calls.length - 1], phase, layer };
  };
  touch('forward', null, 1);
  touch('forward', 1, 2);
  touch('forward', 0, 1);
  touch('optimiser', 1, 1);
  touch('optimiser', 1, 3);
  touch('optimiser', 0, 2);
  touch('forward', 1, 4);
  touch('optimiser', 0, 1);
  touch('forward', 2, 1);
  const trace = builder.finish('two layers that learn', []);
  expect(summarize(trace, priceByElement(trace, COLD), null).waits).toEqual([
    { layer: 0, firstInstruction: 3, updatedAfter: 15 },
    { layer: 1, firstInstruction: 1, updatedAfter: 8 },
  ]);
});

test('reads, writes and operations are told apart by role, kernel and granularity', () => {
  const builder = new KernelTraceBuilder();
  const x = builder.argument(1, 2);
  const m = builder.argument(1, 2);
  builder.values[m] = { ...builder.values[m], role: 'optimiser state' };
  const out = builder.computed(1, 2);
  const at = (slot: number) => ({ slot, base: 0, strides: [1] });
  const term = { local: 0 };
  const body: Instruction[] = [
    { op: 'mul', reads: [at(0), at(1)], write: term, mac: true },
    { op: 'sqrt', reads: [term], write: at(2) },
  ];
  builder.call('Root', [x, m, out], [{ trip: 2, body }]);
  const trace = builder.finish('roots', [out]);
  const { instructions, macs, writes, roles, kernels } = summarize(trace, priceByElement(trace, COLD), null);
  expect({ instructions, macs, writes }).toEqual({ instructions: { mul: 2, sqrt: 2 }, macs: 2, writes: 4 });
  expect(roles.map(({ role, reads }) => [role, reads])).toEqual([
    ['activations', 2],
    ['optimiser state', 2],
    ['temporaries', 2],
  ]);
  expect(kernels.map(({ kernel, instructions, reads }) => [kernel, instructions, reads])).toEqual([['Root', 4, 6]]);
  const register = priceByElement(trace, { ...COLD, granularity: 'register' });
  expect(summarize(trace, register, null).writes).toBe(2);
});

describe('costs that add up to more than 2^53 would be rounded, and are an error that names their sum', () => {
  const builder = new KernelTraceBuilder();
  const x = builder.argument(1, 2);
  const read: Instruction = { op: 'copy', reads: [{ slot: 0, base: 0, strides: [] }], write: null };
  for (const kernel of ['A', 'B']) {
    builder.call(kernel, [x], [read]);
    builder.calls[builder.calls.length - 1] = { ...builder.calls[builder.calls.length - 1], phase: `of ${kernel}` };
  }
  const trace = builder.finish('huge', []);
  const advice = 'the cost passes 2^53, beyond which it would be rounded; trace a smaller batch';

  test('a part', () => {
    const priced = priceByElement(trace, COLD);
    for (const costs of priced.siteCost) costs.fill(2 ** 52);
    expect(() => summarize(trace, priced, null)).toThrow(`huge: roles: activations: ${advice}`);
    expect(() => summarize(trace, priced, null)).toThrow(InputError);
  });

  test('the course', () => {
    const priced = priceByElement(trace, COLD);
    for (const costs of priced.sliceCost) costs.fill(2 ** 52);
    expect(() => summarize(trace, priced, null)).toThrow(`huge: course: ${advice}`);
  });

  test('up to there nothing is', () => {
    const priced = priceByElement(trace, COLD);
    for (const costs of [...priced.siteCost, ...priced.sliceCost]) costs.fill(2 ** 52 - 1);
    const { roles, course } = summarize(trace, priced, null);
    expect(roles[0].cost[4]).toBe(2 ** 53 - 2);
    expect(course.at(-1)?.cost).toBe(2 ** 53 - 2);
  });
});
