import { expect, test } from 'vitest';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import type { PricedTrace } from '../../../core/cost/tally.ts';
import { ENGINES } from '../../../core/measurement/engines.ts';
import { pricedDifference } from '../../../core/measurement/priced-difference.ts';
import { SLICES } from '../../../core/trace/slices.ts';
import { productTrace } from '../../support/kernel-traces/kernel-trace-builder.ts';

const TRACE = productTrace(3, 'ijk');
const PRICED = ENGINES.element(TRACE, { semantics: 'two-stack', granularity: 'scalar' });

function withOne(array: Float64Array, index: number): Float64Array {
  const changed = array.slice();
  changed[index]++;
  return changed;
}

function deeper(): DepthHistogram {
  const histogram = new DepthHistogram();
  PRICED.histogram.forEach((depth, count) => {
    histogram.addMany(depth === PRICED.histogram.maxDepth ? depth + 1 : depth, count);
  });
  return histogram;
}

test('pricings by two engines that agree do not differ', () => {
  const run = ENGINES.run(TRACE, { semantics: 'two-stack', granularity: 'scalar' });
  expect(pricedDifference(TRACE, run, PRICED)).toBeNull();
});

const deepest = PRICED.histogram.maxDepth;
const deepestReads = PRICED.histogram.count(deepest);

test.each<[string, Partial<PricedTrace>, string, string]>([
  [`reads at depth ${deepest}`, { histogram: deeper() }, String(deepestReads), '0'],
  ['reads of read 1 of call 0 (MatMul)', { siteReads: withOne(PRICED.siteReads, 1) }, '27', '28'],
  ['reads of returned value 0', { siteReads: withOne(PRICED.siteReads, 5) }, '9', '10'],
  [
    'cost at 4 bytes of read 4 of call 0 (MatMul)',
    { siteCost: PRICED.siteCost.with(1, withOne(PRICED.siteCost[1], 4)) },
    String(PRICED.siteCost[1][4]),
    String(PRICED.siteCost[1][4] + 1),
  ],
  [
    'instructions of piece 2 of call 0 (MatMul)',
    { sliceInstructions: withOne(PRICED.sliceInstructions, 2) },
    '21',
    '22',
  ],
  [
    'cost at 1 bytes of what is returned',
    { sliceCost: PRICED.sliceCost.with(0, withOne(PRICED.sliceCost[0], SLICES)) },
    String(PRICED.sliceCost[0][SLICES]),
    String(PRICED.sliceCost[0][SLICES] + 1),
  ],
  ['live elements in piece 3 of call 0 (MatMul)', { slicePeak: withOne(PRICED.slicePeak, 3) }, '-1', '0'],
  ['live elements at first', { initialLive: 7 }, '0', '7'],
  [
    'run 0 from the bottom of the stack that is left',
    { finalStack: [] },
    '9 elements of value 2 from 0 on by 1',
    'none',
  ],
])('what differs first is named: %s', (figure, change, one, other) => {
  expect(pricedDifference(TRACE, PRICED, { ...PRICED, ...change })).toEqual({ figure, one, other });
});
