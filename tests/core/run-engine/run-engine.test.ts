import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { ENGINE_NAMES, type EngineName } from '../../../core/measurement/engines.ts';
import { priceByRuns } from '../../../core/run-engine/run-engine.ts';
import { BlockStack } from '../../../core/stack/block-stack.ts';
import { executionCounts } from '../../../core/trace/iteration-shapes.ts';
import type { Access, Instruction, Loop } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { GRANULARITIES, SEMANTICS } from '../../../core/trace/trace.ts';
import { kernelTrace } from '../../support/kernel-traces/kernel-trace.ts';
import { KernelTraceBuilder, productTrace } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';
import { shuffledStack } from '../../support/traces/shuffled-stack.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

/** The oracle takes time as reads times elements. */
function enginesAt(scale: number): readonly EngineName[] {
  return scale <= 7 ? ENGINE_NAMES : ['run', 'element'];
}

/** A few seeds make traces of millions of instructions, which would take minutes to expand. */
function isAffordable({ nests, calls }: Trace): boolean {
  const executed = nests.map((nest) => executionCounts(nest).reduce((sum, count) => sum + count, 0));
  return calls.reduce((sum, { nest }) => sum + executed[nest], 0) <= 300_000;
}

function affordable(trace: Trace): Trace {
  fc.pre(isAffordable(trace));
  return trace;
}

describe.each(GRANULARITIES)(
  'at %s granularity the run engine gives what the element engine and the oracle give',
  (granularity) => {
    test.each(SEMANTICS)('for random kernels, under %s', (semantics) => {
      fc.assert(
        fc.property(seeds, fc.constantFrom(3, 7, 12), (seed, scale) => {
          expectAgreement(enginesAt(scale), affordable(kernelTrace(seed, scale)), { semantics, granularity });
        }),
        { numRuns: 400, endOnFailure: true },
      );
    });

    test.each(SEMANTICS)('for random nests, under %s', (semantics) => {
      fc.assert(
        fc.property(seeds, fc.constantFrom(3, 8), (seed, scale) => {
          expectAgreement(enginesAt(scale), randomTrace(seed, scale), { semantics, granularity });
        }),
        { numRuns: 300, endOnFailure: true },
      );
    });

    // Under `eager` and `ir-live` their loops are skipped; under `ir-classic` the stack is compacted while they are priced.
    test.each(['eager', 'ir-live', 'ir-classic'] as const)(
      'for random kernels of up to 20 rows, under %s',
      (semantics) => {
        fc.assert(
          fc.property(seeds, (seed) => {
            const trace = affordable(kernelTrace(seed, 20));
            expectAgreement(enginesAt(20), trace, { semantics, granularity });
          }),
          { numRuns: 25, endOnFailure: true },
        );
      },
    );

    test('from any initial stack', () => {
      fc.assert(
        fc.property(seeds, fc.constantFrom(3, 7), (seed, scale) => {
          const trace = affordable(kernelTrace(seed, scale));
          const initial = shuffledStack(trace, seed);
          expectAgreement(enginesAt(scale), trace, { semantics: 'eager', granularity, initial });
        }),
        { numRuns: 200, endOnFailure: true },
      );
    });

    test.each(['ijk', 'ikj', 'jik', 'jki', 'kij', 'kji', 8, 6] as const)('for a product in order %s', (order) => {
      for (const semantics of ['eager', 'ir-live', 'ir-classic'] as const) {
        expectAgreement(enginesAt(31), productTrace(31, order), { semantics, granularity });
      }
    });

    test('where a row is written over and over without being read', () => {
      const builder = new KernelTraceBuilder();
      const a = builder.argument(3, 6);
      const b = builder.argument(1, 6);
      const out = builder.computed(1, 6);
      const at = (slot: number, base: number, ...strides: number[]): Access => ({ slot, base, strides });
      const write: Instruction = { op: 'mul', reads: [at(0, 0, 6, 1), at(1, 0, 0, 1)], write: at(2, 0, 0, 1) };
      const read = (trip: number, operand: Access): Loop => ({
        trip,
        body: [{ op: 'copy', reads: [operand], write: null }],
      });
      builder.call('Rewrite', [a, b, out], [{ trip: 3, body: [{ trip: 6, body: [write] }] }]);
      // Cuts the first row's block, in which the first versions lie.
      builder.call('Read', [a, b, out], [read(2, at(0, 2, 1)), read(6, at(2, 5, -1)), read(3, at(2, 0, 2))]);
      const trace = builder.finish('rewritten', [out]);
      for (const semantics of SEMANTICS) expectAgreement(ENGINE_NAMES, trace, { semantics, granularity });
    });

    test.each(['two-stack', 'ir-live', 'ir-classic'] as const)(
      'where values are returned again, under %s',
      (semantics) => {
        const trace = productTrace(5, 'kij');
        const [out] = trace.returned;
        const [a, b] = trace.arguments;
        const again = { ...trace, returned: [b, out, out, a, b] };
        const epilogue = (semantics === 'two-stack' ? 3 : 5) * 25;
        const { siteStart, siteReads } = expectAgreement(ENGINE_NAMES, again, { semantics, granularity });
        const sites = siteReads.subarray(siteStart[trace.calls.length]);
        expect(sites.reduce((sum, reads) => sum + reads, 0)).toBe(epilogue);
      },
    );
  },
);

test.each(['ijk', 'ikj', 'jki', 'kij'] as const)('dead versions take no memory: a product in order %s', (order) => {
  const made = vi.spyOn(BlockStack.prototype, 'newBlock');
  const { histogram } = priceByRuns(productTrace(128, order), { semantics: 'ir-classic', granularity: 'scalar' });
  const stack = made.mock.contexts[0] as BlockStack;
  const blocks = made.mock.calls.length;
  made.mockRestore();
  const live = 3 * 128 ** 2;
  expect(histogram.reads).toBeGreaterThanOrEqual(4 * 128 ** 3);
  // All partial products and sums are on the stack.
  expect(stack.size).toBeGreaterThan(2 * 128 ** 3);
  expect(stack.blocksInUse).toBeLessThan(live / 8);
  expect(blocks).toBeLessThan(histogram.reads / 50);
});

test('an initial stack has a meaning under eager only', () => {
  const trace = productTrace(2, 'ijk');
  expect(() => priceByRuns(trace, { semantics: 'two-stack', granularity: 'scalar', initial: [] })).toThrow(
    'priceByRuns: an initial stack has a meaning under eager only, got two-stack',
  );
});
