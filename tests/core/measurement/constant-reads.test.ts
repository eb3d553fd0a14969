import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { priceByElement } from '../../../core/element-engine/element-engine.ts';
import { summarize } from '../../../core/measurement/measurement.ts';
import { warningsOf } from '../../../core/measurement/warnings.ts';
import { constantReadsOf } from '../../../core/trace/constant-reads.ts';
import { TRACE_SCHEMA, type Trace } from '../../../core/trace/trace.ts';
import { modelAccesses } from '../../../instrument/fidelity/model-accesses.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';

test('the reads of constants are those that executing the loops makes, by kernel', () => {
  let seen = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      const trace = randomTrace(seed);
      const executed = trace.calls.map((call) => {
        const accesses = modelAccesses({ ...trace, calls: [call] });
        const reads = accesses.filter(({ kind, value }) => kind === 'read' && trace.values[value].kind === 'constant');
        return [call.kernel, reads.length] as const;
      });
      const found = constantReadsOf(trace);
      for (const kernel of new Set(executed.map(([name]) => name))) {
        const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
        const wanted = sum(executed.filter(([name]) => name === kernel).map(([, reads]) => reads));
        expect(sum(found.filter((each) => each.kernel === kernel).map(({ reads }) => reads))).toBe(wanted);
        seen += wanted;
      }
    }),
    { numRuns: 200 },
  );
  expect(seen).toBeGreaterThan(0);
});

/** Adds a constant of three elements to one argument, which is read `times` more times. */
function additions(times: number): Trace {
  const element = (slot: number) => ({ slot, base: 0, strides: [1] });
  const sum = { op: 'add', reads: [element(0), element(1)], write: null } as const;
  const again = { op: 'host', reads: [element(0)], write: null } as const;
  const nests = [
    { slots: 2, locals: 0, body: [{ trip: 3, body: [sum] }] },
    { slots: 1, locals: 0, body: [{ trip: 3, body: [again] }] },
  ];
  const call = (kernel: string, nest: number, values: number[]) =>
    ({ kernel, nest, values, phase: 'forward', layer: null }) as const;
  return {
    schema: TRACE_SCHEMA,
    name: 'additions',
    about: {},
    values: [
      { size: 3, kind: 'argument', role: 'inputs' },
      { size: 3, kind: 'constant', role: 'inputs', name: 'adam/m' },
    ],
    nests,
    tables: [],
    calls: [call('Add', 0, [0, 1]), ...Array.from({ length: times }, () => call('HostRead', 1, [0]))],
    arguments: [0],
    batchArguments: 1,
    returned: [],
  };
}

const measured = (trace: Trace) =>
  summarize(trace, priceByElement(trace, { semantics: 'eager', granularity: 'scalar' }), null);

describe('a measurement warns', () => {
  test('where more than 1 % of the reads are of constants, which it names by kernel and value', () => {
    expect(measured(additions(98))).toMatchObject({
      reads: 297,
      constantReads: [{ kernel: 'Add', value: 'adam/m', elements: 3, reads: 3 }],
      warnings: [
        'reads of constants, which cost nothing, are 1.0 % of those that are priced (Add of adam/m: 3); ' +
          'pass in as arguments those that an earlier run would have left',
      ],
    });
    expect(measured(additions(99))).toMatchObject({ reads: 300, warnings: [] });
  });

  test('of no more than three constants by name, and of none that is a single number', () => {
    const constant = (elements: number, reads: number) => ({ kernel: 'Mul', value: 'c', elements, reads });
    expect(warningsOf(100, [constant(1, 100)])).toEqual([]);
    expect(
      warningsOf(
        100,
        [4, 3, 2, 1].map((reads) => constant(2, reads)),
      )[0],
    ).toContain('are 10.0 % of those that are priced (Mul of c: 4, Mul of c: 3, Mul of c: 2, 1 more)');
  });

  test('where nothing is read', () => {
    expect(measured({ ...additions(0), calls: [] })).toMatchObject({
      reads: 0,
      warnings: ['nothing that is priced is read, so that the cost is 0: aliases, views and constants are free'],
    });
  });
});
