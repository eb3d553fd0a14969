import type { ScenarioResult } from '../../results/result.ts';
import type { Chart } from '../chart.ts';
import { goodnessChart, hasGoodness } from './goodness-chart.ts';
import { hasLosses, lossChart } from './loss-chart.ts';

/** The charts, beside that of the error, of what the rules of a scenario learned, in the order of the report; none where nothing was trained. */
export function trainingCharts(scenario: ScenarioResult): Chart[] {
  return [...(hasLosses(scenario) ? [lossChart] : []), ...(hasGoodness(scenario) ? [goodnessChart] : [])];
}
