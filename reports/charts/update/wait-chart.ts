import { waitFinding } from '../../findings/findings.ts';
import { instructionsOf } from '../../findings/update-figures.ts';
import { exactDigits, inWords } from '../../writing/format.ts';
import { barDrawing } from '../drawn/bar-rows.ts';
import type { DrawnChart } from '../drawn/drawn-chart.ts';
import { layerName } from '../theme.ts';

export const waitChart: DrawnChart = {
  id: 'update-waits',
  title: 'How long each layer is locked',
  finding: (scenario) => `${waitFinding(scenario)}.`,
  explanation: () =>
    "From a layer's first instruction in the update to the one that makes its new weights ready: until then the next " +
    'update cannot begin with this layer. The scale ends with the longest update.',
  isDrawn: ({ updates }) => updates.some(({ waits }) => waits.length > 0),
  svg: (scenario) => {
    const layers = [...new Set(scenario.updates.flatMap(({ waits }) => waits.map(({ layer }) => layer)))];
    const rows = layers
      .sort((a, b) => a - b)
      .flatMap((layer) =>
        scenario.updates.flatMap(({ algorithm, waits }) =>
          waits
            .filter((wait) => wait.layer === layer)
            .map(({ firstInstruction: from, updatedAfter: to }) => ({
              algorithm,
              name: layerName(layer),
              from,
              to,
              text: inWords(to - from),
              told: `${layerName(layer)}: locked for ${exactDigits(to - from)} instructions, from ${exactDigits(from)} to ${exactDigits(to)}`,
            })),
        ),
      );
    const most = Math.max(...scenario.updates.map(instructionsOf));
    return barDrawing(scenario, rows, most, waitChart.title);
  },
};
