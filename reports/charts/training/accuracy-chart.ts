import { median } from '../../../core/numbers/statistics.ts';
import { ruleTitle } from '../../findings/compared-rules.ts';
import { accuracyFinding } from '../../findings/training-findings.ts';
import type { ScenarioResult } from '../../results/result.ts';
import type { Chart } from '../chart.ts';
import { isNarrow, ticksAlong } from '../chart.ts';
import { ruleScale, SI_AXIS } from '../theme.ts';

export const accuracyChart: Chart = {
  id: 'accuracy',
  title: 'Accuracy against updates, and against the data moved',
  finding: accuracyFinding,
  explanation: () =>
    'Every evaluation on the test images of the criterion. A thin line is one seed, a thick one the median of the ' +
    'seeds as long as all of them run; the dashed line is the criterion, which the mean of the last three evaluations ' +
    'has to reach. Below, the updates are replaced by what they cost, on a logarithmic axis; where a readout is fitted, ' +
    'its cost is added to every point once.',
  legend: 'rules',
  spec: (scenario, width) => {
    const values = points(scenario);
    const panel = (field: 'updates' | 'cost', axisTitle: string) => {
      const x = {
        field,
        type: 'quantitative' as const,
        scale: field === 'cost' ? { type: 'log' as const, nice: false } : { zero: true },
        axis: { ...SI_AXIS, tickCount: ticksAlong(width), title: axisTitle },
      };
      const y = {
        field: 'accuracy',
        type: 'quantitative' as const,
        scale: { zero: false },
        axis: { format: '.0%', title: null, tickCount: 5 },
      };
      const color = {
        field: 'algorithm',
        type: 'nominal' as const,
        sort: null,
        scale: ruleScale(scenario),
        legend: null,
      };
      const line = (isMedian: boolean) => ({
        transform: [{ filter: `datum.isMedian === ${isMedian}` }],
        mark: { type: 'line' as const, strokeWidth: isMedian ? 2.4 : 1, opacity: isMedian ? 1 : 0.45 },
        encoding: { x, y, color, detail: { field: 'seed', type: 'nominal' as const } },
      });
      return {
        width: width - 58,
        height: isNarrow(width) ? 150 : 190,
        title: 'Test accuracy',
        layer: [
          line(false),
          line(true),
          {
            data: { values: [{ criterion: scenario.training?.criterion.testAccuracy ?? 0 }] },
            mark: { type: 'rule' as const, strokeDash: [4, 3], color: '#1b1f24', opacity: 0.7 },
            encoding: { y: { field: 'criterion', type: 'quantitative' as const } },
          },
        ],
      };
    };
    return {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      data: { values },
      spacing: 18,
      vconcat: [panel('updates', 'Updates'), panel('cost', 'ByteDMD cost so far')],
    };
  },
};

/** The evaluations of every seed, and the median of the seeds at each that all of them made. */
function points(scenario: ScenarioResult) {
  const { training, totals = [] } = scenario;
  return (training?.rules ?? []).flatMap(({ algorithm, runs }, index) => {
    const { costPerUpdate, readout } = totals[index];
    const point = (updates: number, accuracy: number) => ({
      algorithm: ruleTitle(scenario, algorithm),
      updates,
      cost: updates * Number(costPerUpdate) + Number(readout?.cost ?? 0),
      accuracy,
    });
    const seeds = runs.flatMap(({ seed, curve }) =>
      curve.map(({ updates, testAccuracy }) => ({ ...point(updates, testAccuracy), seed, isMedian: false })),
    );
    const common = Math.min(...runs.map(({ curve }) => curve.length));
    const medians = runs[0].curve.slice(0, common).map(({ updates }, at) => ({
      ...point(updates, median(runs.map(({ curve }) => curve[at].testAccuracy))),
      seed: -1,
      isMedian: true,
    }));
    return [...seeds, ...medians];
  });
}
