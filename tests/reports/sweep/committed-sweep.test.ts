import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { measuredPoint } from '../../../reports/sweep/measured-point.ts';
import { seriesOf, updateOf, variantsOf } from '../../../reports/sweep/sweep-figures.ts';
import { sweepFiles } from '../../../reports/sweep/sweep-page.ts';
import { parseSweep } from '../../../reports/sweep/sweep-result.ts';
import { sweepSentences } from '../../../reports/sweep/sweep-sentences.ts';
import { labelInInput } from '../../../scenarios/label-in-input/scenario.ts';
import { committedResults, README } from '../../support/results/committed-results.ts';

const path = new URL('../../../results/sweeps/label-in-input', import.meta.url);
const sweep = parseSweep(JSON.parse(readFileSync(`${path.pathname}.json`, 'utf8')), 'label-in-input.json');

test('the README says what the committed sweep says', () => {
  const [, section] = /\n## Where rules cross\n(.*?)\n## /s.exec(readFileSync(README, 'utf8')) ?? [];
  const told = [...section.matchAll(/^- (.*(?:\n {2}.*)*)/gm)].map(([, item]) => item.replace(/\s+/g, ' '));
  expect(told.length).toBeGreaterThan(2);
  expect(sweepSentences(sweep)).toEqual(expect.arrayContaining(told));
});

test('its picture is drawn of it', async () => {
  expect(readFileSync(`${path.pathname}.svg`, 'utf8')).toBe((await sweepFiles(sweep)).get('sweep.svg'));
});

test('from depth 2 on Forward-Forward holds the same beyond its state at every depth, and backprop more at each', () => {
  const [{ points }] = variantsOf(sweep);
  const series = seriesOf(points, 'depth');
  expect(series.length).toBeGreaterThan(3);
  for (const { points: along } of series) {
    const beyond = (rule: string) =>
      along.map((point) => updateOf(point, rule)).map((u) => u.peakLiveBytes - u.stateBytes);
    expect(new Set(beyond('ff').slice(1)).size).toBe(1);
    expect(beyond('bp')).toEqual([...new Set(beyond('bp'))].sort((a, b) => a - b));
  }
});

test('at the documented setting it has the figures of the committed results', () => {
  const scenario = committedResults()
    .flatMap(({ scenarios }) => scenarios)
    .find(({ id }) => id === 'label-in-input');
  const point = sweep.points.find(({ layers, batch }) => layers.join('-') === '784-500-500' && batch === 128);
  expect(scenario?.updates.map(({ cost }) => cost.cold[4])).toEqual(point?.updates.map(({ cost }) => cost.cold));
  expect(scenario?.updates.map(({ cost }) => cost.steady?.[4])).toEqual(point?.updates.map(({ cost }) => cost.steady));
});

test('its smallest point is found anew', () => {
  const [smallest] = sweep.points.filter(({ layers }) => layers.join('-') === '784-128');
  const shape = { layers: smallest.layers, classes: 10 };
  const pricing = { engine: 'run', granularity: 'scalar', loops: 'tfjs' } as const;
  expect(measuredPoint(labelInInput, { shape, batch: smallest.batch, options: {} }, pricing, null)).toEqual(smallest);
});
