import { describe, expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { labelInInputBp } from '../../../scenarios/label-in-input/bp.ts';
import { labelInInputFf } from '../../../scenarios/label-in-input/ff.ts';
import { labelInInput } from '../../../scenarios/label-in-input/scenario.ts';
import { BUILT_IN_RULES } from '../../support/scenarios/built-in-rules.ts';
import { ALL, EXAMPLES, SHAPE } from './small-images.ts';

describe('batches', () => {
  const random = () => new Random(3);

  test('ff: the label replaces the first pixels, a wrong one in the negatives, and nothing else', () => {
    const [positives, negatives] = labelInInputFf.buildBatch(SHAPE, EXAMPLES, ALL, random());
    ALL.forEach((row) => {
      const positive = [...positives.subarray(row * 12, row * 12 + 12)];
      const negative = [...negatives.subarray(row * 12, row * 12 + 12)];
      const image = [...EXAMPLES.pixels.subarray(row * 12 + 4, row * 12 + 12)];
      expect(positive.slice(4)).toEqual(image);
      expect(negative.slice(4)).toEqual(image);
      expect(
        positive.slice(0, 4).map((pixel, index) => pixel === (index === EXAMPLES.labels[row] ? 1 : 0)),
      ).not.toContain(false);
      expect([...negative.slice(0, 4)].sort()).toEqual([0, 0, 0, 1]);
      expect(negative[EXAMPLES.labels[row]]).toBe(0);
    });
  });

  test('bp: raw images and one-hot labels, in the order of the indices', () => {
    const [images, labels] = labelInInputBp.buildBatch(SHAPE, EXAMPLES, Int32Array.of(2, 0), random());
    expect([...images]).toEqual([...EXAMPLES.pixels.subarray(24, 36), ...EXAMPLES.pixels.subarray(0, 12)]);
    expect([...labels]).toEqual([0, 0, 0, 1, 0, 1, 0, 0]);
  });

  test.each(BUILT_IN_RULES)('%s: images of another size, and examples that do not exist, are refused', (algorithm) => {
    const { buildBatch } = labelInInput.rules[algorithm];
    const wider = { layers: [13, 4], classes: 4 };
    expect(() => buildBatch(wider, EXAMPLES, ALL, random())).toThrow('8 images of 13 pixels must have 104, got 96');
    expect(() => buildBatch(SHAPE, EXAMPLES, Int32Array.of(8), random())).toThrow('index must be in 0..7, got 8');
  });
});
