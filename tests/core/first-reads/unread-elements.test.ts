import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UnreadElements } from '../../../core/first-reads/unread-elements.ts';

/** A run of elements on the stack. */
interface Run {
  readonly address: number;
  readonly stride: number;
  readonly count: number;
}

/** Runs on the stack, whose addresses lie apart. */
const runs: fc.Arbitrary<Run[]> = fc
  .array(fc.record({ stride: fc.constantFrom(1, 2, -1), count: fc.integer({ min: 1, max: 20 }) }), {
    minLength: 1,
    maxLength: 5,
    size: 'max',
  })
  .map((drawn) => drawn.map(({ stride, count }, i) => ({ address: 60 * i + 60, stride, count })));

/** Reads of `count` elements, one after the other, the first in or beside one of the runs. */
const reads = fc.array(
  fc.record({
    run: fc.integer({ min: 0, max: 4 }),
    place: fc.integer({ min: -2, max: 20 }),
    step: fc.constantFrom(1, -1, 2, -2, 3),
    count: fc.integer({ min: 1, max: 30 }),
  }),
  { minLength: 10, maxLength: 40, size: 'max' },
);

/** All elements of `runs`, bottom to top. */
function listed(runs: readonly Run[]): number[] {
  return runs.flatMap(({ address, stride, count }) => Array.from({ length: count }, (_, i) => address + i * stride));
}

test('what lies above elements that are taken together is what a list says, one by one', () => {
  let taken = 0;
  fc.assert(
    fc.property(runs, reads, (laid, drawn) => {
      const elements = new UnreadElements(500);
      for (const { address, stride, count } of laid) elements.lay(address, stride, count, null);
      elements.begin();
      const list = listed(laid);
      for (const { run, place, step, count } of drawn) {
        const { address: start, stride } = laid[run % laid.length];
        const address = start + place * stride;
        const together = elements.together(address, step, count);
        const above = elements.above(address);
        const bend = elements.bend(address, step, together);
        elements.take(address, step, together);
        for (let i = 0; i < together; i++) {
          const at = list.indexOf(address + i * step);
          expect(above + i * bend).toBe(list.length - 1 - at);
          if (at >= 0) list.splice(at, 1);
        }
        if (together > 1) taken++;
      }
      for (const address of list) expect(elements.above(address)).toBe(list.length - 1 - list.indexOf(address));
    }),
    { numRuns: 500 },
  );
  expect(taken).toBeGreaterThan(500);
});
