import { beforeAll, describe, expect, test } from 'vitest';
import { ENERGY_PRESETS } from '../../../core/cost/energy-presets.ts';
import { CHARTS } from '../../../reports/charts/all-charts.ts';
import { chartSvg } from '../../../reports/charts/svg.ts';
import { legendOf } from '../../../reports/charts/theme.ts';
import { goodnessChart, hasGoodness } from '../../../reports/charts/training/goodness-chart.ts';
import { lossChart } from '../../../reports/charts/training/loss-chart.ts';
import { compareUpdates } from '../../../reports/comparison/comparison.ts';
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

describe.each(CHARTS.map((chart) => [chart.id, chart] as const))('%s', (_, chart) => {
  let scenario: ScenarioResult;
  beforeAll(() => {
    scenario = measured();
  });

  test.each([800, 350])('is drawn at most %d pixels wide, the same bytes each time', async (width) => {
    const svg = await chartSvg(chart.spec(scenario, width), 'one', 'A <label>');
    expect(svg).toMatch(/^<svg role="img" aria-label="A &lt;label&gt;" /);
    expect(Number(/ width="(\d+)"/.exec(svg)?.[1])).toBeLessThanOrEqual(width);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(await chartSvg(chart.spec(scenario, width), 'one', 'A <label>')).toBe(svg);
  });

  test('says what the results say, without a number that is none', () => {
    expect(chart.finding(scenario)).not.toMatch(/NaN|Infinity|undefined/);
    expect(chart.finding(scenario)).toMatch(/FF: .*BP: /);
  });

  test('is drawn for one algorithm, and for an update that was never sampled', async () => {
    const [hand] = handMadeResults().scenarios;
    const [ff] = hand.updates;
    const alone = { ...hand, updates: [{ ...ff, course: [], waits: [], histogram: [], missRatio: [] }] };
    expect(await chartSvg(chart.spec(alone, 800), 'one', 'x')).toMatch(/^<svg /);
    expect(chart.finding(alone)).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('has a legend with each colour once', () => {
    const legend = legendOf(scenario, chart.legend);
    expect(new Set(legend.map(({ colour }) => colour)).size).toBe(legend.length);
  });
});

test('what both rules do has one colour', () => {
  const legend = legendOf(measured(), 'phases');
  expect(legend).toContainEqual({ name: 'positive forward, forward', colour: '#44AA99' });
  expect(legend).toContainEqual({ name: 'gradient, backward', colour: '#CC6677' });
});

test('a phase of any name has the colour of its role', () => {
  const [scenario] = handMadeResults().scenarios;
  const part = (phase: string) => ({ ...scenario.updates[0].phases[0], phase });
  const phases = [part('forward'), { ...part('settle'), role: 'forward' as const }, part('relax')];
  expect(legendOf({ ...scenario, updates: [{ ...scenario.updates[0], phases }] }, 'phases')).toEqual([
    { name: 'forward, settle', colour: '#44AA99' },
    { name: 'relax', colour: '#777777' },
  ]);
});

test('the caption of the losses says which rules have one a layer', () => {
  const [scenario] = handMadeTrainedResults().scenarios;
  const { training } = scenario;
  if (training === undefined) throw new Error('the hand-made results have training');
  const [ff, bp] = training.rules;
  const caption = (rules: typeof training.rules) =>
    lossChart.explanation({ ...scenario, training: { ...training, rules } }).split('a seed. ')[1];
  const asBackprop = { ...bp, algorithm: 'ff' as const };
  const asForwardForward = { ...ff, algorithm: 'bp' as const };
  expect(caption([ff, bp])).toBe(
    'Every layer of Forward-Forward has a loss of its own; backprop has one, at its output, drawn as the first.',
  );
  expect(caption([asBackprop, bp])).toBe('Forward-Forward and backprop have one each, drawn as the first.');
  expect(caption([ff, asForwardForward])).toBe('Every layer of Forward-Forward and backprop has a loss of its own.');
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
  expect(hasGoodness(other)).toBe(true);
  expect(goodnessChart.explanation(other)).toMatch(/^What backprop teaches each layer/);
  expect(hasGoodness({ ...scenario, training: { ...training, rules: [swapped[0], bp] } })).toBe(false);
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
    ...CHARTS[0].spec(measured(), 800),
    autosize: 'fit' as const,
    width: { step: 3 },
    height: { step: 3 },
  };
  await expect(chartSvg(spec, 'warned', 'x')).rejects.toThrow(/^internal: chart warned: /);
});
