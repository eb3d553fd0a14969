import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PricedTrace } from '../../../core/cost/tally.ts';
import { priceByElement } from '../../../core/element-engine/element-engine.ts';
import { eagerTrace, irClassic, irLive, twoStackTrace } from '../../../core/programs/semantics.ts';
import { ListStack } from '../../../core/stack/depth-stack.ts';
import type { Granularity, Semantics } from '../../../core/trace/trace.ts';
import { GRANULARITIES, SEMANTICS } from '../../../core/trace/trace.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';
import { programOf } from '../../support/traces/trace-program.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

function depthCounts(depths: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const depth of depths) counts.set(depth, (counts.get(depth) ?? 0) + 1);
  return counts;
}

function histogramOf(priced: PricedTrace): Map<number, number> {
  const counts = new Map<number, number>();
  priced.histogram.forEach((depth, count) => {
    counts.set(depth, count);
  });
  return counts;
}

describe.each(GRANULARITIES)('at %s granularity', (granularity: Granularity) => {
  test.each(SEMANTICS)(
    'the element engine prices a trace as the program it stands for, under %s',
    (semantics: Semantics) => {
      fc.assert(
        fc.property(seeds, (seed) => {
          const trace = randomTrace(seed);
          const program = programOf(trace, granularity);
          const stack = new ListStack();
          const wanted = {
            eager: () => eagerTrace(program, stack),
            'two-stack': () => twoStackTrace(program, stack).depths,
            'ir-live': () => irLive(program, stack),
            'ir-classic': () => irClassic(program, stack),
          }[semantics]();
          const priced = priceByElement(trace, { semantics, granularity });
          expect([...histogramOf(priced)]).toEqual([...depthCounts(wanted)].sort(([a], [b]) => a - b));
        }),
        { numRuns: 500 },
      );
    },
  );
});
