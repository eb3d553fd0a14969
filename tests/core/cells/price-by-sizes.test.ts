import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { elementBytesOf } from '../../../core/cells/element-sizes.ts';
import { TraceOfCells } from '../../../core/cells/trace-of-cells.ts';
import { InputError } from '../../../core/input-error.ts';
import { ENGINE_NAMES } from '../../../core/measurement/engines.ts';
import { measure } from '../../../core/measurement/measure.ts';
import { LiveEvents } from '../../../core/run-engine/events/live-events.ts';
import { LoopWindow } from '../../../core/run-engine/skipping/loop-window.ts';
import type { Access, Node } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { GRANULARITIES, steadyStack } from '../../../core/trace/trace.ts';
import { parseTrace } from '../../../core/trace/trace-format.ts';
import { kernelTrace } from '../../support/kernel-traces/kernel-trace.ts';
import { KernelTraceBuilder, productTrace } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { oracleBytes } from '../../support/traces/byte-oracle.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';
import { withSizes } from '../../support/traces/sized-trace.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

describe.each(GRANULARITIES)('at %s granularity elements of several sizes', (granularity) => {
  const options = { semantics: 'eager', granularity } as const;

  test.each([
    ['random nests', (seed: number) => randomTrace(seed, 3)],
    ['random kernels', (seed: number) => kernelTrace(seed, 3)],
  ])('cost what a stack of bytes says, by every engine, for %s', (_, draw) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const trace = withSizes(draw(seed), seed);
        fc.pre(elementBytesOf(trace, granularity) === null);
        const { costs, reads, peakBytes } = oracleBytes(trace, granularity);
        const priced = expectAgreement(ENGINE_NAMES, trace, options);
        const found = new Map<number, number>();
        priced.histogram.forEach((depth, count) => {
          found.set(depth, count);
        });
        expect([...found]).toEqual([...reads].sort(([a], [b]) => a - b));
        trace.calls.forEach((_call, call) => {
          for (let site = priced.siteStart[call]; site < priced.siteStart[call + 1]; site++) {
            expect(priced.siteCost[0][site]).toBe(costs.get(`${call}:${site - priced.siteStart[call]}`) ?? 0);
          }
        });
        const peak = priced.slicePeak.reduce((most, live) => Math.max(most, live), priced.initialLive);
        expect(4 * peak).toBe(peakBytes);
      }),
      { numRuns: 150 },
    );
  });

  test('are executed as often, and leave the same stack, as those of one size', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const trace = randomTrace(seed, 4);
        const sized = withSizes(trace, seed);
        const [one, several] = [trace, sized].map((each) => expectAgreement(['run', 'element'], each, options));
        expect(several.sliceInstructions).toEqual(one.sliceInstructions);
        expect(several.siteReads).toEqual(one.siteReads);
        expect(several.finalStack).toEqual(one.finalStack);
      }),
      { numRuns: 200 },
    );
  });

  test('of any sizes that are all the same cost what they cost at that width', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 8 }), (seed, bytes) => {
        const drawn = randomTrace(seed, 3);
        const trace = { ...drawn, batchArguments: drawn.arguments.length };
        const sized: Trace = {
          ...trace,
          values: trace.values.map((value) => ({ ...value, bytes })),
          nests: trace.nests.map((nest) => ({ ...nest, localBytes: new Array<number>(nest.locals).fill(bytes) })),
        };
        const [plain, stated] = [trace, sized].map((each) => measure(each, { granularity }));
        const at = bytes === 1 || bytes === 4 ? [1, 4] : [1, bytes];
        expect(stated.elementBytes).toBe(bytes);
        expect(stated.histogram.equals(plain.histogram)).toBe(true);
        expect(stated.peakLiveBytes).toBe(plain.peakLiveElements * bytes);
        expect(stated.cost.cold).toMatchObject(plain.cost.cold);
        expect(stated.cost.cold[bytes]).toBe(plain.histogram.totalCost(bytes));
        for (const width of at) {
          const cost = stated.roles.reduce((sum, part) => sum + part.cost[width], 0);
          expect(cost).toBe(Number(plain.histogram.totalCost(width)));
        }
      }),
      { numRuns: 100 },
    );
  });

  test('are priced alike in steady operation', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const drawn = withSizes(productTrace(4, 'ikj'), seed);
        // The product takes the place of the first factor.
        const values = drawn.values.with(2, { ...drawn.values[0], kind: 'computed', zeroFilled: true });
        const trace = { ...drawn, values, arguments: [1, 0] };
        const { finalStack } = expectAgreement(ENGINE_NAMES, trace, options);
        expectAgreement(ENGINE_NAMES, trace, { ...options, initial: steadyStack(trace, finalStack) });
      }),
      { numRuns: 30 },
    );
  });
});

/** y[i] = x[i] * w[i]: x of 4 bytes, w of 1, the sum of 4; the term of 2. */
function dot(n: number): Trace {
  const builder = new KernelTraceBuilder();
  const [x, w] = [builder.argument(1, n), builder.argument(1, n)];
  const y = builder.computed(1, 1);
  builder.values[w] = { ...builder.values[w], bytes: 1, name: 'w' };
  const at = (slot: number, ...strides: number[]): Access => ({ slot, base: 0, strides });
  const body: Node[] = [
    {
      trip: n,
      body: [
        { op: 'mul', reads: [at(0, 1), at(1, 1)], write: { local: 1 }, mac: true },
        { op: 'add', reads: [{ local: 0 }, { local: 1 }], write: { local: 0 } },
      ],
    },
    { op: 'copy', reads: [{ local: 0 }], write: at(2) },
  ];
  builder.call('Dot', [x, w, y], body);
  const trace = builder.finish('dot', [y]);
  return parseTrace({ ...trace, batchArguments: 2, nests: [{ ...trace.nests[0], localBytes: [4, 2] }] }, 'dot.json');
}

test('a product of bytes and floats: bytes by hand', () => {
  const measured = measure(dot(2), { granularity: 'scalar' });
  // x0 x1 above w0 w1: 10 bytes. mul reads x0 at 5..8, w0 at 10; then the term (2) above x1 (4) and w1: add reads it at 1, 2.
  // mul reads x1 below the sum (4) at 5..8, w1 at 9; add the sum at 3..6 below the term at 1, 2; copy the sum at 1..4.
  const cost = (...depths: number[]): number => depths.reduce((sum, depth) => sum + Math.ceil(Math.sqrt(depth)), 0);
  const ofX = cost(5, 6, 7, 8) + cost(5, 6, 7, 8);
  const ofW = cost(10) + cost(9);
  const ofLocals = cost(1, 2) + cost(3, 4, 5, 6) + cost(1, 2) + cost(1, 2, 3, 4);
  expect(measured.elementBytes).toBeNull();
  expect(measured.cost).toEqual({ cold: { own: ofX + ofW + ofLocals }, steady: null });
  expect(measured.operands.map(({ operand, reads, cost: { own } }) => [operand, reads, own])).toEqual([
    ['activations[2]', 2, ofX],
    ['w', 2, ofW],
    ['local', 4, ofLocals],
  ]);
  expect([measured.reads, measured.macs, measured.peakLiveBytes]).toEqual([8, 2, 10]);
  expect(measured.course.at(-1)).toMatchObject({ instructions: 5, cost: ofX + ofW + ofLocals });
});

test('a product of a byte and a float matrix goes by runs, and loops are skipped', () => {
  const product = productTrace(24, 'ijk');
  const trace = { ...product, values: product.values.with(1, { ...product.values[1], bytes: 1 }), batchArguments: 2 };
  const [byElement, advance] = [vi.spyOn(LiveEvents.prototype, 'price'), vi.spyOn(LoopWindow.prototype, 'advance')];
  const { cost } = measure(trace);
  expect(byElement).not.toHaveBeenCalled();
  expect(advance).toHaveBeenCalled();
  vi.restoreAllMocks();
  expect(cost).toEqual(measure(trace, { engine: 'element' }).cost);
});

test('a stack of elements is one of cells, in its order whatever its strides', () => {
  const cells = new TraceOfCells(dot(2), 'scalar');
  // x has four cells an element, w one.
  const ofX = (...firsts: number[]) => firsts.map((first) => ({ value: 0, first, stride: 1, count: 4 }));
  expect(cells.stackOfCells([{ value: 0, first: 0, stride: 1, count: 2 }])).toEqual([
    { value: 0, first: 0, stride: 1, count: 8 },
  ]);
  expect(cells.stackOfCells([{ value: 0, first: 1, stride: -1, count: 2 }])).toEqual(ofX(4, 0));
  expect(cells.stackOfCells([{ value: 0, first: 0, stride: 3, count: 2 }])).toEqual(ofX(0, 12));
  expect(cells.stackOfCells([{ value: 1, first: 1, stride: -1, count: 2 }])).toEqual([
    { value: 1, first: 1, stride: -1, count: 2 },
  ]);
});

test('what misses in a memory is an element whose last byte does not fit', () => {
  const builder = new KernelTraceBuilder();
  const [x, pad] = [builder.argument(1, 1), builder.argument(1, 2 ** 15 - 4)];
  builder.values[pad] = { ...builder.values[pad], bytes: 1 };
  const read = (slot: number, trip: number): Node => ({
    trip,
    body: [{ op: 'copy', reads: [{ slot, base: 0, strides: [1] }], write: null }],
  });
  builder.call('Read', [x, pad], [read(1, 2 ** 15 - 4), read(0, 1), read(1, 2 ** 15 - 4)]);
  const fits = { ...builder.finish('fits', [x]), batchArguments: 2 };
  expect(measure(fits).misses[0]).toEqual({ memory: '32 KiB', capacityBytes: 2 ** 15, misses: 0 });
  const wider = { ...fits, values: fits.values.with(x, { ...fits.values[x], bytes: 5 }) };
  // One byte more lies in the way of every other until these are read for the last time, and of itself.
  expect(measure(wider).misses[0].misses).toBe(2 ** 15 - 4 + 1 + 1);
});

test('a state that is replaced by elements of another size has no steady cost', () => {
  const trace = { ...productTrace(2, 'ikj'), arguments: [1, 0] };
  const bytes = { ...trace, values: trace.values.with(0, { ...trace.values[0], bytes: 1 }) };
  expect(() => measure(bytes)).toThrow(InputError);
  expect(() => measure(bytes)).toThrow(
    'matmul ikj 2: returned.0: value 2 has elements of 4 bytes, argument 0 of 1; return the new state',
  );
});

test.each(['two-stack', 'ir-live', 'ir-classic'] as const)('several sizes have no price under %s', (semantics) => {
  expect(() => measure(dot(2), { semantics })).toThrow(InputError);
  expect(() => measure(dot(2), { semantics })).toThrow(
    `dot: its elements have several sizes, which are priced under eager alone, got ${semantics}; price it under eager, or`,
  );
});

test.each<[string, object, string]>([
  ['an element of no bytes', { bytes: 0 }, 'values.0.bytes: Too small'],
  ['one of nine', { bytes: 9 }, 'values.0.bytes: Too big'],
])('%s is refused', (_, size, fault) => {
  const trace = dot(2);
  expect(() => parseTrace({ ...trace, values: trace.values.with(0, { ...trace.values[0], ...size }) }, 'a')).toThrow(
    fault,
  );
});

test('sizes of more or fewer locals than there are are refused', () => {
  const trace = dot(2);
  const few = { ...trace, nests: [{ ...trace.nests[0], localBytes: [4] }] };
  expect(() => parseTrace(few, 'a.json')).toThrow('a.json: nests.0.localBytes: there are 2 locals, got 1 sizes');
});
