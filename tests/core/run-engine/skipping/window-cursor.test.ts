import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdSame, WindowCursor } from '../../../../core/run-engine/skipping/window-cursor.ts';
import type { WindowBlock, WindowPiece } from '../../../support/stacks/noted-windows.ts';
import { notedWindow } from '../../../support/stacks/noted-windows.ts';

/** Dead or alive; few addresses, so that windows are the same now and then. */
const piece: fc.Arbitrary<WindowPiece> = fc.oneof(
  fc.record({ base: fc.integer({ min: -3, max: -1 }), stride: fc.constant(0), shift: fc.constant(0) }),
  fc.record({ base: fc.nat({ max: 2 }), stride: fc.nat({ max: 1 }), shift: fc.nat({ max: 1 }) }),
);
const windows = fc.array(
  fc.record({ records: fc.integer({ min: 1, max: 4 }), pieces: fc.array(piece, { maxLength: 3 }) }),
  { maxLength: 5 },
);

/** The elements one by one, `by` iterations later; dead versions in a row as one negative number. */
function elementsOf(blocks: readonly WindowBlock[], by: number): number[] {
  const found: number[] = [];
  const enter = (element: number): void => {
    const last = found.at(-1);
    if (element < 0 && last !== undefined && last < 0) found[found.length - 1] += element;
    else found.push(element);
  };
  for (const { records, pieces } of blocks) {
    for (let r = 0; r < records; r++) {
      if (pieces.length === 0) enter(-1);
      for (const { base, stride, shift } of pieces) enter(base < 0 ? base : base + r * stride + by * shift);
    }
  }
  return found;
}

/** Single records of single pieces of single dead versions, or as they are. */
function cut(blocks: readonly WindowBlock[], isCut: (block: number) => boolean): WindowBlock[] {
  return blocks.flatMap((block, index) => {
    if (!isCut(index)) return [block];
    return Array.from({ length: block.records }, (_, r) => {
      if (block.pieces.length === 0) return [{ records: 1, pieces: [] }];
      return block.pieces.flatMap(({ base, stride, shift }): WindowBlock[] =>
        base < 0
          ? [{ records: -base, pieces: [] }]
          : [{ records: 1, pieces: [{ base: base + r * stride, stride: 0, shift }] }],
      );
    }).flat();
  });
}

function cursorOf(blocks: readonly WindowBlock[], by: number): WindowCursor {
  const cursor = new WindowCursor();
  cursor.begin(notedWindow(blocks), by);
  return cursor;
}

test('windows hold the same when their elements do, however they are cut', () => {
  fc.assert(
    fc.property(windows, windows, fc.nat({ max: 31 }), fc.nat({ max: 31 }), (one, another, first, second) => {
      const [a, b] = [
        cut(one, (block) => (first >> block) % 2 === 1),
        cut(one, (block) => (second >> block) % 2 === 1),
      ];
      expect(holdSame(cursorOf(a, 1), cursorOf(b, 1))).toBe(true);
      for (const by of [0, 1]) {
        const isSame = String(elementsOf(a, 0)) === String(elementsOf(another, by));
        expect(holdSame(cursorOf(a, 0), cursorOf(another, by))).toBe(isSame);
      }
    }),
    { numRuns: 2000 },
  );
});

test('windows of one block that begins or ends otherwise are others', () => {
  const block = (records: number, stride: number): WindowBlock => ({
    records,
    pieces: [{ base: 1, stride, shift: 1 }],
  });
  expect(holdSame(cursorOf([block(3, 1)], 0), cursorOf([block(3, 1)], 0))).toBe(true);
  expect(holdSame(cursorOf([block(3, 1)], 0), cursorOf([block(3, 2)], 0))).toBe(false);
  expect(holdSame(cursorOf([block(3, 1)], 0), cursorOf([block(3, 1)], 1))).toBe(false);
  expect(holdSame(cursorOf([block(3, 1)], 0), cursorOf([block(4, 1)], 0))).toBe(false);
  expect(holdSame(cursorOf([block(4, 1)], 0), cursorOf([block(3, 1)], 0))).toBe(false);
});
