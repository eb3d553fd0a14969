import { drawnCharts } from '../charts/drawn/drawn-charts.ts';
import { trainingCharts } from '../charts/training/training-charts.ts';
import { updateCharts } from '../charts/update/update-charts.ts';
import type { Results } from '../results/result.ts';
import { contests } from '../verdict/factors.ts';
import { type ChartImages, withImages } from './chart-images.ts';
import { chartPicture } from './chart-picture.ts';
import { factorPicture } from './factor-picture.ts';
import { targetPicture } from './target-picture.ts';

/** Every chart of a page as an SVG and a PNG file, by name: those of all scenarios, then `SCENARIO-CHART` of each. */
export function chartFiles(results: Results): Promise<ChartImages> {
  return withImages(chartSvgs(results));
}

function chartSvgs({ scenarios, provenance }: Results): [string, string][] {
  const [first, ...others] = contests(scenarios);
  const targets = first === undefined ? null : targetPicture([first, ...others]);
  return [
    ...(first === undefined
      ? []
      : [['factors', factorPicture([first, ...others], 'light')] satisfies [string, string]]),
    ...(targets === null ? [] : [['ratio-by-accuracy', targets] satisfies [string, string]]),
    ...scenarios.flatMap((scenario) =>
      [...drawnCharts(scenario, provenance.energyPresets), ...trainingCharts(scenario), ...updateCharts(scenario)].map(
        (chart): [string, string] => [`${scenario.id}-${chart.id}`, chartPicture(chart, scenario)],
      ),
    ),
  ];
}
