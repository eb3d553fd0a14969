import { describe, expect, test } from 'vitest';
import { ENERGY_PRESETS } from '../../../core/cost/energy-presets.ts';
import { chartSvg } from '../../../reports/charts/svg.ts';
import { phaseFills } from '../../../reports/charts/theme.ts';
import { goodnessChart } from '../../../reports/charts/training/goodness-chart.ts';
import { lossChart } from '../../../reports/charts/training/loss-chart.ts';
import { bandPlot, seedPoints } from '../../../reports/charts/training/seed-band.ts';
import { crossingChart } from '../../../reports/charts/update/crossing-chart.ts';
import { liveChart } from '../../../reports/charts/update/live-chart.ts';
import { updateCharts } from '../../../reports/charts/update/update-charts.ts';
import { compareUpdates } from '../../../reports/comparison/comparison.ts';
import { sizeOf } from '../../../reports/findings/update-figures.ts';
import type { ScenarioResult } from '../../../reports/results/result.ts';
import { labelInInput } from '../../../scenarios/label-in-input/scenario.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';
import { handMadeTrainedResults } from '../../support/results/hand-made-training.ts';

/** One update of both rules, measured on a small network. */
function measured(): ScenarioResult {
  const shape = { layers: [24, 9, 7], classes: 10 };
  const { scenarios } = compareUpdates([{ scenario: labelInInput, shape, batch: 2, data: null }], {
    granularity: 'scalar',
    loops: 'tfjs',
    engine: 'element',
    seed: 0,
    presets: ENERGY_PRESETS,
  });
  return scenarios[0];
}

const CHARTS = updateCharts(measured());

test('an update has the charts of what crosses between memories, is read beyond them, is kept alive and waited for', () => {
  expect(CHARTS.map(({ id }) => id)).toEqual(['crossings', 'beyond', 'live-set', 'update-waits']);
});

describe.each(CHARTS.map((chart) => [chart.id, chart] as const))('%s', (_, chart) => {
  const scenario = measured();

  test('is drawn, the same bytes each time', () => {
    const svg = chart.svg(scenario);
    expect(svg).toMatch(/^<svg class="drawn" width="100%" height="[\d.]+" role="img" aria-label="[^"]+">/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(chart.svg(scenario)).toBe(svg);
  });

  test('says what the results say, without a number that is none', () => {
    expect(chart.finding(scenario)).not.toMatch(/NaN|Infinity|undefined/);
    expect(chart.finding(scenario)).toMatch(/FF:? .*BP:? /);
  });

  test('is not drawn of an update that was never sampled', () => {
    const [hand] = handMadeResults().scenarios;
    const [ff] = hand.updates;
    const alone = { ...hand, updates: [{ ...ff, course: [], waits: [], histogram: [], missRatio: [], roles: [] }] };
    expect(chart.isDrawn(alone)).toBe(false);
  });
});

test('what both rules do has one colour, and a phase of any name that of its role', () => {
  const fills = phaseFills(measured());
  expect(fills['positive forward']).toBe(fills.forward);
  expect(fills.gradient).toBe(fills.backward);
  const [scenario] = handMadeResults().scenarios;
  const part = (phase: string) => ({ ...scenario.updates[0].phases[0], phase });
  const phases = [part('forward'), { ...part('settle'), role: 'forward' as const }, part('relax')];
  expect(phaseFills({ ...scenario, updates: [{ ...scenario.updates[0], phases }] })).toEqual({
    forward: '#44AA99',
    settle: '#44AA99',
    relax: '#777777',
  });
});

test('the largest live set is marked where it is', () => {
  const svg = liveChart.svg(measured());
  for (const { peakLiveElements } of measured().updates) expect(svg).toContain(`>peak ${sizeOf(peakLiveElements)}<`);
});

test('under each arrow between memories stands the least that any order brings, where that is proved, rounded down', () => {
  const [scenario] = handMadeResults().scenarios;
  const [ff, bp] = scenario.updates;
  const histogram = [
    { from: 1, to: 200, reads: 6, cost: { 4: 36 } },
    { from: 256, to: 303, reads: 1500, cost: { 4: 64 } },
    { from: 10_000, to: 11_000, reads: 500, cost: { 4: 64 } },
  ];
  const floor = { of: 'any order', cost: { 4: 20 }, without: [], beyond: [{ capacity: 256, reads: 1279 }] };
  const textsOf = (update: typeof ff): string[] => {
    const svg = crossingChart.svg({ ...scenario, updates: [{ ...update, histogram }] });
    return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text).slice(6);
  };
  expect(textsOf({ ...ff, floor })).toEqual(['7.81 KB', 'at least', '4.99 KB', '1.95 KB', '0 B', '0 B']);
  expect(textsOf({ ...bp, floor: null })).toEqual(['7.81 KB', '1.95 KB', '0 B', '0 B']);
  expect(crossingChart.svg({ ...scenario, updates: [{ ...ff, histogram }] }).match(/<path/g)).toHaveLength(2);
});

test('losses are drawn of the rules that have one a layer', () => {
  const [scenario] = handMadeTrainedResults().scenarios;
  const { training } = scenario;
  if (training === undefined) throw new Error('the hand-made results have training');
  const [ff, bp] = training.rules;
  const of = (rules: typeof training.rules) => ({ ...scenario, training: { ...training, rules } });
  expect(lossChart.explanation(of([ff, bp]))).toMatch(/Drawn of Forward-Forward, of which every layer/);
  expect(lossChart.isDrawn(of([{ ...bp, algorithm: 'ff' }, bp]))).toBe(false);
  expect(lossChart.explanation(of([ff, { ...ff, algorithm: 'bp' }]))).toMatch(/Drawn of Forward-Forward and backprop,/);
});

test('goodness is drawn of the rule that reports it, whatever it is called', () => {
  const [scenario] = handMadeTrainedResults().scenarios;
  const { training } = scenario;
  if (training === undefined) throw new Error('the hand-made results have training');
  const [ff, bp] = training.rules;
  const swapped = [
    { ...bp, algorithm: ff.algorithm },
    { ...ff, algorithm: bp.algorithm },
  ];
  const other = { ...scenario, training: { ...training, rules: swapped } };
  expect(goodnessChart.isDrawn(other)).toBe(true);
  expect(goodnessChart.explanation(other)).toMatch(/^What backprop teaches each layer/);
  expect(goodnessChart.isDrawn({ ...scenario, training: { ...training, rules: [swapped[0], bp] } })).toBe(false);
});

test('bands have the median of the seeds between the least and the most, in at most 60 points', () => {
  expect(
    seedPoints([
      [
        [1, 5],
        [2, 6],
      ],
      [[1, 9]],
    ]),
  ).toEqual([
    { x: 1, low: 5, middle: 7, high: 9 },
    { x: 2, low: 6, middle: 6, high: 6 },
  ]);
  const points = Array.from({ length: 200 }, (_, x) => ({ x, low: 0, middle: 1, high: 2 }));
  const { parts } = bandPlot([{ name: 'one', colour: '#000000', dash: '', points }], 'Loss', 'Updates', 0);
  const lines = parts.join('').match(/ d="M[^z"]*"/g) ?? [];
  expect(lines.map((line) => (line.match(/\d+/g)?.length ?? 0) / 2)).toEqual([50]);
});

test('ids begin with the name of the chart, also where they are referred to', async () => {
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    data: { values: [{ x: 1 }] },
    mark: { type: 'bar' as const, clip: true },
    encoding: { x: { field: 'x', type: 'quantitative' as const } },
  };
  const svg = await chartSvg(spec, 'clipped', 'x');
  expect([...svg.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id)).toEqual(['clipped-0']);
  expect(svg).toContain('url(#clipped-0)');
  expect(await chartSvg(spec, 'clipped', 'x')).toBe(svg);
});

test('a chart that Vega-Lite would warn of is an error that names it', async () => {
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    data: { values: [{ x: 1 }] },
    mark: 'bar' as const,
    autosize: 'fit' as const,
    width: { step: 3 },
    height: { step: 3 },
    encoding: { x: { field: 'x', type: 'nominal' as const } },
  };
  await expect(chartSvg(spec, 'warned', 'x')).rejects.toThrow(/^internal: chart warned: /);
});
