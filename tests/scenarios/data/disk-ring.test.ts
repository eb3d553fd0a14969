import { describe, expect, test } from 'vitest';
import { loadDataset } from '../../../scenarios/data/catalog.ts';
import { diskRing } from '../../../scenarios/data/disk-ring.ts';
import { DISK_RADIUS, RING_RADII } from '../../../scenarios/data/disk-ring-points.ts';

describe('diskRing', () => {
  const { train, test: unseen } = diskRing({ seed: 0 });

  test.each([
    ['train', train],
    ['test', unseen],
  ])('%s: 300 points, half in the disk, half in the ring', (_, { count, rows, columns, channels, pixels, labels }) => {
    expect([count, rows * columns * channels, pixels.length, labels.length]).toEqual([300, 2, 600, 300]);
    expect(labels.reduce((sum, label) => sum + label, 0)).toBe(150);
    labels.forEach((label, index) => {
      const radius = Math.hypot(pixels[2 * index], pixels[2 * index + 1]);
      if (label === 0) expect(radius).toBeLessThanOrEqual(DISK_RADIUS);
      else expect(Math.abs(radius - 0.5 * (RING_RADII.inner + RING_RADII.outer))).toBeLessThan(0.1501);
    });
  });

  test('points are even over the area: half of the disk lies within its radius / sqrt 2, quadrants are alike', () => {
    const { pixels, labels } = diskRing({ train: 20_000, seed: 3 }).train;
    let inner = 0;
    const quadrants = [0, 0, 0, 0];
    labels.forEach((label, index) => {
      const [x, y] = pixels.subarray(2 * index, 2 * index + 2);
      if (label === 0 && Math.hypot(x, y) < DISK_RADIUS / Math.SQRT2) inner++;
      if (label === 1) quadrants[(x > 0 ? 1 : 0) + (y > 0 ? 2 : 0)]++;
    });
    expect(Math.abs(inner / 10_000 - 0.5)).toBeLessThan(0.02);
    for (const quadrant of quadrants) expect(Math.abs(quadrant / 10_000 - 0.25)).toBeLessThan(0.02);
  });

  test('a seed gives the same points, whatever the number to learn from; another gives others', () => {
    expect(diskRing({ seed: 0 }).train.sha256).toBe(train.sha256);
    expect(diskRing({ train: 10, seed: 0 }).test.sha256).toBe(unseen.sha256);
    expect(diskRing({ seed: 1 }).train.sha256).not.toBe(train.sha256);
    expect(unseen.sha256).not.toBe(train.sha256);
  });

  test('is in the catalog, and reads no folder', async () => {
    expect((await loadDataset('disk-ring', { seed: 4 })).train.sha256).toBe(diskRing({ seed: 4 }).train.sha256);
    await expect(loadDataset('disk-ring', { dataDir: '/tmp' })).rejects.toThrow('disk-ring: is made in code');
  });

  test.each([0, 1.5, -1])('%d points are refused', (points) => {
    expect(() => diskRing({ train: points, seed: 0 })).toThrow(
      'disk-ring-train must have a positive integer of points',
    );
  });
});
