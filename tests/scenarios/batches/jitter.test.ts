import { expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { Random } from '../../../core/numbers/random.ts';
import { jitteredPixels } from '../../../scenarios/batches/jitter.ts';

/** One image of these sizes whose numbers are 1, 2, 3, ... */
function counted(rows: number, columns: number, channels: number) {
  const pixels = Float32Array.from({ length: rows * columns * channels }, (_, index) => index + 1);
  return { rows, columns, channels, pixels, labels: Uint8Array.of(0) };
}

/** The image shifted pixel by pixel. */
function shifted(
  { rows, columns, channels, pixels }: ReturnType<typeof counted>,
  right: number,
  down: number,
): number[] {
  return Array.from(pixels, (_, index) => {
    const channel = index % channels;
    const column = (Math.floor(index / channels) % columns) - right;
    const row = Math.floor(index / channels / columns) - down;
    if (row < 0 || row >= rows || column < 0 || column >= columns) return 0;
    return pixels[(row * columns + column) * channels + channel];
  });
}

test.each([
  [5, 4, 1],
  [3, 6, 3],
  [1, 1, 1],
])('an image of %d x %d x %d is shifted by one of 25 ways, all of which occur', (rows, columns, channels) => {
  const image = counted(rows, columns, channels);
  const ways = [-2, -1, 0, 1, 2].flatMap((right) =>
    [-2, -1, 0, 1, 2].map((down) => shifted(image, right, down).join()),
  );
  const random = new Random(4);
  const seen = new Set<string>();
  for (let time = 0; time < 500; time++) {
    const result = jitteredPixels(image, image.pixels, random).join();
    expect(ways).toContain(result);
    seen.add(result);
  }
  expect(seen.size).toBe(new Set(ways).size);
});

test('every image has its own draw, the column first, and the original stays', () => {
  const image = counted(6, 6, 1);
  const [one, two] = [Float32Array.of(...image.pixels, ...image.pixels), new Random(9)];
  const result = jitteredPixels(image, one, new Random(9));
  const draws = Array.from({ length: 4 }, () => two.integer(5) - 2);
  expect([...result.subarray(0, 36)]).toEqual(shifted(image, draws[0], draws[1]));
  expect([...result.subarray(36)]).toEqual(shifted(image, draws[2], draws[3]));
  expect([...one]).toEqual([...image.pixels, ...image.pixels]);
});

test('what has no rows and columns is refused', () => {
  const { pixels, labels } = counted(2, 2, 1);
  expect(() => jitteredPixels({ pixels, labels }, pixels, new Random(0))).toThrow(InputError);
});
