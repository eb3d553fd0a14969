import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OperandPages } from '../../../instrument/scalars/operand-pages.ts';

test('operands are the cells that they were, near and far', () => {
  const kinds = [
    { op: 'none', reads: 0, results: 2 },
    { op: 'one', reads: 1, results: 1 },
    { op: 'two', reads: 2, results: 1 },
  ];
  const mostArguments = 2 ** 31 - 30_000;
  const ago = fc.oneof(...[200, 40_000, mostArguments].map((max) => fc.integer({ min: 1, max })));
  const event = fc.tuple(fc.nat(2), ago, ago);
  fc.assert(
    fc.property(
      fc.constantFrom(1000, mostArguments),
      fc.array(event, { maxLength: 3000, size: 'max' }),
      (argCount, drawn) => {
        const pages = new OperandPages();
        const wanted: number[] = [];
        let cells = argCount;
        for (const [kind, ...operands] of drawn) {
          operands.slice(0, kind).forEach((each, index) => {
            const cell = Math.max(0, cells - each);
            wanted.push(cell);
            pages.push(cell, cells, kind, index);
          });
          cells += kinds[kind].results;
        }
        const events = Uint8Array.from(drawn, ([kind]) => kind);
        expect(pages.join({ kinds, events, argCount })).toEqual(Int32Array.from(wanted));
      },
    ),
    { numRuns: 30 },
  );
});
