import { ruleLabel } from '../../findings/compared-rules.ts';
import type { ScenarioResult } from '../../results/result.ts';
import type { RuleResult, RunResult } from '../../results/training-result.ts';
import { threeDigits } from '../../writing/format.ts';
import { type DrawnChart, drawing } from '../drawn/drawn-chart.ts';
import { layerName } from '../theme.ts';
import { bandPlot, seedPoints } from './seed-band.ts';

const SIGNS = [
  { name: 'positives', goodness: 'positiveGoodness', colour: '#2f9e74', dash: '' },
  { name: 'negatives', goodness: 'negativeGoodness', colour: '#a45ca8', dash: '7 3' },
] as const;

export const goodnessChart: DrawnChart = {
  id: 'goodness',
  title: 'Goodness of positives and negatives, by layer',
  finding: (scenario) => {
    const [run] = judgedRuns(scenario);
    const last = run?.epochs.at(-1);
    const layers = last?.positiveGoodness?.map((positive, layer) => {
      return `${layerName(layer)} ${threeDigits(positive)} against ${threeDigits(last.negativeGoodness[layer])}`;
    });
    return layers === undefined ? '' : `In the last epoch of seed ${run.seed}: ${layers.join(', ')}.`;
  },
  explanation: (scenario) =>
    `What ${judgedTitle(scenario)} teaches each layer: to answer true images strongly and wrong ones weakly. The ` +
    'goodness is of the squared activities, its mean over the updates of an epoch: the median of the seeds, in the band ' +
    'from the least to the most.',
  isDrawn: (scenario) => judgedRule(scenario) !== undefined,
  svg: (scenario) => {
    const runs = judgedRuns(scenario);
    const layers = runs[0]?.epochs[0]?.positiveGoodness?.length ?? 0;
    const parts: string[] = [];
    let top = 0;
    for (let layer = 0; layer < layers; layer++) {
      const bands = SIGNS.map((sign) => ({
        ...sign,
        points: seedPoints(
          runs.map(({ epochs }) => epochs.map((epoch) => [epoch.epoch, epoch[sign.goodness][layer]] as const)),
        ),
      }));
      const plot = bandPlot(bands, `Goodness, ${layerName(layer)}`, 'Epoch', top);
      parts.push(...plot.parts);
      top = plot.bottom + 14;
    }
    return drawing(top, goodnessChart.title, parts);
  },
};

function isJudged(epoch: RunResult['epochs'][number]): boolean {
  return SIGNS.every(({ goodness }) => epoch[goodness] !== undefined && epoch[goodness].length > 0);
}

/** The first rule whose every epoch reports the goodness of its positives and negatives. */
function judgedRule({ training }: ScenarioResult): RuleResult | undefined {
  return training?.rules.find(({ runs }) => runs.every(({ epochs }) => epochs.length > 0 && epochs.every(isJudged)));
}

function judgedRuns(scenario: ScenarioResult): readonly RunResult[] {
  return judgedRule(scenario)?.runs ?? [];
}

function judgedTitle(scenario: ScenarioResult): string {
  const rule = judgedRule(scenario);
  return rule === undefined ? 'a rule' : ruleLabel(scenario, rule.algorithm).title;
}
