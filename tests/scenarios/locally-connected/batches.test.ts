import { describe, expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { centredPixels, withLabelBlock } from '../../../scenarios/locally-connected/batch.ts';
import { locallyConnectedBp } from '../../../scenarios/locally-connected/bp.ts';
import { locallyConnectedFf } from '../../../scenarios/locally-connected/ff.ts';
import { ALL, EXAMPLES, SHAPE } from './small-images.ts';

describe('batches', () => {
  test('pixels are less the mean of their channel', () => {
    const centred = centredPixels(EXAMPLES, Int32Array.of(3), 147);
    [0.4914, 0.4822, 0.4465].forEach((mean, channel) => {
      for (let at = channel; at < 147; at += 3) {
        expect(centred[at]).toBeCloseTo(EXAMPLES.pixels[3 * 147 + at] - mean, 6);
      }
    });
  });

  test('the label block is -1 and 1 over three rows, a column a label, all channels', () => {
    const pixels = new Float32Array(2 * 147).fill(0.25);
    const labelled = withLabelBlock(pixels, Uint8Array.of(2, 0), 4);
    labelled.forEach((value, at) => {
      const place = Math.floor((at % 147) / 3);
      const [row, column] = [Math.floor(place / 7), place % 7];
      const label = at < 147 ? 2 : 0;
      expect(value).toBe(row > 2 || column > 3 ? 0.25 : column === label ? 1 : -1);
    });
    expect(pixels.every((value) => value === 0.25)).toBe(true);
  });

  test('ff: the same images, the true label in the positives and a wrong one in the negatives', () => {
    const [positives, negatives] = locallyConnectedFf.buildBatch(SHAPE, EXAMPLES, ALL, new Random(3));
    const centred = centredPixels(EXAMPLES, ALL, 147);
    expect(positives).toEqual(withLabelBlock(centred, EXAMPLES.labels, 4));
    EXAMPLES.labels.forEach((label, image) => {
      const marks = [0, 1, 2, 3].map((column) => negatives[147 * image + 3 * column]);
      expect([...marks].sort((a, b) => a - b)).toEqual([-1, -1, -1, 1]);
      expect(marks[label]).toBe(-1);
      for (let unit = 3 * 7 * 3; unit < 147; unit++) {
        expect(negatives[147 * image + unit]).toBe(positives[147 * image + unit]);
      }
    });
  });

  test('bp: the centred images and one-hot labels', () => {
    const [images, labels] = locallyConnectedBp.buildBatch(SHAPE, EXAMPLES, Int32Array.of(2, 0), new Random(3));
    expect(images).toEqual(centredPixels(EXAMPLES, Int32Array.of(2, 0), 147));
    expect([...labels]).toEqual([0, 0, 1, 0, 1, 0, 0, 0]);
  });
});
