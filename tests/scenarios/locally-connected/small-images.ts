import { Random } from '../../../core/numbers/random.ts';
import type { Examples } from '../../../scenarios/batches/examples.ts';

/** 7 x 7 images, windows of 3 and then 2: 5 x 5 x 2 and 4 x 4 x 3 units. */
export const SHAPE = { layers: [147, 50, 48], receptiveFields: [3, 2], classes: 4 };
export const EXAMPLES: Examples = patterns(8, new Random(5));
export const ALL = Int32Array.from(EXAMPLES.labels.keys());

/** 7 x 7 colour images of 4 classes: the lower rows are brighter in a quarter that the class chooses; plus noise. */
export function patterns(count: number, random: Random): Examples {
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 4);
  const pixels = Float32Array.from({ length: count * 147 }, (_, at) => {
    const place = Math.floor(at / 3) % 49;
    const [row, column] = [Math.floor(place / 7), place % 7];
    const bright = row > 2 && (row > 4 ? 2 : 0) + (column > 3 ? 1 : 0) === labels[Math.floor(at / 147)];
    return 0.3 * random.uniform() + (bright ? 0.6 : 0.1);
  });
  return { pixels, labels };
}
