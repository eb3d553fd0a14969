import { factorsInWords } from '../../../reports/pictures/factor-picture.ts';
import type { ScenarioResult } from '../../../reports/results/result.ts';
import { type Contest, contests } from '../../../reports/verdict/factors.ts';
import { protocolFinding } from '../../../reports/verdict/protocol-text.ts';
import { outcomeOf, scorecard } from '../../../reports/verdict/scorecard.ts';
import { verdictText } from '../../../reports/verdict/verdict-text.ts';
import { listed, shortRatio } from '../../../reports/writing/format.ts';
import { escapeHtml } from '../../../reports/writing/html.ts';
import { escapeMarkdown } from '../../../reports/writing/markdown-table.ts';

/** Below this width of a screen the picture for phones is shown. */
const PHONE = '(max-width: 560px)';
const DARK = '(prefers-color-scheme: dark)';

/** A picture of the answer: which file it is, and how it is drawn. The one for wide screens in light is shown where nothing else fits. */
export const ANSWER_PICTURES = [
  { file: 'results-narrow-dark.svg', scheme: 'dark', isNarrow: true, media: `${PHONE} and ${DARK}` },
  { file: 'results-narrow-light.svg', scheme: 'light', isNarrow: true, media: PHONE },
  { file: 'results-dark.svg', scheme: 'dark', isNarrow: false, media: DARK },
  { file: 'results-light.svg', scheme: 'light', isNarrow: false, media: null },
] as const;

/** What scenarios come to, as Markdown: the pictures of docs/ and why it is so; '' where nothing is compared. */
export function answerBlock(scenarios: readonly ScenarioResult[]): string {
  const [first, ...others] = contests(scenarios);
  if (first === undefined) return '';
  const verdict = verdictText([first, ...others]);
  const sources = ANSWER_PICTURES.flatMap(({ file, media }) =>
    media === null ? [] : [`  <source media="${media}" srcset="docs/${file}">`],
  );
  const [shown] = ANSWER_PICTURES.filter(({ media }) => media === null);
  return [
    `**${escapeMarkdown(verdict?.headline ?? '')}.** ${(verdict?.reasons ?? []).map(escapeMarkdown).join(' ')}`,
    '',
    '<picture>',
    ...sources,
    `  <img src="docs/${shown.file}" width="880" alt="${escapeHtml(factorsInWords([first, ...others]))}">`,
    '</picture>',
    '',
    [protocolFinding(scenarios), winsText([first, ...others])]
      .filter((one) => one !== null)
      .map(escapeMarkdown)
      .join('\n\n'),
  ].join('\n');
}

/** In what rules take less than their reference, a sentence; null where in nothing. */
function winsText(held: readonly [Contest, ...Contest[]]): string | null {
  const won = scorecard(held).flatMap(({ title, ratios }) => {
    const less = held.flatMap(({ scenario }, index) => {
      const ratio = ratios[index];
      return ratio !== null && outcomeOf(ratio) === 'less' ? [`${scenario.title} ${shortRatio(ratio.value)}`] : [];
    });
    return less.length === 0 ? [] : [`${title} (${less.join(', ')})`];
  });
  const { compared, reference } = held[0].labels;
  return won.length === 0 ? null : `${compared.title} takes less than ${reference.title} in ${listed(won)}.`;
}
