import { targetPanels } from '../charts/ratios/target-panels.ts';
import type { Results } from '../results/result.ts';
import { costModelLine } from '../tables/markdown.ts';
import { caveats } from '../verdict/caveats.ts';
import { type Contest, contests } from '../verdict/factors.ts';
import { verdictText } from '../verdict/verdict-text.ts';
import { escapeHtml } from '../writing/html.ts';
import { factorBars } from './factor-bars.ts';
import { scorecardTable } from './scorecard-table.ts';

/** The answer of the page and why it is so, as HTML: a sentence, factor bars, ratios by accuracy, the scorecard. */
export function firstScreen(results: Results): string {
  const held = contests(results.scenarios);
  const verdict = verdictText(held);
  const badges = caveats(results).map(
    ({ badge, meaning }) => `<li><b>${escapeHtml(badge)}.</b> ${escapeHtml(meaning)}</li>`,
  );
  // A percentage does not break across lines.
  const headline = (verdict?.headline ?? lonelyHeadline(results)).replaceAll(' %', '\u00a0%');
  return `<h1>${escapeHtml(headline)}</h1>
${(verdict?.reasons ?? []).map((reason) => `<p class="why">${escapeHtml(reason)}</p>`).join('\n')}
${badges.length === 0 ? '' : `<ul class="caveats">${badges.join('')}</ul>`}
<p class="settings">Cost is ByteDMD: each byte read costs the root of its depth on a stack of all that is alive, the last used on top. Same
network, data and target for all rules; ${escapeHtml(costModelLine(results))}.</p>
${held.length === 0 ? '' : drawings(held)}`;
}

/** Of rules that nothing is held against. */
function lonelyHeadline({ scenarios }: Results): string {
  return `What one update moves: ${scenarios.map(({ title }) => title).join(', ')}`;
}

function drawings(held: readonly Contest[]): string {
  const pairs = new Set(held.map(({ labels }) => `${labels.compared.title} ÷ ${labels.reference.title}`));
  const [pair] = pairs;
  const isOnePair = pairs.size === 1;
  const of = isOnePair ? pair : 'each rule ÷ its reference';
  const isTrained = held.some(({ factors }) => factors.total !== null);
  const isBound = held.some(({ factors }) => factors.total?.bound === 'at least');
  const reference = isOnePair ? held[0].labels.reference.title : 'the reference';
  const panels = targetPanels(held);
  const what = isTrained ? 'Data moved until the target accuracy' : 'Data moved by one update';
  const bound = isBound
    ? ` ≥: ${reference} was there at the first evaluation, so that the true ratio may be larger.`
    : '';
  const isReadout = held.some(({ scenario }) => (scenario.totals ?? []).some(({ readout }) => readout !== null));
  const readout = isReadout ? ' Fitting a readout counts as updates.' : '';
  return `<section id="verdict">
<h2>${escapeHtml(`${what}, ${of}`)}</h2>
${factorBars(held, !isOnePair)}
<p class="note">${escapeHtml(`Logarithmic scale: factors multiply end to end. Black line: the ${isTrained ? 'total, median of the seeds' : 'whole update'}.${bound}${readout}`)}</p>
</section>
${
  panels === ''
    ? ''
    : `<section id="targets">
<h2>The verdict depends on the accuracy asked for</h2>
${panels}
<p class="note">${escapeHtml(`${of}, data moved until that accuracy is reached, by the same runs. Dotted: at least, since ${reference} was there at the first evaluation.`)}</p>
</section>`
}
<section id="scorecard">
<h2>${escapeHtml(`Where ${isOnePair ? held[0].labels.compared.title : 'each rule'} wins, and where it loses`)}</h2>
${scorecardTable(held, !isOnePair)}
<p class="note">${escapeHtml(`${of}. Bold and green: less than ${reference}. Blue: more.`)}</p>
</section>`;
}
