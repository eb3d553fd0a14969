import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CellKeys, OFF } from '../../../core/programs/cell-keys.ts';

const CELLS = 1000;

test('keys are those that were given and not taken', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(CELLS - 1), fc.nat(2 ** 31 - 3)), { maxLength: 500 }), (steps) => {
      const keys = new CellKeys(CELLS);
      const wanted = new Map<number, number>();
      for (const [cell, key] of steps) {
        if (wanted.has(cell)) keys.take(cell);
        else keys.put(cell, key);
        if (!wanted.delete(cell)) wanted.set(cell, key);
        for (const near of [cell, cell ^ 1, cell ^ 64]) expect(keys.at(near)).toBe(wanted.get(near) ?? OFF);
      }
      for (let cell = 0; cell < CELLS; cell++) expect(keys.at(cell)).toBe(wanted.get(cell) ?? OFF);
    }),
  );
});

test('keys take room for the cells alone that have them at once', () => {
  const keys = new CellKeys(2 ** 20);
  const empty = keys.byteLength;
  for (let cell = 0; cell < 2 ** 20; cell++) {
    keys.put(cell, cell & 1023);
    if (cell >= 200) keys.take(cell - 200);
  }
  expect(keys.byteLength).toBe(empty);
  expect(keys.at(2 ** 20 - 1)).toBe(1023);
});
