import { describe, expect, test } from 'vitest';
import { ENERGY_PRESETS } from '../../../../core/cost/energy-presets.ts';
import { drawnCharts } from '../../../../reports/charts/drawn/drawn-charts.ts';
import { BY_KERNEL, BY_KIND, BY_PHASE, icicleRows } from '../../../../reports/charts/drawn/icicle-levels.ts';
import { criterionParts } from '../../../../reports/charts/drawn/icicle-scales.ts';
import { learningCourses } from '../../../../reports/charts/drawn/learning-courses.ts';
import { costDeeper } from '../../../../reports/charts/drawn/survival-chart.ts';
import { depthSteps, stepTexts } from '../../../../reports/findings/depth-steps.ts';
import { levelShares, presetsFinding } from '../../../../reports/findings/energy-findings.ts';
import { committedResults } from '../../../support/results/committed-results.ts';
import { handMadePlaces, handMadeResults } from '../../../support/results/hand-made-results.ts';
import { handMadeMissedResults, handMadeTrainedResults } from '../../../support/results/hand-made-training.ts';

const committed = committedResults().flatMap(({ scenarios }) => scenarios);
const updates = committed.flatMap((scenario) => scenario.updates.map((update) => ({ id: scenario.id, ...update })));

describe.each([
  ['phase', BY_PHASE, 4],
  ['kind of tensor', BY_KIND, 2],
  ['kernel', BY_KERNEL, 2],
] as const)('of every committed update by %s', (_, view, levels) => {
  test('every row of the icicle adds up to its reads and its cost', () => {
    expect(updates.length).toBeGreaterThan(0);
    for (const update of updates) {
      const total = Number(update.cost.cold[4]);
      for (const least of [0, total / 800]) {
        const rows = icicleRows(update, view, least);
        expect(rows.length).toBe(levels);
        for (const blocks of rows) {
          const [cost, reads] = (['cost', 'reads'] as const).map((of) =>
            blocks.reduce((sum, block) => sum + block[of], 0),
          );
          expect([cost, reads], `${update.id} ${update.algorithm}`).toEqual([total, update.reads]);
          blocks.forEach(({ start }, at) => {
            expect(start).toBe(blocks.slice(0, at).reduce((sum, block) => sum + block.cost, 0));
          });
        }
      }
    }
  });
});

test('kinds of tensors and kernels stand in the order of their cost', () => {
  for (const view of [BY_KIND, BY_KERNEL]) {
    const [blocks] = icicleRows(updates[0], view, 0);
    expect(blocks.length).toBeGreaterThan(3);
    expect(blocks.map(({ cost }) => cost)).toEqual(blocks.map(({ cost }) => cost).sort((a, b) => b - a));
  }
});

test('small neighbours are one block that names them', () => {
  const [update] = handMadeResults().scenarios[0].updates;
  const rows = icicleRows({ ...update, places: [...handMadePlaces] }, BY_PHASE, 50);
  expect(rows[2].map(({ name, cost }) => [name, cost])).toEqual([
    ['2 more', 60],
    ['returned values', 40],
  ]);
  expect(rows[2][0].names).toEqual(['BatchMatMul', 'Odd<b>']);
});

test('updates to the criterion and the readout take the whole width of the rule that moves most, and are its total', () => {
  for (const scenario of committed) {
    const parts = criterionParts(scenario) ?? [];
    expect(parts).toHaveLength(scenario.updates.length);
    expect(Math.max(...parts.map(({ share, readoutShare }) => share + readoutShare))).toBe(1);
    parts.forEach(({ updates, readout }, index) => {
      const { total } = scenario.totals?.[index] ?? {};
      const cost = Number(scenario.updates[index].cost.cold[4]);
      expect(updates * cost + Number(readout), scenario.id).toBe(Number(total));
    });
  }
  expect(criterionParts(handMadeMissedResults().scenarios[0])).toBeNull();
});

test('steps of the cost are named by the kernel and the kind of tensor that make most of their reads', () => {
  const [label] = updates.filter(({ id, algorithm }) => id === 'label-in-input' && algorithm === 'ff');
  expect(depthSteps(label).map((step) => stepTexts(step).join(''))).toEqual([
    '8.5 % at 428 B: BatchMatMul, inputs and activations',
    '39 % at 11.3 KB: BatchMatMul, weights and gradients',
    '5.9 % at 2 MB: BatchMatMul, weights',
  ]);
  for (const update of updates) {
    for (const { names, share } of depthSteps(update)) {
      expect(names.length, `${update.id} ${update.algorithm}`).toBeGreaterThan(0);
      expect(share).toBeGreaterThanOrEqual(0.05);
    }
  }
});

test('a step that goes on in the next bin is one, and of older results it has no name', () => {
  const [update] = handMadeResults().scenarios[0].updates;
  const kinds = [{ kernel: 'Odd<b>', role: 'weights' as const, reads: 4 }];
  const steps = [
    { from: 1, to: 1, kinds: [{ ...kinds[0], reads: 6 }] },
    { from: 2, to: 3, kinds },
  ];
  expect(depthSteps({ ...update, steps })).toEqual([{ size: 12, share: 1, names: ['Odd<b>, weights'] }]);
  expect(depthSteps({ ...update, steps: [steps[0]] }).map((step) => stepTexts(step).join(''))).toEqual([
    '36 % at 4 B: Odd<b>, weights',
    '64 % at 12 B',
  ]);
});

test('the cost deeper than a size falls from all of it to nothing, and passes the half at the exact depth', () => {
  for (const update of updates) {
    const shares = costDeeper(update);
    expect(shares[0][1]).toBe(1);
    expect(shares.at(-1)?.[1]).toBe(0);
    expect(shares.every(([, share], at) => at === 0 || share <= shares[at - 1][1])).toBe(true);
    expect(shares, `${update.id} ${update.algorithm}`).toContainEqual([4 * (update.halfCostDepth ?? 0), 0.5]);
    expect(shares.every(([size], at) => at === 0 || size >= shares[at - 1][0])).toBe(true);
  }
});

test('reads by memory add up, and their energy is that of the results as far as bins tell', () => {
  const preset = ENERGY_PRESETS[1];
  for (const update of updates) {
    const levels = levelShares(preset, update) ?? [];
    expect(levels.map(({ name }) => name)).toEqual(['8 KB', '32 KB', '1 MB', 'DRAM']);
    expect(levels.reduce((sum, { reads }) => sum + reads, 0)).toBe(update.reads);
    levels.forEach(({ beyondAtLeast }, at) => {
      const beyond = levels.slice(at + 1).reduce((sum, { reads }) => sum + reads, 0);
      expect(beyondAtLeast ?? 0).toBeLessThanOrEqual(beyond);
    });
    expect(levels[0].beyondAtLeast).toBe(
      update.floor?.beyond.find(({ capacity }) => capacity === 2 ** 11)?.reads ?? null,
    );
    const stated = update.energy.find((one) => one.preset === preset.id)?.commutePj ?? 0;
    const found = levels.reduce((sum, { energyPj }) => sum + energyPj, 0);
    expect(Math.abs(found / stated - 1), `${update.id} ${update.algorithm}`).toBeLessThan(1e-3);
  }
});

test('the presets are said to differ by the quotient of their commute-to-compute', () => {
  const labelInInput = committed.filter(({ id }) => id === 'label-in-input');
  expect(presetsFinding(labelInInput, ENERGY_PRESETS)).toMatch(
    /^Commute-to-compute is \d+( to \d+)? times as much under horowitz-45nm as under dally-2022: /,
  );
  expect(presetsFinding(labelInInput, ENERGY_PRESETS.slice(0, 1))).toBe('');
});

test('the median goes through all seeds to the end of the longest, means of three evaluations', () => {
  const [course] = learningCourses(handMadeTrainedResults().scenarios[0]);
  const [first, second] = course.seeds;
  expect(first.length).toBeLessThan(second.length);
  expect(course.median.length).toBe(second.length);
  expect(second[4][1]).toBeCloseTo(1 - 0.8, 12);
  expect(course.median[4][1]).toBeCloseTo((first[3][1] + second[4][1]) / 2, 12);
  expect(course.met).toEqual([first[3], second[4]]);
});

test('charts are drawn of what results hold, the same bytes each time, and show names without obeying them', () => {
  const trained = handMadeTrainedResults().scenarios[0];
  const scenario = {
    ...trained,
    updates: trained.updates.map((update) => ({ ...update, places: [...handMadePlaces] })),
    rules: trained.rules.map((rule) => ({ ...rule, title: '<script>"', shortName: "</title>'&" })),
  };
  const svgs = drawnCharts(scenario, ENERGY_PRESETS).map((chart) => ({ id: chart.id, svg: chart.svg(scenario) }));
  expect(svgs.map(({ id }) => id)).toEqual([
    'error',
    'icicle',
    'cost-by-role',
    'cost-by-kernel',
    'memory-dally-2022',
    'memory-horowitz-45nm',
    'cost-deeper',
  ]);
  for (const { svg } of svgs) {
    expect(svg).toMatch(/^<svg class="drawn" width="100%" height="[\d.]+" role="img" aria-label="[^"<]+">.*<\/svg>$/);
    expect(svg).not.toMatch(/<script|<b>|NaN|Infinity|undefined/);
    expect(svg.split('</title>').length).toBe(svg.split('<title>').length);
  }
  expect(drawnCharts(scenario, ENERGY_PRESETS).map((chart) => chart.svg(scenario))).toEqual(svgs.map(({ svg }) => svg));
  expect(drawnCharts(handMadeResults().scenarios[0], []).map(({ id }) => id)).toEqual([
    'icicle',
    'cost-by-role',
    'cost-deeper',
  ]);
});

test('where a seed did not meet the criterion there is no arrow', () => {
  const texts = [handMadeTrainedResults(), handMadeMissedResults()].map(({ scenarios: [scenario] }) => {
    const [error] = drawnCharts(scenario, []);
    return error.svg(scenario);
  });
  expect(texts[0]).toContain('×</text>');
  expect(texts[1]).not.toContain('×</text>');
  expect(texts[1]).toContain('not met by every seed');
});
