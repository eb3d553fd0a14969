import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { ruleTitle } from '../findings/compared-rules.ts';
import { depthFinding } from '../findings/findings.ts';
import { partCost } from '../findings/update-figures.ts';
import type { ScenarioResult } from '../results/result.ts';
import type { Chart } from './chart.ts';
import { isNarrow } from './chart.ts';
import { BYTE_AXIS, ruleScale, SI_AXIS } from './theme.ts';

export const depthChart: Chart = {
  id: 'depth-histogram',
  title: 'How deep the reads reach, and where the cost comes from',
  finding: depthFinding,
  explanation: () =>
    'Above, how many reads go to each depth of the LRU stack; below, what those reads cost. Depth is the size of all ' +
    'data touched more recently than the element that is read, itself included, on a logarithmic axis of four bins an ' +
    'octave. Counts are exact.',
  legend: 'rules',
  spec: (scenario, width) => {
    const panel = (field: 'reads' | 'cost', title: string, axisTitle: string | null) => ({
      width: width - 66,
      height: isNarrow(width) ? 120 : 150,
      title,
      mark: {
        type: 'area' as const,
        interpolate: 'step-after' as const,
        fillOpacity: 0.16,
        line: { strokeWidth: 1.5 },
      },
      encoding: {
        x: {
          field: 'depth',
          type: 'quantitative' as const,
          scale: { type: 'log' as const, base: 2, nice: false, domain: depthDomain(scenario) },
          axis: { ...BYTE_AXIS, title: axisTitle, labels: axisTitle !== null, ticks: axisTitle !== null },
        },
        y: {
          field,
          type: 'quantitative' as const,
          stack: null,
          axis: { ...SI_AXIS, tickCount: 4, title: null },
        },
        color: {
          field: 'algorithm',
          type: 'nominal' as const,
          sort: null,
          scale: ruleScale(scenario),
          legend: null,
        },
      },
    });
    return {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      data: { values: steps(scenario) },
      spacing: 12,
      vconcat: [panel('reads', 'Reads', null), panel('cost', 'ByteDMD cost of these reads', 'LRU stack depth')],
    };
  },
};

/** The left edge of every bin, in bytes from the top, and the right edge of the last. */
function steps(scenario: ScenarioResult) {
  return scenario.updates.flatMap(({ algorithm, histogram }) => {
    const name = ruleTitle(scenario, algorithm);
    const edges = histogram.map((bin) => ({
      algorithm: name,
      depth: bin.from * ELEMENT_BYTES,
      reads: bin.reads,
      cost: partCost(bin),
    }));
    const last = histogram.at(-1);
    return last === undefined
      ? edges
      : [...edges, { algorithm: name, depth: (last.to + 1) * ELEMENT_BYTES, reads: 0, cost: 0 }];
  });
}

function depthDomain({ updates }: ScenarioResult): [number, number] {
  const deepest = Math.max(1, ...updates.map(({ histogram }) => histogram.at(-1)?.to ?? 1));
  return [ELEMENT_BYTES, (deepest + 1) * ELEMENT_BYTES];
}
