import { ruleLabel } from '../../findings/compared-rules.ts';
import type { ScenarioResult } from '../../results/result.ts';
import { escapeHtml } from '../../writing/html.ts';
import { colourPlace, RULE_COLOURS } from '../theme.ts';
import { across, drawing } from './drawn-chart.ts';

/** A bar of a rule, from one value to another. */
export interface BarRow {
  readonly algorithm: string;
  /** What it is of; rows of one name that follow each other stand together. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** What stands behind the bar. */
  readonly text: string;
  /** All that it says. */
  readonly told: string;
}

const ROW_PX = 18;
const GAP_PX = 7;
const NAME_PX = 15;
/** Where bars begin and end, as shares of the width: before them stands the rule, behind them what they come to. */
const LEFT = 0.06;
const RIGHT = 0.8;

/** Bars on one linear scale from 0 to `most`, under the names of what they are of; `label` is what a screen reader says. */
export function barDrawing(scenario: ScenarioResult, rows: readonly BarRow[], most: number, label: string): string {
  const place = (value: number): number => (most === 0 ? 0 : ((RIGHT - LEFT) * value) / most);
  const parts: string[] = [];
  let y = 0;
  rows.forEach(({ algorithm, name, from, to, text, told }, index) => {
    if (name !== rows[index - 1]?.name) {
      if (index > 0) y += GAP_PX;
      parts.push(`<text x="0" y="${y + 11}">${escapeHtml(name)}</text>`);
      y += NAME_PX;
    }
    const { fill } = RULE_COLOURS[colourPlace(scenario, algorithm)];
    const end = LEFT + place(to);
    parts.push(
      `<g><title>${escapeHtml(told)}</title><text class="faint" x="0" y="${y + 12}">${escapeHtml(ruleLabel(scenario, algorithm).shortName)}</text>` +
        `<rect x="${across(LEFT + place(from))}" y="${y + 2}" width="${across(place(to - from))}" height="${ROW_PX - 5}" fill="${fill}"/>` +
        `<text class="faint" x="${across(end)}" dx="5" y="${y + 12}">${escapeHtml(text)}</text></g>`,
    );
    y += ROW_PX;
  });
  return drawing(y, label, parts);
}
