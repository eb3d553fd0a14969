import type { TopLevelSpec } from 'vega-lite';
import type { ScenarioResult } from '../results/result.ts';

/** One drawing of the report, a pure function of a scenario's results. */
export interface Chart {
  /** Unique among the charts; names the figure on the page. */
  readonly id: string;
  /** What it shows, in a few words. */
  readonly title: string;
  /** What the results say, as a sentence. */
  readonly finding: (scenario: ScenarioResult) => string;
  /** How to read it, for someone who sees such a chart for the first time. */
  readonly explanation: (scenario: ScenarioResult) => string;
  /** What its colours tell apart. The page draws the legend, which so wraps as text does. */
  readonly legend: 'rules' | 'phases' | 'layers' | 'signs';
  /** The Vega-Lite spec; the drawing is `width` pixels wide at most. */
  readonly spec: (scenario: ScenarioResult, width: number) => TopLevelSpec;
}

/** Below this width a chart is for a phone. */
const NARROW = 500;

/** Whether a drawing of this width is for a phone: shorter names, less height. */
export function isNarrow(width: number): boolean {
  return width < NARROW;
}

/** Ticks of a quantitative axis along the width. */
export function ticksAlong(width: number): number {
  return isNarrow(width) ? 4 : 8;
}

/**
 * The size of a drawing `width` pixels wide around a plot `height` pixels high, with `left` pixels for the labels of
 * the y axis and a title above where `hasTitle`. Fixed, since without a browser text cannot be measured well.
 */
export function frame(width: number, height: number, left: number, hasTitle: boolean) {
  const right = 16;
  return {
    width: width - left - right,
    height,
    autosize: { type: 'none' as const },
    padding: { left, right, top: hasTitle ? 26 : 6, bottom: 42 },
  };
}
