import { type TextCells, textTable } from './text-table.ts';
import { visibleText } from './visible-text.ts';
import { wrappedText } from './wrapped-text.ts';

const GAP = 2;

/**
 * A table of plain text no wider than `width` characters: in as many tables, one below the other, as its columns need, each of
 * which begins with the first `keys` columns. Where these leave no room, or where that takes fewer lines, they stand on a line of
 * their own above their figures, broken at spaces. Throws RangeError where a row is not as long as the header.
 */
export function fittedTable({ header, rows }: TextCells, width: number, keys = 1): string {
  const whole = textTable(header, rows);
  const widths = header.map((title, column) => widestOf([title, ...rows.map((row) => row[column])]));
  const keyWidth = lengthOf(widths.slice(0, keys));
  if (lengthOf(widths) <= width) return whole;
  const beside = groupsOf(widths, keys, width - keyWidth - GAP);
  const below = groupsOf(widths, keys, width - GAP);
  const hasRoom = widths.every((each, column) => column < keys || keyWidth + GAP + each <= width);
  const pick = (cells: readonly string[], columns: readonly number[]): string[] =>
    columns.map((column) => cells[column]);
  if (hasRoom && beside.length < 2 * below.length) {
    const named = header.map((_, column) => column).slice(0, keys);
    return beside
      .map((columns) => [...named, ...columns])
      .map((columns) =>
        textTable(
          pick(header, columns),
          rows.map((row) => pick(row, columns)),
        ),
      )
      .join('\n');
  }
  const nameOf = (cells: readonly string[]): string =>
    wrappedText(cells.slice(0, keys).map(visibleText).join('  '), width, '    ').join('\n');
  return below
    .map((columns) => {
      const [titles, rule, ...lines] = textTable(
        pick(header, columns),
        rows.map((row) => pick(row, columns)),
      ).split('\n');
      const figures = lines.slice(0, -1).flatMap((line, index) => {
        const isNamed = index > 0 && nameOf(rows[index]) === nameOf(rows[index - 1]);
        return isNamed ? [`  ${line}`] : [nameOf(rows[index]), `  ${line}`];
      });
      return `${[nameOf(header), `  ${titles}`, `  ${rule}`, ...figures].join('\n')}\n`;
    })
    .join('\n');
}

/** The columns behind the first ones, in groups that have room, each of one at least. */
function groupsOf(widths: readonly number[], keys: number, room: number): number[][] {
  const groups: number[][] = [];
  let free = 0;
  for (let column = keys; column < widths.length; column++) {
    const needed = widths[column] + GAP;
    if (groups.length > 0 && needed <= free) groups[groups.length - 1].push(column);
    else {
      groups.push([column]);
      free = room + GAP;
    }
    free -= needed;
  }
  return groups;
}

function widestOf(cells: readonly string[]): number {
  return cells.reduce((widest, cell) => Math.max(widest, visibleText(cell).length), 0);
}

function lengthOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1));
}
