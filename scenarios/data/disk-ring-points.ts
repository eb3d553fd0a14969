import { Random } from '../../core/numbers/random.ts';

/** Points of class 0 lie in the disk of this radius around the origin, even over its area. */
export const DISK_RADIUS = 0.5;
/** Points of class 1 lie between these radii, even over the area of the ring. */
export const RING_RADII = { inner: 0.7, outer: 1 } as const;

/** Points in the plane with their classes: x, y of each in a row. */
export interface RingPoints {
  readonly pixels: Float32Array;
  readonly labels: Uint8Array;
}

/** The generator's stream that points to learn from, and points to judge by, are drawn from. */
const STREAMS = { train: 1, test: 2 } as const;

/** Points of a disk in a ring in random order, half of them (rounded up) in the disk. `count` is a positive integer. */
export function diskRingPoints(split: keyof typeof STREAMS, count: number, seed: number): RingPoints {
  const random = new Random(seed, STREAMS[split]);
  const labels = Uint8Array.from(random.permutation(count), (position) => position % 2);
  const pixels = new Float32Array(2 * count);
  labels.forEach((label, index) => {
    pixels.set(
      label === 0 ? pointBetween(0, DISK_RADIUS, random) : pointBetween(RING_RADII.inner, RING_RADII.outer, random),
      2 * index,
    );
  });
  return { pixels, labels };
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
