import { diskRingPoints } from './disk-ring-points.ts';
import { type Dataset, type ImageSet, imageSetFromNumbers } from './image-set.ts';

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
    train: drawPoints('train', train, seed),
    test: drawPoints('test', test, seed),
  };
}

function drawPoints(split: 'train' | 'test', count: number, seed: number): ImageSet {
  const name = `disk-ring-${split}`;
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`diskRing: ${name} must have a positive integer of points, got ${count}`);
  }
  const points = diskRingPoints(split, count, seed);
  return imageSetFromNumbers({ name, rows: 1, columns: 2, channels: 1, classes: 2, ...points });
}
