import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layersOf, WindowBlocks } from '../../../../core/run-engine/skipping/window-blocks.ts';
import type { WindowBlock, WindowPiece } from '../../../support/stacks/noted-windows.ts';
import { notedWindow } from '../../../support/stacks/noted-windows.ts';

/** Dead or alive; few addresses, so that blocks continue each other now and then. */
const piece: fc.Arbitrary<WindowPiece> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({ base: fc.integer({ min: -2, max: -1 }), stride: fc.constant(0), shift: fc.constant(0) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ base: fc.nat({ max: 3 }), stride: fc.nat({ max: 2 }), shift: fc.nat({ max: 2 }) }),
  },
);
const windows: fc.Arbitrary<WindowBlock[]> = fc.array(
  fc.record({ records: fc.integer({ min: 1, max: 2 }), pieces: fc.array(piece, { maxLength: 2 }) }),
  { minLength: 1, maxLength: 3 },
);

/** What so many layers of a window leave one on top of the other, element by element; a dead version is -1. */
function elementsOf(window: WindowBlocks, layers: number): number[] {
  const { count, records, end, base, stride, shift } = window;
  const elements: number[] = [];
  for (let by = 0; by < layers; by++) {
    for (let block = 0; block < count; block++) {
      const start = window.start(block);
      for (let record = 0; record < records[block]; record++) {
        if (start === end[block]) elements.push(-1);
        for (let p = start; p < end[block]; p++) {
          if (base[p] < 0) elements.push(...Array.from({ length: -base[p] }, () => -1));
          else elements.push(base[p] + record * stride[p] + by * shift[p]);
        }
      }
    }
  }
  return elements;
}

test('layers hold what the iterations leave one on top of the other, in fewer blocks where they can', () => {
  let layersJoined = 0;
  let blocksJoined = 0;
  fc.assert(
    fc.property(windows, fc.integer({ min: 2, max: 4 }), (blocks, layers) => {
      const window = notedWindow(blocks);
      const layer = new WindowBlocks();
      const times = layersOf(layer, window, layers);
      expect(elementsOf(layer, times)).toEqual(elementsOf(window, layers));
      if (times < layers) layersJoined++;
      else if (layer.count < blocks.length) blocksJoined++;
    }),
    { numRuns: 2000, seed: 1 },
  );
  expect(layersJoined).toBeGreaterThan(100);
  expect(blocksJoined).toBeGreaterThan(100);
});

test('blocks that continue each other and move on differently stay apart', () => {
  const single = (base: number, shift: number): WindowBlock => ({ records: 1, pieces: [{ base, stride: 0, shift }] });
  const layer = new WindowBlocks();
  expect([layersOf(layer, notedWindow([single(0, 2), single(1, 3)]), 3), layer.count]).toEqual([3, 2]);
  expect([layersOf(layer, notedWindow([single(0, 3), single(1, 3)]), 3), layer.count]).toEqual([3, 1]);
  expect([layersOf(layer, notedWindow([single(0, 2), single(1, 2)]), 3), layer.count]).toEqual([1, 1]);
});
