import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { ruleTitle } from '../findings/compared-rules.ts';
import { missFinding } from '../findings/findings.ts';
import type { Chart } from './chart.ts';
import { frame, isNarrow } from './chart.ts';
import { BYTE_AXIS, ruleScale } from './theme.ts';

export const missRatioChart: Chart = {
  id: 'miss-ratio',
  title: 'Miss ratio of a memory of any size',
  finding: missFinding,
  explanation: () =>
    'The share of all reads that miss in a fully associative LRU memory of the given size: those that reach deeper ' +
    'than it holds. There are no compulsory misses, since the arguments of an update are on the stack when it starts.',
  legend: 'rules',
  spec: (scenario, width) => ({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    ...frame(width, isNarrow(width) ? 160 : 200, 44, true),
    data: {
      values: scenario.updates.flatMap(({ algorithm, missRatio }) =>
        missRatio
          .filter(({ capacity }) => capacity > 0)
          .map((point) => ({
            algorithm: ruleTitle(scenario, algorithm),
            capacity: point.capacity * ELEMENT_BYTES,
            missRatio: point.missRatio,
          })),
      ),
    },
    title: 'Share of the reads that miss',
    mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2 },
    encoding: {
      x: {
        field: 'capacity',
        type: 'quantitative',
        scale: { type: 'log', base: 2, nice: false },
        axis: { ...BYTE_AXIS, title: 'Size of the memory' },
      },
      y: {
        field: 'missRatio',
        type: 'quantitative',
        scale: { domain: [0, 1] },
        axis: { format: '.0%', title: null, tickCount: 5 },
      },
      color: { field: 'algorithm', type: 'nominal', sort: null, scale: ruleScale(scenario), legend: null },
    },
  }),
};
