import { ruleTitle } from '../findings/compared-rules.ts';
import { intensityFinding } from '../findings/findings.ts';
import type { Chart } from './chart.ts';
import { frame, isNarrow, ticksAlong } from './chart.ts';
import { ruleScale, SI_AXIS } from './theme.ts';

export const intensityChart: Chart = {
  id: 'intensity',
  title: 'Instructions against cost',
  finding: intensityFinding,
  explanation: () =>
    'Both sums from the start of the update to its end. Where a line is steep, much is computed for the data moved; ' +
    'where it is flat, data moves and little is computed.',
  legend: 'rules',
  spec: (scenario, width) => ({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    ...frame(width, isNarrow(width) ? 180 : 230, 44, true),
    data: {
      values: scenario.updates.flatMap(({ algorithm, course }) =>
        [{ cost: 0, instructions: 0 }, ...course].map(({ cost, instructions }, order) => ({
          algorithm: ruleTitle(scenario, algorithm),
          cost,
          instructions,
          order,
        })),
      ),
    },
    title: 'Instructions so far',
    mark: { type: 'line', strokeWidth: 2 },
    encoding: {
      x: {
        field: 'cost',
        type: 'quantitative',
        axis: { ...SI_AXIS, tickCount: ticksAlong(width), title: 'ByteDMD cost so far' },
      },
      y: {
        field: 'instructions',
        type: 'quantitative',
        axis: { ...SI_AXIS, tickCount: 5, title: null },
      },
      order: { field: 'order' },
      color: { field: 'algorithm', type: 'nominal', sort: null, scale: ruleScale(scenario), legend: null },
    },
  }),
};
