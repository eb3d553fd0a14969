import { describe, expect, it } from 'vitest';
import { syntheticColour } from '../../../scenarios/data/synthetic-colour.ts';

const { train, test } = syntheticColour({ seed: 0 });

describe('syntheticColour', () => {
  it('gives 2000 and 500 images of 32 x 32 x 3 in ten classes of equal number', () => {
    expect(train).toMatchObject({ name: 'synthetic-colour-train', count: 2000, rows: 32, columns: 32, channels: 3 });
    expect(test).toMatchObject({ name: 'synthetic-colour-test', count: 500, classes: 10 });
    for (const [set, each] of [
      [train, 200],
      [test, 50],
    ] as const) {
      const counts = new Array<number>(10).fill(0);
      for (const label of set.labels) counts[label]++;
      expect(counts).toEqual(new Array(10).fill(each));
    }
  });

  it('gives the same bytes for a seed, whatever the number of training images, and others for another', () => {
    expect(syntheticColour({ seed: 0, train: 10 }).test.sha256).toBe(test.sha256);
    expect(syntheticColour({ seed: 1, train: 10 }).test.sha256).not.toBe(test.sha256);
    expect(train.sha256).toBe('7ddf0a9b94c5867f127fb7b608327c471d0f7bed0ee3fc83d8d4bb789e95b1da');
  });

  it('has images whose nearest class mean is right far more often than by chance, and far from always', () => {
    const size = 3072;
    const means = Array.from({ length: 10 }, () => new Float64Array(size));
    train.labels.forEach((label, image) => {
      for (let i = 0; i < size; i++) means[label][i] += train.pixels[image * size + i] / 200;
    });
    const hits = test.labels.filter((label, image) => {
      const distances = means.map((mean) =>
        mean.reduce((sum, value, i) => sum + (value - test.pixels[image * size + i]) ** 2, 0),
      );
      return distances.indexOf(Math.min(...distances)) === label;
    }).length;
    expect(hits / test.count).toBeGreaterThan(0.3);
    expect(hits / test.count).toBeLessThan(0.95);
  });

  it.each([0, 1.5, -1])('refuses to draw %d images', (count) => {
    expect(() => syntheticColour({ seed: 0, train: 1, test: count })).toThrow(
      `syntheticColour: synthetic-colour-test must have a positive integer of images, got ${count}`,
    );
  });
});
