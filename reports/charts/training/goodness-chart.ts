import { ruleLabel } from '../../findings/compared-rules.ts';
import type { ScenarioResult } from '../../results/result.ts';
import type { RuleResult, RunResult } from '../../results/training-result.ts';
import { significant } from '../../writing/format.ts';
import type { Chart } from '../chart.ts';
import { isNarrow, ticksAlong } from '../chart.ts';
import { layerName, SIGN_SCALE } from '../theme.ts';

const SIGNS = [
  ['positives', 'positiveGoodness'],
  ['negatives', 'negativeGoodness'],
] as const;

export const goodnessChart: Chart = {
  id: 'goodness',
  title: 'Goodness of positives and negatives, by layer',
  finding: (scenario) => {
    const [run] = judgedRuns(scenario);
    const last = run?.epochs.at(-1);
    const layers = last?.positiveGoodness?.map(
      (positive, layer) =>
        `layer ${layer + 1} ${significant(positive)} against ${significant(last.negativeGoodness[layer])}`,
    );
    return layers === undefined ? '' : `In the last epoch of seed ${run.seed}: ${layers.join(', ')}`;
  },
  explanation: (scenario) =>
    `What ${judgedTitle(scenario)} teaches each layer: to answer true images strongly and wrong ones weakly. The ` +
    'goodness is of the squared activities, its mean over the updates of an epoch; one line a seed.',
  legend: 'signs',
  spec: (scenario, width) => {
    const runs = judgedRuns(scenario);
    const layers = runs[0]?.epochs[0]?.positiveGoodness?.length ?? 0;
    return {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      spacing: 18,
      vconcat: Array.from({ length: layers }, (_, layer) => ({
        width: width - 58,
        height: isNarrow(width) ? 90 : 110,
        title: `Goodness, ${layerName(layer)}`,
        data: { values: points(runs, layer) },
        mark: { type: 'line' as const, strokeWidth: 1.4, opacity: 0.85, point: { size: 14 } },
        encoding: {
          x: {
            field: 'epoch',
            type: 'quantitative' as const,
            axis: {
              tickCount: ticksAlong(width),
              tickMinStep: 1,
              format: 'd',
              title: layer === layers - 1 ? 'Epoch' : null,
            },
          },
          y: { field: 'goodness', type: 'quantitative' as const, axis: { title: null, tickCount: 4 } },
          color: { field: 'sign', type: 'nominal' as const, sort: null, scale: SIGN_SCALE, legend: null },
          detail: { field: 'seed', type: 'nominal' as const },
        },
      })),
    };
  },
};

/** Whether the update of a rule reports the goodness of its positives and negatives. */
export function hasGoodness(scenario: ScenarioResult): boolean {
  return judgedRule(scenario) !== undefined;
}

function isJudged(epoch: RunResult['epochs'][number]): boolean {
  return SIGNS.every(([, name]) => epoch[name] !== undefined && epoch[name].length > 0);
}

/** The first rule whose every epoch reports it. */
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

function points(runs: readonly RunResult[], layer: number) {
  return runs.flatMap(({ seed, epochs }) =>
    epochs.flatMap((epoch) =>
      SIGNS.map(([sign, name]) => ({ seed, epoch: epoch.epoch, sign, goodness: epoch[name][layer] })),
    ),
  );
}
