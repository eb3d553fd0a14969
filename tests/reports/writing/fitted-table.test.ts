import { expect, test } from 'vitest';
import { fittedTable } from '../../../reports/writing/fitted-table.ts';

const cells = {
  header: ['case', 'reads', 'cost', 'misses'],
  rows: [
    ['one', '1,000', '20', '5'],
    ['another', '2', '30,000', '-'],
  ],
};

test('a table that has room is one', () => {
  expect(fittedTable(cells, 30)).toBe(`case     reads    cost  misses
-------  -----  ------  ------
one      1,000      20       5
another      2  30,000       -
`);
});

test('a wider one is several, each with the names of its rows', () => {
  const header = [...cells.header, 'misses at 1 MB'];
  const rows = cells.rows.map((row) => [...row, '123']);
  expect(fittedTable({ header, rows }, 25)).toBe(`case     reads    cost
-------  -----  ------
one      1,000      20
another      2  30,000

case     misses
-------  ------
one           5
another       -

case     misses at 1 MB
-------  --------------
one                 123
another             123
`);
});

test('names that leave no room stand above their figures, equal ones once', () => {
  const long = cells.rows.map(([name, ...figures]) => [name.repeat(4), ...figures]);
  expect(fittedTable({ ...cells, rows: [...long, long[1]] }, 24)).toBe(`case
  reads    cost  misses
  -----  ------  ------
oneoneoneone
  1,000      20       5
anotheranotheranotheranother
      2  30,000       -
      2  30,000       -
`);
});

test('several columns may name a row', () => {
  expect(fittedTable(cells, 24, 2)).toBe(`case  reads
    cost  misses
  ------  ------
one  1,000
      20       5
another  2
  30,000       -
`);
});
