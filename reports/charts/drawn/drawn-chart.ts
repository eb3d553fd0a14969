import type { ScenarioResult } from '../../results/result.ts';
import { escapeHtml } from '../../writing/html.ts';

/** A chart that is one drawing for screens of any width: across it lies in per cent, upwards and in letters in pixels. */
export interface DrawnChart {
  /** Unique among the charts; names the figure on the page. */
  readonly id: string;
  /** What it shows, in a few words. */
  readonly title: string;
  /** What the results say, as sentences that end in a full stop. */
  readonly finding: (scenario: ScenarioResult) => string;
  /** How to read it, for someone who sees such a chart for the first time. */
  readonly explanation: (scenario: ScenarioResult) => string;
  /** Whether the results hold what it draws. */
  readonly isDrawn: (scenario: ScenarioResult) => boolean;
  /** The drawing as one `<svg>` element. */
  readonly svg: (scenario: ScenarioResult) => string;
  /** Some of the same in words, a line each. */
  readonly lines?: (scenario: ScenarioResult) => string[];
}

/** The width that a drawing is made for, and the least at which it is still read, in pixels. */
export const WIDE_PX = 800;
const NARROW_PX = 340;

/** Rules for what is drawn, in a page of either colour scheme; texts of class `w` are for wide screens alone. */
export const DRAWN_STYLE = `
svg.drawn { display: block; width: 100%; overflow: visible; color: inherit; font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
svg.drawn svg { overflow: visible; }
svg.drawn text { fill: currentColor; }
svg.drawn .dark { fill: #1b1f24; }
svg.drawn .light { fill: #fff; }
svg.drawn .title { font-weight: 600; font-size: 13px; }
svg.drawn .row rect { height: 21px; }
svg.drawn .all { display: none; }
svg.drawn rect { stroke: Canvas; stroke-width: 0.6px; }
svg.drawn text { pointer-events: none; }
svg.drawn .box { fill: currentColor; fill-opacity: 0.12; }
svg.drawn .faint { opacity: 0.75; }
svg.drawn .axis { stroke: currentColor; stroke-opacity: 0.18; }
svg.drawn .mark { stroke: currentColor; stroke-opacity: 0.75; stroke-dasharray: 4 3; }
svg.drawn .line { fill: none; vector-effect: non-scaling-stroke; }
svg.drawn .ring { fill: Canvas; stroke-width: 1.5px; }
svg.drawn .halo { paint-order: stroke; stroke: Canvas; stroke-width: 3px; stroke-linejoin: round; }
@media screen and (max-width: 50rem) { svg.drawn .w { display: none; } }
`;

/** One drawing, so many pixels high; `label` is what a screen reader says in its place. */
export function drawing(height: number, label: string, parts: readonly string[]): string {
  return `<svg class="drawn" width="100%" height="${height}" role="img" aria-label="${escapeHtml(label)}">${parts.join('')}</svg>`;
}

/** A share of the width, as per cent with two digits after the point: at most 0.1 pixels off. */
export function across(share: number): string {
  return `${Math.round(10_000 * share) / 100}%`;
}

/** The width of a text of 12 pixels, about: letters of a system font are half as wide as high. */
function textWidth(text: string): number {
  return 6.2 * text.length;
}

/**
 * The class of a text in a place that takes this share of the width: none where it fits at every width, `w` where it
 * does on wide screens alone; null: nowhere.
 */
export function fittingClass(text: string, share: number): '' | 'w' | null {
  const needed = textWidth(text) + 6;
  if (needed <= share * NARROW_PX) return '';
  return needed <= share * WIDE_PX ? 'w' : null;
}

/** A colour of `#rrggbb` with so much white in it, 0 .. 1. */
export function tinted(colour: string, white: number): string {
  const parts = channels(colour).map((value) => Math.round(value + (255 - value) * white));
  return `#${parts.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** The class of a text on this colour that is read better: `dark` or `light`. */
export function inkOn(colour: string): 'dark' | 'light' {
  const [red, green, blue] = channels(colour).map((value) => (value / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? 'dark' : 'light';
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
