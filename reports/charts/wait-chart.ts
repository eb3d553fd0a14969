import { ruleTitle } from '../findings/compared-rules.ts';
import { waitFinding } from '../findings/findings.ts';
import { instructionsOf } from '../findings/update-figures.ts';
import type { ScenarioResult } from '../results/result.ts';
import type { Chart } from './chart.ts';
import { frame, ticksAlong } from './chart.ts';
import { ruleScale, SI_AXIS } from './theme.ts';

export const waitChart: Chart = {
  id: 'update-waits',
  title: 'How long each layer is locked',
  finding: waitFinding,
  explanation: () =>
    "From a layer's first instruction in the update to the one that makes its new weights ready: until then the next " +
    'update cannot begin with this layer. The thin line is the whole update.',
  legend: 'rules',
  spec: (scenario, width) => ({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    ...frame(width, 19 * scenario.updates.reduce((bars, { waits }) => bars + waits.length, 0), 56, false),
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
    },
    layer: [
      {
        mark: { type: 'rule', color: '#b8c0cc' },
        encoding: {
          x: {
            field: 'zero',
            type: 'quantitative',
            axis: { ...SI_AXIS, tickCount: ticksAlong(width), title: 'Instructions from the start of the update' },
          },
          x2: { field: 'whole' },
        },
      },
      {
        mark: { type: 'bar' },
        encoding: {
          x: { field: 'start', type: 'quantitative' },
          x2: { field: 'end' },
          color: { field: 'algorithm', type: 'nominal', sort: null, scale: ruleScale(scenario), legend: null },
        },
      },
    ],
  }),
};

function waits(scenario: ScenarioResult) {
  return scenario.updates.flatMap((update) =>
    update.waits.map(({ layer, firstInstruction, updatedAfter }) => ({
      algorithm: ruleTitle(scenario, update.algorithm),
      layer: `layer ${layer + 1}`,
      start: firstInstruction,
      end: updatedAfter,
      zero: 0,
      whole: instructionsOf(update),
    })),
  );
}
