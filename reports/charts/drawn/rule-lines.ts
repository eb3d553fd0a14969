import type { ScenarioResult } from '../../results/result.ts';
import { escapeHtml } from '../../writing/html.ts';
import { colourPlace, RULE_COLOURS } from '../theme.ts';

/** Of lines in the order of a palette: in grey, they are told apart by these. */
export const DASHES = ['', '7 3', '2 2', '9 3 2 3', '1 3', '12 4'];

export const LEGEND_ROW_PX = 18;

/** How the line of a rule is drawn, as attributes; `width` in pixels. */
export function ruleStroke(scenario: ScenarioResult, algorithm: string, width: number): string {
  const place = colourPlace(scenario, algorithm);
  const dash = DASHES[place] === '' ? '' : ` stroke-dasharray="${DASHES[place]}"`;
  return `stroke="${RULE_COLOURS[place].fill}" stroke-width="${width}"${dash}`;
}

/** What the line of each rule says, one a row above a plot, with a piece of the line. */
export function ruleLegend(
  scenario: ScenarioResult,
  said: readonly (readonly [algorithm: string, text: string])[],
): string[] {
  return said.map(([algorithm, text], row) => ruleLegendRow(scenario, algorithm, text, row));
}

/** One of them. */
export function ruleLegendRow(scenario: ScenarioResult, algorithm: string, text: string, row: number): string {
  const y = LEGEND_ROW_PX * row + 12;
  const piece = `<line x1="0" x2="26" y1="${y - 4}" y2="${y - 4}" ${ruleStroke(scenario, algorithm, 2.5)}/>`;
  return `${piece}<text x="34" y="${y}">${escapeHtml(text)}</text>`;
}
