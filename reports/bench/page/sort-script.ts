/**
 * Makes the columns of every labelled table sortable by their titles: figures the largest first, names from A, and the other
 * way round when asked again. Without it rows stay in the order that they are written in.
 */
export const SORT_SCRIPT = `'use strict';
const UNITS = { KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };
function figureOf(text) {
  const [, digits, unit] = /(-?[\\d.]+) ?([KMGT]B)?/.exec(text.replaceAll(',', '')) ?? [];
  return digits === undefined ? -Infinity : digits * (UNITS[unit] ?? 1);
}
for (const table of document.querySelectorAll('table.labelled')) {
  const [body] = table.tBodies;
  const heads = [...table.tHead.rows[0].cells];
  table.classList.add('sorts');
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    const textOf = (row) => row.cells[column].textContent;
    button.addEventListener('click', () => {
      const first = column === 0 ? 'ascending' : 'descending';
      const second = column === 0 ? 'descending' : 'ascending';
      const order = head.getAttribute('aria-sort') === first ? second : first;
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', order);
      const sign = order === 'ascending' ? 1 : -1;
      const compare = column === 0
        ? (a, b) => textOf(a).localeCompare(textOf(b), 'en', { numeric: true })
        : (a, b) => {
            const [x, y] = [figureOf(textOf(a)), figureOf(textOf(b))];
            return x < y ? -1 : x > y ? 1 : 0;
          };
      body.append(...[...body.rows].sort((a, b) => sign * compare(a, b)));
    });
  });
}
`;
