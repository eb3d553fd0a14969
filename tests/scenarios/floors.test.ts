import { describe, expect, test } from 'vitest';
import { costOfDeepReads, deepReadsOf } from '../../core/cost/deep-reads.ts';
import type { DepthHistogram } from '../../core/cost/depth-histogram.ts';
import { pricedFloor } from '../../core/floors/priced-floor.ts';
import { floorOf } from '../../core/floors/trace-floor.ts';
import { ENGINES } from '../../core/measurement/engines.ts';
import { GRANULARITIES, steadyStack } from '../../core/trace/trace.ts';
import { parseLoopOrder } from '../../instrument/kernel-models/model/loop-order.ts';
import { traceUpdate } from '../../instrument/tensors/trace-update.ts';
import { findScenario, SCENARIOS } from '../../scenarios/catalog.ts';
import type { NetworkShape } from '../../scenarios/rule/network-shape.ts';
import { BUILT_IN_RULES } from '../support/scenarios/built-in-rules.ts';

const SHAPES: Readonly<Record<string, readonly [shape: NetworkShape, batch: number]>> = {
  'label-in-input': [{ layers: [50, 13, 7], classes: 10 }, 6],
  hybrid: [{ layers: [49, 13, 7], classes: 10 }, 3],
  recurrent: [{ layers: [13, 7, 5], classes: 3 }, 3],
  'locally-connected': [{ layers: [108, 12], receptiveFields: [5], classes: 5 }, 3],
  'disk-ring': [{ layers: [2, 12, 12], classes: 2 }, 12],
};

test('every scenario has a shape here', () => {
  expect(Object.keys(SHAPES).sort()).toEqual(SCENARIOS.map(({ id }) => id).sort());
});

describe.each(SCENARIOS)('$id', ({ id, rules }) => {
  const [shape, batch] = SHAPES[id];

  test.each(BUILT_IN_RULES)('no update of %s, cold or steady, in any loop order, goes below its floor', (algorithm) => {
    for (const loops of ['tfjs', 'kji', 'tile:4']) {
      const trace = traceUpdate(rules[algorithm].update(shape, batch), { loops: parseLoopOrder(loops) });
      for (const granularity of GRANULARITIES) {
        const options = { semantics: 'eager', granularity } as const;
        const cold = ENGINES.run(trace, options);
        const steady = ENGINES.run(trace, { ...options, initial: steadyStack(trace, cold.finalStack) });
        const floor = floorOf(trace, granularity);
        expect(floor?.products).toBeGreaterThan(0);
        expect(floor?.swept).toBeGreaterThan(0);
        for (const { histogram } of [cold, steady]) {
          expect(depthsBelow(histogram, floor?.deepReads ?? (() => 0))).toEqual([]);
          for (const bytes of [1, 2, 4, 8]) {
            expect(costOfDeepReads(deepReadsOf(histogram), bytes)).toBe(histogram.totalCost(bytes));
          }
        }
      }
    }
  });
});

/** Depths below which fewer reads go than a floor says. */
function depthsBelow(histogram: DepthHistogram, floor: (depth: number) => number): number[] {
  const found = deepReadsOf(histogram);
  const depths: number[] = [];
  for (let depth = 0; depth <= histogram.maxDepth + 1; depth += 1 + (depth >> 6)) {
    if (found(depth) < floor(depth)) depths.push(depth);
  }
  return depths;
}

describe('floors of an update of label-in-input as documented, in billions at 4 and at 1 byte', () => {
  const { rules, defaultShape, defaultBatch } = findScenario('label-in-input');
  const shorter = rules.ff.configured({ discardedReforward: false });

  test.each([
    ['bp', rules.bp, '32.65', '4.278', '27.11'],
    ['ff', rules.ff, '70.41', '9.290', '56.62'],
    ['ff without the discarded re-forward', shorter, '62.50', '8.238', '50.51'],
  ])('%s', (_, rule, four, one, register) => {
    const trace = traceUpdate(rule.update(defaultShape, defaultBatch));
    const [scalar, inRegisters] = GRANULARITIES.map((granularity) =>
      pricedFloor(trace, { semantics: 'eager', granularity }, [1, 4]),
    );
    const billions = (cost: unknown, digits: number): string => (Number(cost) / 1e9).toFixed(digits);
    expect(billions(scalar?.cost[4], 2)).toBe(four);
    expect(billions(scalar?.cost[1], 3)).toBe(one);
    expect(billions(inRegisters?.cost[4], 2)).toBe(register);
    expect(scalar?.without).toEqual([]);
  });
});
