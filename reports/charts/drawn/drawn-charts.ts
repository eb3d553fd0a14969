import type { EnergyPreset } from '../../../core/cost/energy-presets.ts';
import type { ScenarioResult } from '../../results/result.ts';
import type { DrawnChart } from './drawn-chart.ts';
import { errorChart } from './error-chart.ts';
import { ICICLE_CHARTS } from './icicle-chart.ts';
import { memoryChart } from './memory-chart.ts';
import { survivalChart } from './survival-chart.ts';

/** The drawn charts of a scenario, in the order of the report: those of which its results hold the figures. */
export function drawnCharts(scenario: ScenarioResult, presets: readonly EnergyPreset[]): DrawnChart[] {
  return [
    ...learningCharts(scenario),
    ...icicleCharts(scenario),
    ...presetCharts(scenario, presets).flat(),
    ...depthCharts(scenario),
  ];
}

/** What was learned for the data moved. */
export function learningCharts(scenario: ScenarioResult): DrawnChart[] {
  return [errorChart].filter((chart) => chart.isDrawn(scenario));
}

/** Where an update pays: views of one icicle. */
export function icicleCharts(scenario: ScenarioResult): DrawnChart[] {
  return ICICLE_CHARTS.filter((chart) => chart.isDrawn(scenario));
}

/** For each preset its charts. */
export function presetCharts(scenario: ScenarioResult, presets: readonly EnergyPreset[]): DrawnChart[][] {
  return presets.map((preset) => [memoryChart(preset)].filter((chart) => chart.isDrawn(scenario)));
}

/** How deep reads reach. */
export function depthCharts(scenario: ScenarioResult): DrawnChart[] {
  return [survivalChart].filter((chart) => chart.isDrawn(scenario));
}
