import { expect, test } from 'vitest';
import { Random } from '../../core/numbers/random.ts';
import { productName, productOf } from '../../core/schedules/product-shape.ts';
import { FUSED, scheduled } from '../../core/schedules/schedule.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { checkTrace } from '../../core/trace/trace-check.ts';
import { traceUpdate } from '../../instrument/tensors/trace-update.ts';
import { findScenario } from '../../scenarios/catalog.ts';
import { BUILT_IN_RULES, type BuiltInRule } from '../support/scenarios/built-in-rules.ts';
import { interpretAlgebraically } from '../support/schedules/algebraic-interpreter.ts';
import { randomTiles } from '../support/schedules/random-tiles.ts';

const SMALL = [
  ['label-in-input', [60, 24, 18], 8, {}],
  ['hybrid', [36, 9, 7], 4, {}],
  ['recurrent', [36, 9, 7], 2, {}],
  ['locally-connected', [300, 81, 49], 2, { receptiveFields: [2, 3] }],
  ['disk-ring', [2, 12, 12], 30, {}],
] as const;

const CASES = SMALL.flatMap(([id, layers, batch, more]) =>
  BUILT_IN_RULES.map((rule) => [`${id} ${rule}`, id, rule, { layers, ...more }, batch] as const),
);

function updateOf(id: string, rule: BuiltInRule, shape: object, batch: number): Trace {
  const { rules, defaultShape } = findScenario(id);
  return traceUpdate(rules[rule].update({ ...defaultShape, ...shape }, batch));
}

test.each(CASES)(
  '%s computes the same with dead calls dropped, fused, and in tiles',
  (_name, id, rule, shape, batch) => {
    const trace = updateOf(id, rule, shape, batch);
    const expected = interpretAlgebraically(trace);
    const random = new Random(batch);
    const fused = scheduled(trace, FUSED, 'fused');
    const products: Record<string, string> = {};
    for (const call of fused.trace.calls) {
      const product = productOf(fused.trace, call);
      if (product !== null) products[productName(product)] = randomTiles(product, random);
    }
    const macCalls = (of: Trace) => of.calls.filter(({ nest }) => JSON.stringify(of.nests[nest]).includes('"mac"'));
    expect(macCalls(fused.trace).every((call) => productOf(fused.trace, call) !== null)).toBe(true);
    const tiled = scheduled(trace, { ...FUSED, products }, 'tiled');
    expect(tiled.unscheduled).toEqual([]);
    for (const changed of [
      scheduled(trace, { ...FUSED, fused: 'nothing' }, 'dead').trace,
      scheduled(trace, { ...FUSED, fused: 'elements' }, 'elements').trace,
      fused.trace,
      tiled.trace,
    ]) {
      checkTrace(changed, changed.name);
      const { returned, host } = interpretAlgebraically(changed);
      expect(returned).toEqual(expected.returned);
      expect(host).toEqual(expected.host);
    }
  },
);

test('an update of label-in-input keeps its multiply-accumulates but those of the discarded re-forward', () => {
  const counts = BUILT_IN_RULES.map((rule) => {
    const trace = updateOf('label-in-input', rule, { layers: [60, 24, 18] }, 8);
    const alive = scheduled(trace, { ...FUSED, fused: 'nothing' }, 'dead').trace;
    const elements = scheduled(trace, { ...FUSED, fused: 'elements' }, 'elements').trace;
    const calls = [trace, alive, elements].map((each) => each.calls.length);
    return { rule, calls, macs: [trace, alive].map((each) => interpretAlgebraically(each).macs) };
  });
  expect(counts).toEqual([
    { rule: 'ff', calls: [170, 152, 84], macs: [89_856, 82_944] },
    { rule: 'bp', calls: [114, 114, 37], macs: [37_728, 37_728] },
  ]);
});
