import type { Chart } from './chart.ts';
import { liveChart } from './live-chart.ts';
import { roleChart } from './role-chart.ts';
import { waitChart } from './wait-chart.ts';

/** The charts of one scenario that are not drawn by hand, in the order of the report. */
export const CHARTS: readonly Chart[] = [roleChart, liveChart, waitChart];
