import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OperandPages } from '../../../instrument/scalars/operand-pages.ts';

test('operands are the cells that they were, near and far', () => {
  const kinds = [
    { op: 'none', reads: 0, results: 2 },
    { op: 'one', reads: 1, results: 1 },
    { op: 'two', reads: 2, results: 1 },
  ];
  const argCount = 2 ** 31 - 30_000;
  const ago = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: argCount }));
  const event = fc.tuple(fc.nat(2), ago, ago);
  fc.assert(
    fc.property(fc.array(event, { maxLength: 3000, size: 'max' }), (drawn) => {
      const pages = new OperandPages();
      const wanted: number[] = [];
      let cells = argCount;
      for (const [kind, ...operands] of drawn) {
        for (const each of operands.slice(0, kind)) {
          wanted.push(cells - each);
          pages.push(cells - each, cells);
        }
        cells += kinds[kind].results;
      }
      const events = Uint8Array.from(drawn, ([kind]) => kind);
      expect(pages.join({ kinds, events, argCount })).toEqual(Int32Array.from(wanted));
    }),
    { numRuns: 30 },
  );
});
