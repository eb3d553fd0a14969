import { escapeHtml } from '../../writing/html.ts';

/** A column of a table: its title, what it means where that is not plain, and whether the rows come sorted by it. */
export interface LabelledColumn {
  readonly title: string;
  readonly meaning?: string;
  readonly isSorted?: boolean;
}

/**
 * A table of cells that are HTML, the first of a row its name. On a narrow screen each row is a card, whose figures stand
 * behind the titles of their columns. A page's script makes it sortable.
 */
export function labelledTable(
  label: string,
  columns: readonly LabelledColumn[],
  rows: readonly (readonly string[])[],
): string {
  const head = columns.map(({ title, meaning, isSorted = false }) => {
    const about = meaning === undefined ? '' : ` title="${escapeHtml(meaning)}"`;
    return `<th scope="col"${about}${isSorted ? ' aria-sort="descending"' : ''}>${escapeHtml(title)}</th>`;
  });
  const body = rows.map(([name, ...cells]) => {
    const figures = cells.map((cell, index) => {
      return `<td data-label="${escapeHtml(columns[index + 1].title)}">${cell}</td>`;
    });
    return `<tr><th scope="row">${name}</th>${figures.join('')}</tr>`;
  });
  return `<section class="scroll" tabindex="0" aria-label="${escapeHtml(label)}"><table class="labelled"><thead><tr>${head.join('')}</tr></thead><tbody>
${body.join('\n')}
</tbody></table></section>`;
}
