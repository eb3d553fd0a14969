import { Random } from '../../core/numbers/random.ts';
import { type Dataset, type ImageSet, imageSetFromNumbers } from './image-set.ts';

/** Points of class 0 lie in the disk of this radius around the origin, even over its area. */
export const DISK_RADIUS = 0.5;
/** Points of class 1 lie between these radii, even over the area of the ring. */
export const RING_RADII = { inner: 0.7, outer: 1 } as const;

export interface DiskRing {
  /** Points to learn from; default 300. */
  readonly train?: number;
  /** Points to judge by; default 300. The same for every `train`. */
  readonly test?: number;
  /** Integer in 0..2^32-1. */
  readonly seed: number;
}

/**
 * A disk in a ring: points x, y in the plane, as images of 1 x 2 numbers, in random order, half of them (rounded up) in
 * the disk. No line separates the classes. Throws RangeError if a count is not a positive integer.
 */
export function diskRing({ train = 300, test = 300, seed }: DiskRing): Dataset {
  return {
    name: 'disk-ring',
    train: drawPoints('disk-ring-train', train, new Random(seed, 1)),
    test: drawPoints('disk-ring-test', test, new Random(seed, 2)),
  };
}

function drawPoints(name: string, count: number, random: Random): ImageSet {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`diskRing: ${name} must have a positive integer of points, got ${count}`);
  }
  const labels = Uint8Array.from(random.permutation(count), (position) => position % 2);
  const pixels = new Float32Array(2 * count);
  labels.forEach((label, index) => {
    pixels.set(
      label === 0 ? pointBetween(0, DISK_RADIUS, random) : pointBetween(RING_RADII.inner, RING_RADII.outer, random),
      2 * index,
    );
  });
  return imageSetFromNumbers({ name, rows: 1, columns: 2, channels: 1, classes: 2, pixels, labels });
}

/** Drawn from the square around the ring until one lies in it: free of functions that differ between machines. */
function pointBetween(inner: number, outer: number, random: Random): [x: number, y: number] {
  for (;;) {
    const x = outer * (2 * random.uniform() - 1);
    const y = outer * (2 * random.uniform() - 1);
    const square = x * x + y * y;
    if (square >= inner * inner && square <= outer * outer) return [x, y];
  }
}
