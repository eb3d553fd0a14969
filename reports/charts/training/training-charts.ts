import type { ScenarioResult } from '../../results/result.ts';
import type { DrawnChart } from '../drawn/drawn-chart.ts';
import { goodnessChart } from './goodness-chart.ts';
import { lossChart } from './loss-chart.ts';

/** The charts, beside that of the error, of what the rules of a scenario learned, in the order of the report: those that its results hold. */
export function trainingCharts(scenario: ScenarioResult): DrawnChart[] {
  return [lossChart, goodnessChart].filter((chart) => chart.isDrawn(scenario));
}
