import { describe, expect, it } from 'vitest';
import type { ImageSet } from '../../../scenarios/data/image-set.ts';
import { syntheticDigits } from '../../../scenarios/data/synthetic-digits.ts';

const { train, test } = syntheticDigits({ seed: 0 });
const image = (set: ImageSet, i: number) => set.pixels.subarray(i * 784, (i + 1) * 784);

describe('syntheticDigits', () => {
  it('gives 2000 and 500 images of 28 x 28 x 1 in ten classes of equal number', () => {
    expect(train).toMatchObject({
      name: 'synthetic-train',
      count: 2000,
      rows: 28,
      columns: 28,
      channels: 1,
      classes: 10,
    });
    expect(test).toMatchObject({ name: 'synthetic-test', count: 500, classes: 10 });
    for (const set of [train, test]) {
      const counts = new Array<number>(10).fill(0);
      for (const label of set.labels) counts[label]++;
      expect(counts).toEqual(new Array(10).fill(set.count / 10));
    }
    expect([...train.labels.subarray(0, 10)]).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('is the same bytes on every machine', () => {
    expect(train.sha256).toBe('a14122ce8f19809dc3b079ed8930e7200d7fce58b6384959414f308a75a6bd20');
    expect(test.sha256).toBe('983090978ea1759880738aa45dcef50c396eadf2cfc21edcc051222da3e48267');
  });

  it('has other images for another seed, and the same test images for another number of training images', () => {
    expect(syntheticDigits({ seed: 1, train: 20, test: 500 }).test.sha256).not.toBe(test.sha256);
    expect(syntheticDigits({ seed: 0, train: 20, test: 500 }).test.sha256).toBe(test.sha256);
    expect(syntheticDigits({ seed: 0, train: 500, test: 500 }).train.sha256).not.toBe(test.sha256);
  });

  it('looks like MNIST: white on black, two empty pixels along the border, some ink in every image', () => {
    for (let i = 0; i < train.count; i++) {
      const pixels = image(train, i);
      let ink = 0;
      let borderInk = 0;
      for (let at = 0; at < 784; at++) {
        const row = Math.floor(at / 28);
        const column = at % 28;
        if (Math.min(row, column, 27 - row, 27 - column) < 2) borderInk += pixels[at];
        ink += pixels[at];
      }
      expect(borderInk).toBe(0);
      expect(ink).toBeGreaterThan(10);
      expect(ink).toBeLessThan(250);
      expect(Math.max(...pixels)).toBeGreaterThan(0.7);
    }
  });

  it('never shows the same image twice', () => {
    const seen = new Set<string>();
    for (const set of [train, test]) for (let i = 0; i < set.count; i++) seen.add(image(set, i).join());
    expect(seen.size).toBe(train.count + test.count);
  });

  it('can be learnt but not trivially: the nearest class mean is right on 60 to 90 % of the test images', () => {
    const means = Array.from({ length: 10 }, () => new Float64Array(784));
    for (let i = 0; i < train.count; i++) {
      const mean = means[train.labels[i]];
      image(train, i).forEach((pixel, at) => {
        mean[at] += pixel / 200;
      });
    }
    let right = 0;
    for (let i = 0; i < test.count; i++) {
      const pixels = image(test, i);
      const squares = means.map((mean) => mean.reduce((sum, value, at) => sum + (value - pixels[at]) ** 2, 0));
      if (squares.indexOf(Math.min(...squares)) === test.labels[i]) right++;
    }
    expect(right / test.count).toBeGreaterThan(0.6);
    expect(right / test.count).toBeLessThan(0.9);
  });

  it('refuses counts that are no positive integer', () => {
    expect(() => syntheticDigits({ seed: 0, test: 0 })).toThrow(
      new RangeError('syntheticDigits: synthetic-test must have a positive integer of images, got 0'),
    );
  });
});
