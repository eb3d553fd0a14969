import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENGINE_NAMES, ENGINES } from '../../../core/measurement/engines.ts';
import { SEMANTICS } from '../../../core/trace/trace.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';

describe.each(ENGINE_NAMES)('the %s engine', (engine) => {
  test.each(SEMANTICS)(
    'tells once a call how many instructions are priced, and prices the same, under %s',
    (semantics) => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
          const trace = randomTrace(seed, 3);
          const heard: number[] = [];
          const totals = new Set<number>();
          const options = { semantics, granularity: 'scalar' } as const;
          const priced = ENGINES[engine](trace, {
            ...options,
            onProgress: (done, total) => {
              heard.push(done);
              totals.add(total);
            },
          });
          const executed = priced.sliceInstructions.reduce((sum, count) => sum + count, 0);
          expect([...totals]).toEqual([executed]);
          expect(heard).toHaveLength(trace.calls.length + 1);
          expect(heard).toEqual([...heard].sort((a, b) => a - b));
          expect([heard[0], heard.at(-1)]).toEqual([0, executed]);
          expect(ENGINES[engine](trace, options)).toStrictEqual(priced);
        }),
        { numRuns: 25, endOnFailure: true },
      );
    },
  );
});
