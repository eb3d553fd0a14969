import type { Random } from '../../../core/numbers/random.ts';
import type { ProductShape } from '../../../core/schedules/product-shape.ts';
import { PRODUCT_INDICES } from '../../../core/schedules/product-shape.ts';

/** Loops of one to three levels of tiles of a product, in random orders and of random widths that divide. */
export function randomTiles(shape: ProductShape, random: Random): string {
  const left = { i: shape.i.size, j: shape.j.size, k: shape.k.size };
  const words: string[] = [];
  for (let levels = random.integer(3); levels >= 0; levels--) {
    const order = [...PRODUCT_INDICES].sort(() => random.integer(3) - 1);
    for (const index of order) {
      const widths = Array.from({ length: left[index] }, (_, n) => n + 1).filter((n) => left[index] % n === 0);
      left[index] = levels === 0 ? 1 : widths[random.integer(widths.length)];
      words.push(`${index}${left[index]}`);
    }
  }
  return words.join(' ');
}
