import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { ENGINE_NAMES } from '../../../core/measurement/engines.ts';
import { measure } from '../../../core/measurement/measure.ts';
import { executionCounts } from '../../../core/trace/iteration-shapes.ts';
import type { Node } from '../../../core/trace/nest.ts';
import { MAX_LOOPS } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { SEMANTICS } from '../../../core/trace/trace.ts';
import { parseTrace } from '../../../core/trace/trace-format.ts';
import { KernelTraceBuilder } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

const folder = new URL('../../vectors/hostile/', import.meta.url);

function read(name: string): Trace {
  return parseTrace(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')), `${name}.json`);
}

/** What parsing or pricing says to each file; null where it is hostile only in that it could take for ever. */
const FAULTS: Readonly<Record<string, string | null>> = {
  'argument-of-1e9-elements-unused': null,
  'block-counter-of-1e9': null,
  'instruction-executed-2e60-times': 'nests.0: add is executed more than 2^53 times; trace a smaller batch',
  'loop-of-2e31-iterations': 'nests.0.body.0.trip: Too big: expected number to be <=2147483647',
  'loops-18-deep-one-local': 'nests.0: loops lie more than 16 deep; make one loop of some, or several calls',
  'loops-20-deep-trip-3': 'nests.0: loops lie more than 16 deep; make one loop of some, or several calls',
  'loop-costs-past-2e53': null,
  'reads-past-2e53': 'call 1 (k): takes the trace past 2^53; trace a smaller batch',
  'reads-what-nothing-wrote':
    'hostile: call 0 (k): reads an element of value 1 that nothing has written; write it before, or mark the value',
  'state-returned-twice': 'returned.1: value 3 is returned before; return a value for each state argument',
  'steady-state-written-in-part':
    'returned.0: 2 of the 4 elements of value 2 were never written, so that no update goes on from it; write all of them',
  'values-past-2e30-elements': 'hostile has 1073741825 elements alive at once, the limit is 2^30',
};

test('every file has its say', () => {
  expect(readdirSync(folder).toSorted()).toEqual(
    Object.keys(FAULTS)
      .map((name) => `${name}.json`)
      .toSorted(),
  );
});

test.each(Object.entries(FAULTS))('%s', (name, fault) => {
  if (fault === null) {
    expect(read(name).name).toBe('hostile');
    return;
  }
  for (const engine of ENGINE_NAMES) {
    const price = () => measure(read(name), { engine });
    expect(price).toThrow(InputError);
    expect(price).toThrow(fault);
  }
});

test.each(ENGINE_NAMES)('arguments that nothing uses take no place, by the %s engine', (engine) => {
  const trace = read('argument-of-1e9-elements-unused');
  for (const semantics of SEMANTICS) {
    const { reads, histogram } = measure(trace, { engine, semantics });
    expect([reads, histogram.maxDepth]).toEqual([2, 2]);
  }
});

test('what a counter of 1e9 blocks executes is counted without running through it', () => {
  const [nest] = read('block-counter-of-1e9').nests;
  expect(executionCounts(nest)).toEqual([3 * 10 ** 9 - 1]);
});

test('arguments of more elements than there are depths are refused, whether anything uses them or not', () => {
  const { values, ...trace } = read('argument-of-1e9-elements-unused');
  const [used, unused] = values;
  const many = { ...trace, values: [used, { ...unused, size: 2 ** 31 - 3 }] };
  const parse = () => parseTrace(many, 'many.json');
  expect(parse).toThrow(InputError);
  expect(parse).toThrow('many.json: hostile has 2147483647 argument elements, the limit is 2^31 - 2; leave out some');
});

test('a loop whose cost passes 2^53 is told with its call, without running through it', () => {
  const price = () => measure(read('loop-costs-past-2e53'), { engine: 'run' });
  expect(price).toThrow(InputError);
  expect(price).toThrow('hostile: call 0 (k): the cost passes 2^53; trace a smaller batch');
});

test.each(['element', 'oracle'] as const)(
  'more versions than the %s engine keeps are told before they are made',
  (engine) => {
    const builder = new KernelTraceBuilder();
    const x = builder.argument(1, 1);
    const node: Node = { op: 'copy', reads: [{ slot: 0, base: 0, strides: [] }], write: { local: 0 } };
    builder.call('Overwrite', [x], [{ trip: 2 ** 16, body: [{ trip: 2 ** 15, body: [node] }] }], 1);
    const trace = builder.finish('versions', []);
    const price = () => measure(trace, { engine, semantics: 'ir-classic' });
    expect(price).toThrow(InputError);
    expect(price).toThrow(
      'versions: ir-classic keeps 2147483650 versions, the limit of this engine is 2^30; price it by the',
    );
  },
);

/** One loop inside the other, so deep, around one read. The loops of these depths run twice, the others once. */
function nested(depth: number, twice: readonly number[]): Trace {
  const builder = new KernelTraceBuilder();
  const x = builder.argument(1, 2 ** twice.length);
  const strides = Array.from({ length: depth }, (_, d) => (twice.includes(d) ? 2 ** twice.indexOf(d) : 0));
  const sum = { local: 0 };
  let body: Node[] = [
    { op: 'add', reads: [sum, { slot: 0, base: 0, strides: strides.slice(0, MAX_LOOPS) }], write: sum },
  ];
  for (let d = depth - 1; d >= 0; d--) body = [{ trip: twice.includes(d) ? 2 : 1, body }];
  builder.call('Nested', [x], body);
  return builder.finish(`${depth} loops`, [x]);
}

describe('loops one inside the other', () => {
  test.each([
    [MAX_LOOPS, [0]],
    [MAX_LOOPS, [MAX_LOOPS - 1]],
    [MAX_LOOPS, [1, 9, 10, 13, 15]],
  ])('%i deep are priced alike by every engine, those at %j running twice', (depth, twice) => {
    const trace = nested(depth, twice);
    expect(parseTrace(JSON.parse(JSON.stringify(trace)), 'deep.json')).toEqual(trace);
    for (const semantics of SEMANTICS) {
      expectAgreement(ENGINE_NAMES, trace, { semantics, granularity: 'scalar' });
    }
  });

  test.each([MAX_LOOPS + 1, 1000, 100_000])('%i deep are refused with the nest and the limit', (depth) => {
    const body = `${'[{"trip":1,"body":'.repeat(depth)}[]${'}]'.repeat(depth)}`;
    const deep: unknown = JSON.parse(`{"nests":[{"body":[]},{"body":${body}}]}`);
    const parse = () => parseTrace(deep, 'deep.json');
    expect(parse).toThrow(InputError);
    expect(parse).toThrow('deep.json: nests.1: loops lie more than 16 deep');
  });
});
