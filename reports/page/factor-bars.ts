import {
  BAR_ROW_PX,
  factorAxis,
  factorBar,
  factorFigures,
  factorKeys,
  factorScale,
  factorWords,
} from '../charts/ratios/factor-bar.ts';
import type { RatioScale } from '../charts/ratios/ratio-scale.ts';
import type { Contest } from '../verdict/factors.ts';
import { targetText } from '../verdict/task-text.ts';
import { anchor, escapeHtml } from '../writing/html.ts';

/** Of the width of the scale, in per cent: below this a factor is not written into its bar. */
const LEAST_LABELLED = 9;

/**
 * What the totals of contests are made of: a row each, its factors one after the other on a logarithmic scale. Drawn as wide
 * as the page is, in text of one size. `withRule` names the rules in every row.
 */
export function factorBars(contests: readonly Contest[], withRule: boolean): string {
  const scale = factorScale(contests);
  const rows = contests.map((contest) => row(contest, scale, withRule));
  const keys = factorKeys(contests).map(({ kind, meaning }) => `<li><i class="key ${kind}"></i>${meaning}</li>`);
  return `<ul class="keys">${keys.join('')}</ul>
<div class="factors">
${rows.join('\n')}
<div class="bar-row axis" aria-hidden="true"><svg height="16">${factorAxis(scale)}</svg></div>
</div>`;
}

function row(contest: Contest, scale: RatioScale, withRule: boolean): string {
  const { scenario, labels } = contest;
  const spoken = escapeHtml(factorWords(contest));
  const { ratio, madeOf } = factorFigures(contest);
  const rule = withRule ? `${labels.compared.title} / ${labels.reference.title}, ` : '';
  return `<div class="bar-row">
<div class="bar-name"><a href="#${anchor(scenario.id)}">${escapeHtml(scenario.title)}</a><small>${escapeHtml(`${rule}${targetText(scenario) ?? 'not trained'}`)}</small></div>
<svg height="${BAR_ROW_PX}" role="img" aria-label="${spoken}"><title>${spoken}</title>${factorBar(contest, scale, LEAST_LABELLED)}</svg>
<div class="bar-figure"><b>${ratio}</b><small>${madeOf}</small></div>
</div>`;
}
