import { ALGORITHM_NAMES, instructionsOf, waitFinding } from '../findings.ts';
import type { ScenarioResult } from '../result.ts';
import type { Chart } from './chart.ts';
import { NARROW } from './chart.ts';
import { algorithmScale, SI_AXIS } from './theme.ts';

export const waitChart: Chart = {
  id: 'update-waits',
  title: 'How long each layer is locked',
  finding: waitFinding,
  explanation:
    "From a layer's first instruction in the update to the one that makes its new weights ready. The thin line is the " +
    'whole update. Backprop has to come back to a layer after all later ones; Forward-Forward finishes a layer before it ' +
    'begins the next.',
  spec: (scenario, width) => ({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width,
    autosize: { type: 'fit', contains: 'padding' },
    height: 70 + 18 * scenario.updates.reduce((bars, { waits }) => bars + waits.length, 0),
    data: { values: waits(scenario) },
    encoding: {
      y: {
        field: 'layer',
        type: 'nominal',
        sort: null,
        axis: { title: null, domain: false, ticks: false },
        scale: { paddingInner: 0.35 },
      },
      yOffset: { field: 'algorithm', type: 'nominal', sort: null },
      color: { field: 'algorithm', type: 'nominal', sort: null, scale: algorithmScale(scenario) },
    },
    layer: [
      {
        mark: { type: 'rule', opacity: 0.35 },
        encoding: {
          x: {
            field: 'zero',
            type: 'quantitative',
            axis: { ...SI_AXIS, tickCount: width < NARROW ? 4 : 8, title: 'Instructions from the start of the update' },
          },
          x2: { field: 'whole' },
        },
      },
      {
        mark: { type: 'bar' },
        encoding: { x: { field: 'start', type: 'quantitative' }, x2: { field: 'end' } },
      },
    ],
  }),
};

function waits({ updates }: ScenarioResult) {
  return updates.flatMap((update) =>
    update.waits.map(({ layer, firstInstruction, updatedAfter }) => ({
      algorithm: ALGORITHM_NAMES[update.algorithm],
      layer: `layer ${layer + 1}`,
      start: firstInstruction,
      end: updatedAfter,
      zero: 0,
      whole: instructionsOf(update),
    })),
  );
}
