import { ruleLabel, ruleTitle } from '../findings/compared-rules.ts';
import { phaseFinding } from '../findings/findings.ts';
import { partCost, shareOf } from '../findings/update-figures.ts';
import type { ScenarioResult } from '../results/result.ts';
import { percent } from '../writing/format.ts';
import type { Chart } from './chart.ts';
import { frame, isNarrow, ticksAlong } from './chart.ts';
import { phaseScale, SI_AXIS } from './theme.ts';

/** A piece too small for its label goes without. */
const SMALLEST_LABELLED = 0.08;

export const phaseChart: Chart = {
  id: 'cost-by-phase',
  title: 'Cost by phase',
  finding: phaseFinding,
  explanation: () =>
    'Each bar is the ByteDMD cost of one cold update, cut into the phases of the update in the order in which they ' +
    'first run. What several rules do has one colour in all bars. Percentages are of the bar.',
  legend: 'phases',
  spec: (scenario, width) => ({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    ...frame(width, 46 * scenario.updates.length, isNarrow(width) ? 30 : 122, false),
    data: { values: pieces(scenario, isNarrow(width)) },
    encoding: {
      y: {
        field: 'algorithm',
        type: 'nominal',
        sort: null,
        axis: { title: null, domain: false, ticks: false, labelFontSize: 13, labelColor: '#1b1f24' },
        scale: { paddingInner: 0.25, paddingOuter: 0.1 },
      },
    },
    layer: [
      {
        mark: { type: 'bar', stroke: 'white', strokeWidth: 1 },
        encoding: {
          x: {
            field: 'start',
            type: 'quantitative',
            axis: { ...SI_AXIS, tickCount: ticksAlong(width) },
            title: 'ByteDMD cost of one update',
          },
          x2: { field: 'end' },
          color: {
            field: 'phase',
            type: 'nominal',
            sort: null,
            scale: phaseScale(scenario),
            legend: null,
          },
        },
      },
      {
        transform: [{ filter: `datum.share >= ${SMALLEST_LABELLED}` }],
        mark: { type: 'text', fontSize: 12, color: '#111' },
        encoding: { x: { field: 'middle', type: 'quantitative' }, text: { field: 'label' } },
      },
    ],
  }),
};

function pieces(scenario: ScenarioResult, isShort: boolean) {
  return scenario.updates.flatMap((update) => {
    const { algorithm, phases } = update;
    let start = 0;
    return phases.map((part) => {
      const end = start + partCost(part);
      const share = shareOf(part, update);
      const piece = {
        algorithm: isShort ? ruleLabel(scenario, algorithm).shortName : ruleTitle(scenario, algorithm),
        phase: part.phase,
        start,
        end,
        middle: (start + end) / 2,
        share,
        label: percent(share),
      };
      start = end;
      return piece;
    });
  });
}
