import type { ReachedRatio } from '../../findings/totals-to-accuracy.ts';
import type { Contest } from '../../verdict/factors.ts';
import { outcomeOf, scorecard } from '../../verdict/scorecard.ts';
import { marked, shortRatio } from '../../writing/format.ts';
import { anchor, escapeHtml } from '../../writing/html.ts';
import { meaningOf, term } from './terms.ts';

/** From how many octaves between two figures on a cell has its next tint. */
const TINTS = [0.5, 1.5, 3] as const;

/** A row of a table of ratios: what it is about, and under which link. */
export interface RatioRow {
  readonly title: string;
  /** Id of the scenario. */
  readonly id: string;
  /** The rule that is compared; null where all rows compare the same one. */
  readonly rule: string | null;
  /** HTML. */
  readonly cells: readonly string[];
}

/** A column of a table of ratios. */
export interface RatioColumn {
  readonly title: string;
  /** What it is, in a sentence; '' where the title says it. */
  readonly meaning: string;
}

/** Where rules take less than their reference and where more, as a table of ratios: a row a contest. */
export function scorecardTable(contests: readonly Contest[], withRule: boolean): string {
  const columns = scorecard(contests);
  const rows = contests.map(
    ({ scenario: { title, id }, labels }, index): RatioRow => ({
      title,
      id,
      rule: withRule ? labels.compared.title : null,
      cells: columns.map((column) => ratioCell(column.title, column.ratios[index])),
    }),
  );
  return ratioTable('overview', columns, rows);
}

/** A table of ratios; on narrow screens every cell says its column. */
export function ratioTable(id: string, columns: readonly RatioColumn[], rows: readonly RatioRow[]): string {
  const wordOf = (index: number): string => `${id}-column-${index}`;
  const head = columns.map(({ title, meaning }, index) => {
    const name = escapeHtml(title);
    return `<th scope="col">${meaning === '' ? name : term(wordOf(index), name)}</th>`;
  });
  const body = rows.map(({ title, id, rule, cells }) => {
    const of = rule === null ? '' : `<small>${escapeHtml(rule)}</small>`;
    return `<tr><th scope="row"><a href="#${anchor(id)}">${escapeHtml(title)}</a>${of}</th>${cells.join('')}</tr>`;
  });
  const words = columns.map(({ title, meaning }, index) =>
    meaning === '' ? '' : meaningOf(wordOf(index), title, meaning),
  );
  return `<table class="scorecard" id="${id}"><thead><tr><th scope="col"><span class="unseen">network</span></th>${head.join('')}</tr></thead><tbody>
${body.join('\n')}
</tbody></table>
${words.join('\n')}`;
}

/** A ratio under the title of its column, on a tint that says how far it is from 1. */
export function ratioCell(title: string, ratio: ReachedRatio | null): string {
  if (ratio === null) return textCell(title, '—');
  const figure = `${marked(ratio.bound, shortRatio(ratio.value, ratio.bound))}×`;
  const outcome = outcomeOf(ratio);
  const octaves = Math.abs(Math.log2(ratio.value));
  const tint = outcome === 'same' ? '' : `-${TINTS.filter((least) => octaves >= least).length + 1}`;
  const label = `data-label="${escapeHtml(title)}"`;
  return `<td ${label} class="${outcome}${tint}">${outcome === 'less' ? `<b>${figure}</b>` : figure}</td>`;
}

/** What is no ratio, under the title of its column. */
export function textCell(title: string, text: string): string {
  return `<td data-label="${escapeHtml(title)}">${escapeHtml(text)}</td>`;
}
