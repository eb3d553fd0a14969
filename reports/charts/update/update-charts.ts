import type { ScenarioResult } from '../../results/result.ts';
import type { DrawnChart } from '../drawn/drawn-chart.ts';
import { beyondChart } from './beyond-chart.ts';
import { crossingChart } from './crossing-chart.ts';
import { liveChart } from './live-chart.ts';
import { waitChart } from './wait-chart.ts';

/** The charts of what an update brings across memories, reads beyond them, keeps alive and waits for, in the order of the report: those that its results hold. */
export function updateCharts(scenario: ScenarioResult): DrawnChart[] {
  return [crossingChart, beyondChart, liveChart, waitChart].filter((chart) => chart.isDrawn(scenario));
}
