import { ratioTexts } from '../charts/ratios/ratio-texts.ts';
import { targetPanels } from '../charts/ratios/target-panels.ts';
import type { Results } from '../results/result.ts';
import { caveats } from '../verdict/caveats.ts';
import { type Contest, contests } from '../verdict/factors.ts';
import { verdictText } from '../verdict/verdict-text.ts';
import { escapeHtml, unbroken } from '../writing/html.ts';
import { factorBars } from './factor-bars.ts';
import { costStack } from './sections/cost-stack.ts';
import { scorecardTable } from './sections/scorecard-table.ts';

/** The answer of the page and why it is so, as HTML: a sentence, factor bars, ratios by accuracy, the scorecard. */
export function firstScreen(results: Results): string {
  const held = contests(results.scenarios);
  const [first, ...others] = held;
  const verdict = verdictText(held);
  const badges = caveats(results).map(
    ({ badge, meaning }) => `<li><b>${escapeHtml(badge)}:</b> ${escapeHtml(lowered(meaning))}</li>`,
  );
  const headline = unbroken(verdict?.headline ?? lonelyHeadline(results));
  return `<h1>${escapeHtml(headline)}</h1>
${(verdict?.reasons ?? []).map((reason) => `<p class="why">${escapeHtml(unbroken(reason))}</p>`).join('\n')}
${badges.length === 0 ? '' : `<ul class="caveats">${badges.join('')}</ul>`}
${first === undefined ? '' : drawings([first, ...others])}
${costStack()}`;
}

/** A sentence that goes on after a colon. */
function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Of rules that nothing is held against. */
function lonelyHeadline({ scenarios }: Results): string {
  return `What one update moves: ${scenarios.map(({ title }) => title).join(', ')}`;
}

function drawings(held: readonly [Contest, ...Contest[]]): string {
  const texts = ratioTexts(held);
  const { isOnePair } = texts;
  const panels = targetPanels(held);
  return `<section id="verdict">
<h2>${escapeHtml(texts.factorsTitle)}</h2>
${factorBars(held, !isOnePair)}
<p class="note">${escapeHtml(texts.factorsNote)}</p>
</section>
${
  panels === ''
    ? ''
    : `<section id="targets">
<h2>${escapeHtml(texts.targetsTitle)}</h2>
${panels}
<p class="note">${escapeHtml(texts.targetsNote)}</p>
</section>`
}
<section id="scorecard">
<h2>${escapeHtml(`Where ${isOnePair ? held[0].labels.compared.title : 'each rule'} takes less (green) and more (blue)`)}</h2>
${scorecardTable(held, !isOnePair)}
</section>`;
}
