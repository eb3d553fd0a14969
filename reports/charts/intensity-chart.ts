import { ALGORITHM_NAMES, intensityFinding } from '../findings.ts';
import type { Chart } from './chart.ts';
import { NARROW } from './chart.ts';
import { algorithmScale, SI_AXIS } from './theme.ts';

export const intensityChart: Chart = {
  id: 'intensity',
  title: 'Instructions against cost',
  finding: intensityFinding,
  explanation:
    'Both sums from the start of the update to its end. Where a line is steep, much is computed for the data moved; ' +
    'where it is flat, data moves and little is computed.',
  spec: (scenario, width) => ({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width,
    autosize: { type: 'fit', contains: 'padding' },
    height: width < NARROW ? 220 : 280,
    data: {
      values: scenario.updates.flatMap(({ algorithm, course }) =>
        [{ cost: 0, instructions: 0 }, ...course].map(({ cost, instructions }, order) => ({
          algorithm: ALGORITHM_NAMES[algorithm],
          cost,
          instructions,
          order,
        })),
      ),
    },
    mark: { type: 'line', strokeWidth: 2 },
    encoding: {
      x: {
        field: 'cost',
        type: 'quantitative',
        axis: { ...SI_AXIS, tickCount: width < NARROW ? 4 : 8, title: 'ByteDMD cost so far' },
      },
      y: {
        field: 'instructions',
        type: 'quantitative',
        axis: { ...SI_AXIS, tickCount: 5, title: 'Instructions so far' },
      },
      order: { field: 'order' },
      color: { field: 'algorithm', type: 'nominal', sort: null, scale: algorithmScale(scenario) },
    },
  }),
};
