import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ceilSqrt } from '../../../core/cost/pricing.ts';
import { CONSTANT, singly } from '../../../core/element-engine/event-batch.ts';
import { expand } from '../../../core/element-engine/expansion.ts';
import { readsOf } from '../../../core/placement/element-reads.ts';
import { placedCosts } from '../../../core/placement/placed-trace.ts';
import { layOut } from '../../../core/trace/address-space.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import { findScenario } from '../../../scenarios/catalog.ts';
import { levels, tiledProduct } from '../../support/nests/tiled-product.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';

/** Reads of every element of every value, and of locals, by executing the trace. */
function executedReads(trace: Trace): { values: number[][]; locals: number[] } {
  const space = layOut(trace);
  const values = trace.values.map(({ size }) => new Array<number>(size).fill(0));
  const locals: number[] = [];
  let call = 0;
  expand(
    trace,
    space,
    'scalar',
    singly({
      beginCall(index) {
        call = index;
      },
      event(_, count, addresses) {
        for (const address of addresses.subarray(0, count)) {
          if (address === CONSTANT) continue;
          if (address >= space.localBase) {
            locals[address - space.localBase] = (locals[address - space.localBase] ?? 0) + 1;
            continue;
          }
          const value = trace.calls[call].values.find((id) => {
            const offset = address - space.baseOf[id];
            return space.baseOf[id] >= 0 && offset >= 0 && offset < trace.values[id].size;
          });
          if (value !== undefined) values[value][address - space.baseOf[value]]++;
        }
      },
      endCall() {},
    }),
  );
  return { values, locals };
}

test('the reads of every element are counted without executing any, or not told', () => {
  let told = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      const trace = randomTrace(seed);
      const found = readsOf(trace, 'scalar');
      const executed = executedReads(trace);
      const total = [...executed.values.flat(), ...executed.locals].reduce((sum, count) => sum + (count ?? 0), 0);
      // Where the totals differ nothing is told of the trace.
      if (found === null || found.total !== total) return;
      told++;
      found.values.forEach((reads, value) => {
        const counts = executed.values[value];
        expect(typeof reads === 'number' ? counts.map(() => reads) : [...reads]).toEqual(counts);
      });
      found.locals.forEach((reads, local) => {
        expect(reads).toBe(executed.locals[local] ?? 0);
      });
    }),
    { numRuns: 300, seed: 5 },
  );
  expect(told).toBeGreaterThan(30);
});

test('a product costs by addresses what counting it by hand gives, whatever the order of its loops', () => {
  const n = 4;
  const costs = ['ijk', 'kji', 'jki'].map((order) => {
    const trace = tiledProduct({ m: n, n, k: n }, levels([order, { i: 1, j: 1, k: 1 }]), {
      isLocal: false,
      isKept: false,
    });
    return placedCosts(trace, { granularity: 'scalar', bytes: 1, reads: 4 * n ** 3 - n ** 2 });
  });
  expect(costs[1]).toEqual(costs[0]);
  expect(costs[2]).toEqual(costs[0]);
  // The term at address 1, read 64 times; A and B 4 times each; C 3 times, and once at the end.
  const sum = (from: number, to: number): number => {
    let all = 0;
    for (let address = from; address <= to; address++) all += ceilSqrt(address);
    return all;
  };
  expect(costs[0]?.map(({ cost }) => cost)).toEqual([64 + 4 * sum(2, 49), 64 + 4 * sum(2, 49), 64 + 4 * sum(2, 49)]);
});

test('nothing is told where an engine priced other reads', () => {
  const trace = tiledProduct({ m: 2, n: 2, k: 2 }, levels(['ijk', { i: 1, j: 1, k: 1 }]), {
    isLocal: true,
    isKept: true,
  });
  expect(placedCosts(trace, { granularity: 'register', bytes: 4, reads: 17 })).toBeNull();
  expect(placedCosts(trace, { granularity: 'register', bytes: 4, reads: 16 })).not.toBeNull();
});

test.each([
  ['bp', 808_896_668, ['1467', '3279', '3644']],
  ['ff', 1_998_535_160, ['4168', '5044', '14529']],
] as const)('an update of label-in-input as documented, %s, in billions at 4 bytes', (algorithm, reads, billions) => {
  const { rules, defaultShape, defaultBatch } = findScenario('label-in-input');
  const trace = traceUpdate(rules[algorithm].update(defaultShape, defaultBatch));
  const placed = placedCosts(trace, { granularity: 'scalar', bytes: 4, reads }) ?? [];
  expect(placed.map(({ placement }) => placement)).toEqual([
    'most read first, reused',
    'program order, reused',
    'program order',
  ]);
  expect(placed.map(({ cost }) => (Number(cost) / 1e9).toFixed(0))).toEqual(billions);
});
