import type { TopLevelSpec } from 'vega-lite';
import type { ScenarioResult } from '../result.ts';

/** One drawing of the report, a pure function of a scenario's results. */
export interface Chart {
  /** Unique among the charts; names the figure on the page. */
  readonly id: string;
  /** What it shows, in a few words. */
  readonly title: string;
  /** What the results say, as a sentence. */
  readonly finding: (scenario: ScenarioResult) => string;
  /** How to read it, for someone who sees such a chart for the first time. */
  readonly explanation: string;
  /** The Vega-Lite spec; the drawing is `width` pixels wide at most. */
  readonly spec: (scenario: ScenarioResult, width: number) => TopLevelSpec;
}

/** Below this width a chart is for a phone: fewer legend columns, fewer ticks. */
export const NARROW = 500;
