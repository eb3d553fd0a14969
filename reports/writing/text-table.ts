import { visibleText } from './visible-text.ts';

/** A number as tables show it, with separators, an exponent, a per cent sign; or nothing. */
const FIGURE = /^(-?[\d.,]+(e[+-]?\d+)?( %)?|-|)$/;

/** A table as cells of text; every row is as long as the header. */
export interface TextCells {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * A table of plain text for a terminal: a header, a rule, the rows, each line ended. A column whose cells are all
 * numbers (or empty) is aligned to the right; names from outside are made visible. Throws RangeError where a row is not
 * as long as the header.
 */
export function textTable(titles: readonly string[], content: readonly (readonly string[])[]): string {
  const header = titles.map(visibleText);
  const rows = content.map((row) => row.map(visibleText));
  const columns = header.map((title, c) => {
    const cells = rows.map((row) => {
      if (row.length !== header.length) {
        throw new RangeError(`textTable: a row has ${row.length} cells under a header of ${header.length}`);
      }
      return row[c];
    });
    const width = cells.reduce((widest, cell) => Math.max(widest, cell.length), title.length);
    return { width, isNumeric: cells.every((cell) => FIGURE.test(cell)) };
  });
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, c) => (columns[c].isNumeric ? cell.padStart(columns[c].width) : cell.padEnd(columns[c].width)))
      .join('  ')
      .trimEnd();
  const rule = columns.map(({ width }) => '-'.repeat(width));
  return `${[header, rule, ...rows].map(line).join('\n')}\n`;
}
