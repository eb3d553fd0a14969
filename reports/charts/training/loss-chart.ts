import { ALGORITHM_NAMES } from '../../findings/findings.ts';
import type { ScenarioResult } from '../../results/result.ts';
import type { RuleResult } from '../../results/training-result.ts';
import { significant } from '../../writing/format.ts';
import type { Chart } from '../chart.ts';
import { isNarrow, ticksAlong } from '../chart.ts';
import { layerName, layerScale, SI_AXIS } from '../theme.ts';

export const lossChart: Chart = {
  id: 'loss',
  title: 'Loss of each layer',
  finding: ({ training }) =>
    training?.rules
      .map(({ algorithm, runs: [{ seed, curve }] }) => {
        const last = curve.at(-1)?.loss.map(significant).join(', ') ?? 'none';
        return `${ALGORITHM_NAMES[algorithm]}: ${last} at the last evaluation of seed ${seed}`;
      })
      .join('; ') ?? '',
  explanation:
    'The mean loss of the updates since the evaluation before, one thin line a seed. Every layer of Forward-Forward ' +
    'has a loss of its own; backprop has one, at its output, drawn as the first.',
  legend: 'layers',
  spec: (scenario, width) => {
    const rules = scenario.training?.rules ?? [];
    return {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      spacing: 18,
      vconcat: rules.map((rule, index) => ({
        width: width - 58,
        height: isNarrow(width) ? 110 : 140,
        title: ALGORITHM_NAMES[rule.algorithm],
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

/** Whether there is a loss to draw. */
export function hasLosses({ training }: ScenarioResult): boolean {
  return training?.rules.every(({ runs }) => runs.some(({ curve }) => curve.length > 0)) ?? false;
}
