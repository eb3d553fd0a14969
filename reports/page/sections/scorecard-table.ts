import type { ReachedRatio } from '../../findings/totals-to-accuracy.ts';
import type { Contest } from '../../verdict/factors.ts';
import { outcomeOf, scorecard } from '../../verdict/scorecard.ts';
import { marked, shortRatio } from '../../writing/format.ts';
import { anchor, escapeHtml } from '../../writing/html.ts';

/** From how many octaves between two figures on a cell has its next tint. */
const TINTS = [0.5, 1.5, 3] as const;

/** Where rules take less than their reference and where more, as a table of ratios: a row a contest. */
export function scorecardTable(contests: readonly Contest[], withRule: boolean): string {
  const columns = scorecard(contests);
  const head = columns.map(
    ({ title, meaning }) => `<th scope="col" title="${escapeHtml(meaning)}">${escapeHtml(title)}</th>`,
  );
  const body = contests.map(({ scenario, labels }, index) => {
    const rule = withRule ? `<small>${escapeHtml(labels.compared.title)}</small>` : '';
    const cells = columns.map(({ title, ratios }) => cell(title, ratios[index]));
    return `<tr><th scope="row"><a href="#${anchor(scenario.id)}">${escapeHtml(scenario.title)}</a>${rule}</th>${cells.join('')}</tr>`;
  });
  return `<table class="scorecard" id="overview"><thead><tr><th scope="col"><span class="unseen">network</span></th>${head.join('')}</tr></thead><tbody>
${body.join('\n')}
</tbody></table>`;
}

function cell(title: string, ratio: ReachedRatio | null): string {
  const label = `data-label="${escapeHtml(title)}"`;
  if (ratio === null) return `<td ${label}>—</td>`;
  const figure = `${marked(ratio.bound, shortRatio(ratio.value, ratio.bound))}×`;
  const outcome = outcomeOf(ratio);
  const octaves = Math.abs(Math.log2(ratio.value));
  const tint = outcome === 'same' ? '' : `-${TINTS.filter((least) => octaves >= least).length + 1}`;
  return `<td ${label} class="${outcome}${tint}">${outcome === 'less' ? `<b>${figure}</b>` : figure}</td>`;
}
