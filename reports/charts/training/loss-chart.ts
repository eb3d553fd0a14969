import { ruleLabel, ruleTitle } from '../../findings/compared-rules.ts';
import type { ScenarioResult } from '../../results/result.ts';
import type { RuleResult } from '../../results/training-result.ts';
import { listed, threeDigits } from '../../writing/format.ts';
import { type DrawnChart, drawing } from '../drawn/drawn-chart.ts';
import { DASHES } from '../drawn/rule-lines.ts';
import { LAYER_COLOURS, layerName } from '../theme.ts';
import { bandPlot, seedPoints } from './seed-band.ts';

export const lossChart: DrawnChart = {
  id: 'loss',
  title: 'Loss of each layer',
  finding: (scenario) =>
    layeredRules(scenario)
      .map(({ algorithm, runs: [{ seed, curve }] }) => {
        const last = (curve.at(-1)?.loss ?? []).map((loss, layer) => `${layerName(layer)} ${threeDigits(loss)}`);
        return `${ruleTitle(scenario, algorithm)}, at the last evaluation of seed ${seed}: ${last.join(', ')}.`;
      })
      .join(' '),
  explanation: (scenario) =>
    `The mean loss of the updates since the evaluation before: the median of the seeds, in the band from the least to the most. ` +
    `Drawn of ${listed(layeredRules(scenario).map(({ algorithm }) => ruleLabel(scenario, algorithm).title))}, of which every layer has a loss of its own.`,
  isDrawn: (scenario) => layeredRules(scenario).length > 0,
  svg: (scenario) => {
    const parts: string[] = [];
    let top = 0;
    for (const rule of layeredRules(scenario)) {
      const bands = Array.from({ length: lossCount(rule) }, (_, layer) => ({
        name: layerName(layer),
        colour: LAYER_COLOURS[layer % LAYER_COLOURS.length],
        dash: DASHES[layer % DASHES.length],
        points: seedPoints(
          rule.runs.map(({ curve }) => curve.map(({ updates, loss }) => [updates, loss[layer]] as const)),
        ),
      }));
      const plot = bandPlot(bands, `Loss, ${ruleTitle(scenario, rule.algorithm)}`, 'Updates', top);
      parts.push(...plot.parts);
      top = plot.bottom + 14;
    }
    return drawing(top, lossChart.title, parts);
  },
};

/** How many losses an update of a rule reports. */
function lossCount({ runs }: RuleResult): number {
  return runs.find(({ curve }) => curve.length > 0)?.curve[0].loss.length ?? 0;
}

/** The rules that report a loss of each of several layers. */
function layeredRules({ training }: ScenarioResult): RuleResult[] {
  return (training?.rules ?? []).filter((rule) => lossCount(rule) > 1);
}
