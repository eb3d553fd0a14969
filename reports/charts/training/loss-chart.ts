import { ruleLabel, ruleTitle } from '../../findings/compared-rules.ts';
import type { ScenarioResult } from '../../results/result.ts';
import type { RuleResult } from '../../results/training-result.ts';
import { capitalised, significant } from '../../writing/format.ts';
import type { Chart } from '../chart.ts';
import { isNarrow, ticksAlong } from '../chart.ts';
import { layerName, layerScale, lossCount, SI_AXIS } from '../theme.ts';

export const lossChart: Chart = {
  id: 'loss',
  title: 'Loss of each layer',
  finding: (scenario) =>
    scenario.training?.rules
      .map(({ algorithm, runs: [{ seed, curve }] }) => {
        const last =
          curve
            .at(-1)
            ?.loss.map((loss) => significant(loss))
            .join(', ') ?? 'none';
        return `${ruleTitle(scenario, algorithm)}: ${last} at the last evaluation of seed ${seed}`;
      })
      .join('; ') ?? '',
  explanation: (scenario) =>
    `The mean loss of the updates since the evaluation before, one thin line a seed. ${whoseLosses(scenario)}.`,
  legend: 'layers',
  spec: (scenario, width) => {
    const rules = scenario.training?.rules ?? [];
    return {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      spacing: 18,
      vconcat: rules.map((rule, index) => ({
        width: width - 58,
        height: isNarrow(width) ? 110 : 140,
        title: ruleTitle(scenario, rule.algorithm),
        data: { values: points(rule) },
        mark: { type: 'line' as const, strokeWidth: 1.2, opacity: 0.8 },
        encoding: {
          x: {
            field: 'updates',
            type: 'quantitative' as const,
            axis: { ...SI_AXIS, tickCount: ticksAlong(width), title: index === rules.length - 1 ? 'Updates' : null },
          },
          y: { field: 'loss', type: 'quantitative' as const, axis: { title: null, tickCount: 4 } },
          color: { field: 'layer', type: 'nominal' as const, sort: null, scale: layerScale(scenario), legend: null },
          detail: { field: 'seed', type: 'nominal' as const },
        },
      })),
    };
  },
};

function points({ runs }: RuleResult) {
  return runs.flatMap(({ seed, curve }) =>
    curve.flatMap(({ updates, loss }) =>
      loss.map((value, layer) => ({ seed, updates, loss: value, layer: layerName(layer) })),
    ),
  );
}

/** Which rules have a loss a layer, and which have one. */
function whoseLosses(scenario: ScenarioResult): string {
  const rules = (scenario.training?.rules ?? []).map(({ algorithm, runs }) => ({
    title: ruleLabel(scenario, algorithm).title,
    isPerLayer: lossCount(runs) > 1,
  }));
  const perLayer = rules.filter(({ isPerLayer }) => isPerLayer).map(({ title }) => title);
  const single = rules.filter(({ isPerLayer }) => !isPerLayer).map(({ title }) => title);
  const parts = [
    ...(perLayer.length === 0 ? [] : [`every layer of ${perLayer.join(' and ')} has a loss of its own`]),
    ...(single.length === 0
      ? []
      : single.length === 1
        ? [`${single[0]} has one, at its output, drawn as the first`]
        : [`${single.join(' and ')} have one each, drawn as the first`]),
  ];
  return capitalised(parts.join('; '));
}

/** Whether there is a loss to draw. */
export function hasLosses({ training }: ScenarioResult): boolean {
  return training?.rules.every(({ runs }) => runs.some(({ curve }) => curve.length > 0)) ?? false;
}
