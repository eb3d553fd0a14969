import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { priceByElement } from '../../../core/element-engine/element-engine.ts';
import { InputError } from '../../../core/input-error.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { parseTrace } from '../../../core/trace/trace-format.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';

test('a trace survives its JSON, and prices the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      const trace = randomTrace(seed);
      const read = parseTrace(JSON.parse(JSON.stringify(trace)), 'trace.json');
      expect(read).toEqual(trace);
      const options = { semantics: 'eager', granularity: 'scalar' } as const;
      expect(priceByElement(read, options)).toEqual(priceByElement(trace, options));
    }),
    { numRuns: 300 },
  );
});

const DOUBLE: Trace = {
  schema: 'odometer-trace/1',
  name: 'double',
  about: { batch: 1 },
  values: [
    { size: 4, kind: 'argument', role: 'inputs' },
    { size: 4, kind: 'computed', role: 'activations' },
    { size: 1, kind: 'constant', role: 'inputs' },
  ],
  nests: [
    {
      slots: 3,
      locals: 1,
      body: [
        {
          trip: 4,
          body: [
            {
              op: 'mul',
              reads: [
                { slot: 0, base: 0, strides: [1] },
                { slot: 2, base: 0, strides: [] },
              ],
              write: { slot: 1, base: 3, strides: [-1] },
            },
          ],
        },
      ],
    },
  ],
  tables: [[0, 3]],
  calls: [{ kernel: 'Multiply', nest: 0, values: [0, 1, 2], phase: 'forward', layer: 0 }],
  arguments: [0],
  batchArguments: 1,
  returned: [1],
};

test('the example is well formed', () => {
  expect(parseTrace(DOUBLE, 'double.json')).toEqual(DOUBLE);
});

const [NEST] = DOUBLE.nests;
const [, OUT] = DOUBLE.values;
const [CALL] = DOUBLE.calls;

function withBody(body: unknown): object {
  return { ...DOUBLE, nests: [{ ...NEST, body }] };
}

function reading(read: unknown, trip: unknown = 4): unknown {
  return withBody([{ trip, body: [{ op: 'copy', reads: [read], write: { local: 0 } }] }]);
}

describe('a trace that points outside itself is refused with the place', () => {
  test.each<[string, unknown, string]>([
    [
      'another version',
      { ...DOUBLE, schema: 'odometer-trace/2' },
      'schema: Invalid input: expected "odometer-trace/1"',
    ],
    ['no call', { ...DOUBLE, calls: [] }, 'calls: has no kernel call'],
    ['an unknown key', { ...DOUBLE, extra: 1 }, 'trace: Unrecognized key: "extra"'],
    [
      'an unknown op',
      withBody([{ op: 'fma', reads: [], write: null }]),
      'nests.0.body.0.op: Invalid option: expected one of',
    ],
    ['a missing nest', { ...DOUBLE, calls: [{ ...CALL, nest: 1 }] }, 'call 0 (Multiply): there is no nest 1'],
    [
      'a missing value',
      { ...DOUBLE, calls: [{ ...CALL, values: [0, 1, 9] }] },
      'call 0 (Multiply): there is no value 9',
    ],
    ['too few values', { ...DOUBLE, calls: [{ ...CALL, values: [0, 1] }] }, 'call 0 (Multiply): nest 0 has 3 slots'],
    ['a fraction deep inside', reading({ slot: 0, base: 0.5, strides: [] }), 'nests.0.body.0.body.0.reads.0.base: Inv'],
    ['a stride by name', reading({ slot: 0, base: 0, strides: ['i'] }), 'nests.0.body.0.body.0.reads.0.strides.0: Inv'],
    ['a negative local', reading({ local: -1 }), 'nests.0.body.0.body.0.reads.0.local: Too small: '],
    ['a negative trip', reading({ local: 0 }, -1), 'nests.0.body.0.trip: Too small: '],
    [
      'blocks of nothing',
      reading({ local: 0 }, { size: 4, width: 0, block: 0 }),
      'nests.0.body.0.trip.width: Too small',
    ],
    [
      'an unknown key of a loop',
      withBody([{ trip: 1, body: [], step: 2 }]),
      'nests.0.body.0: Unrecognized key: "step"',
    ],
    ['a node of neither kind', withBody(['add']), 'nests.0.body.0: Invalid input: expected object'],
    [
      'a local to empty beyond',
      withBody([{ trip: 1, fresh: [0, 1], body: [] }]),
      'nests.0.body.0.fresh.1: there are 1 lo',
    ],
    [
      'a slot beyond',
      reading({ slot: 3, base: 0, strides: [] }),
      'nests.0.body.0.body.0.reads.0: there are 3 slots, got slot 3',
    ],
    ['a local beyond', reading({ local: 1 }), 'nests.0.body.0.body.0.reads.0: there are 1 locals, got local 1'],
    ['an element beyond', reading({ slot: 0, base: 1, strides: [1] }), 'slot 0 has 4 elements, got accesses to 1 .. 4'],
    [
      'an element before',
      reading({ slot: 0, base: 2, strides: [-1] }),
      'slot 0 has 4 elements, got accesses to -1 .. 2',
    ],
    [
      'a table beyond',
      reading({ slot: 0, base: 0, strides: [], table: { id: 0, base: 0, strides: [1], scale: 1 } }),
      'table 0 has 2 entries, got accesses to 0 .. 3',
    ],
    [
      'a table entry beyond',
      reading({ slot: 0, base: 1, strides: [], table: { id: 0, base: 0, strides: [1], scale: 1 } }, 2),
      'slot 0 has 4 elements, got accesses to 1 .. 4',
    ],
    [
      'a block of no counter',
      reading({ slot: 0, base: 0, strides: [] }, { size: 4, width: 2, block: 3 }),
      'blocks of 2',
    ],
    [
      'a written constant',
      withBody([{ op: 'copy', reads: [], write: { slot: 2, base: 0, strides: [] } }]),
      'call 0 (Multiply): nests.0.body.0.write: slot 2 is written but holds a constant',
    ],
    ['a computed argument', { ...DOUBLE, arguments: [1] }, 'arguments: value 1 is no argument'],
    ['a forgotten argument', { ...DOUBLE, arguments: [] }, 'arguments: 1 values are arguments'],
    ['too large a batch', { ...DOUBLE, batchArguments: 2 }, 'batchArguments: there are 1 arguments, got 2'],
    [
      'a returned value of no call',
      { ...DOUBLE, values: [...DOUBLE.values, OUT], returned: [3] },
      'returned: value 3 is made',
    ],
    ['a source of none', { ...DOUBLE, calls: [{ ...CALL, source: 0 }] }, 'call 0 (Multiply): there is no source 0'],
    [
      'a source beyond',
      { ...withBody([{ op: 'copy', reads: [], write: null, source: 1 }]), sources: ['a.ts:1'] },
      'nests.0: instruction 0: there is no source 1',
    ],
    ['a returned constant', { ...DOUBLE, returned: [2] }, 'returned: value 2 is a constant'],
  ])('%s', (_, json, message) => {
    const parse = () => parseTrace(json, 'double.json');
    expect(parse).toThrow(InputError);
    expect(parse).toThrow(/^double\.json: /);
    expect(parse).toThrow(message);
  });
});
