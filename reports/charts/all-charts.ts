import type { Chart } from './chart.ts';
import { depthChart } from './depth-chart.ts';
import { intensityChart } from './intensity-chart.ts';
import { liveChart } from './live-chart.ts';
import { missRatioChart } from './miss-ratio-chart.ts';
import { phaseChart } from './phase-chart.ts';
import { roleChart } from './role-chart.ts';
import { waitChart } from './wait-chart.ts';

/** The charts of one scenario, in the order of the report. */
export const CHARTS: readonly Chart[] = [
  phaseChart,
  roleChart,
  depthChart,
  missRatioChart,
  liveChart,
  intensityChart,
  waitChart,
];
