import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COLUMNS_SCRIPT, columnsJson } from '../../../reports/writing/json-columns.ts';

/** The JSON that a page has back of its own. */
function readBack(json: string): string {
  return runInNewContext(`${COLUMNS_SCRIPT}JSON.stringify(inRows(JSON.parse(packed)))`, { packed: columnsJson(json) });
}

test('lists of records of the same keys are columns, those within them too', () => {
  const records = [1, 2, 3].map((at) => ({ at, cost: { 4: 4 * at } }));
  expect(JSON.parse(columnsJson(JSON.stringify({ records })))).toEqual([
    { records: { '*': { at: [1, 2, 3], cost: { '*': { 4: [4, 8, 12] } } } } },
  ]);
  const unlike = [{ at: 1 }, { at: 2 }, { to: 3 }];
  expect(JSON.parse(columnsJson(JSON.stringify(unlike)))).toEqual([unlike]);
});

test('a key that is the sign of columns leaves all as it is', () => {
  const json = JSON.stringify({ about: { '*': { at: [1] } }, records: [{ at: 1 }, { at: 2 }, { at: 3 }] });
  expect(columnsJson(json)).toBe(json);
  expect(readBack(json)).toBe(json);
});

test('any JSON is read back as it was, in the same bytes', () => {
  const record = fc.record({ at: fc.integer(), cost: fc.jsonValue(), text: fc.string() });
  const value = fc.oneof(fc.jsonValue(), fc.array(record, { maxLength: 6 }));
  fc.assert(
    fc.property(fc.record({ schema: fc.string(), value }), (results) => {
      const json = JSON.stringify(results);
      expect(readBack(json)).toBe(json);
    }),
  );
});
