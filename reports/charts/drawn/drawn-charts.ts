import type { EnergyPreset } from '../../../core/cost/energy-presets.ts';
import type { ScenarioResult } from '../../results/result.ts';
import type { DrawnChart } from './drawn-chart.ts';
import { errorChart } from './error-chart.ts';
import { icicleChart } from './icicle-chart.ts';
import { memoryChart } from './memory-chart.ts';
import { survivalChart } from './survival-chart.ts';

/** The drawn charts of a scenario, in the order of the report: those of which its results hold the figures. */
export function drawnCharts(scenario: ScenarioResult, presets: readonly EnergyPreset[]): DrawnChart[] {
  return [errorChart, icicleChart, survivalChart, ...presets.map(memoryChart)].filter((chart) =>
    chart.isDrawn(scenario),
  );
}
