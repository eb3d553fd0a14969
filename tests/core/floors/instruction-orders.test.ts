import { describe, expect, test } from 'vitest';
import { type DeepReads, deepReadsOf } from '../../../core/cost/deep-reads.ts';
import { priceByElement } from '../../../core/element-engine/element-engine.ts';
import { deepReadsOfProduct, type Product } from '../../../core/floors/product-floor.ts';
import { Random } from '../../../core/numbers/random.ts';
import { levels, type ProductSizes, tiledProduct } from '../../support/nests/tiled-product.ts';
import { type OrderOptions, readsOfOrder, type Step } from '../../support/traces/product-orders.ts';

/** By depth: how many reads go deeper, at least. */
function floorOf({ m, n, k }: ProductSizes, { isKept, granularity }: OrderOptions): readonly number[] {
  const [left, right, sums] = [m * k, k * n, m * n];
  const dying = isKept ? 0 : left + right;
  const product: Product = { macs: m * n * k, left, right, sums, overlap: 1, dying, born: 0, isPlain: true };
  const deepReads = deepReadsOfProduct(product, granularity);
  return Array.from({ length: left + right + sums + 3 }, (_, depth) => deepReads(depth));
}

/** Reads beside the floor at the depth where it is closest. */
function slackOf(reads: DeepReads, floor: readonly number[]): number {
  return floor.reduce((least, atLeast, depth) => Math.min(least, reads(depth) - atLeast), Number.POSITIVE_INFINITY);
}

const terms = ({ m, n, k }: ProductSizes): Step[] => Array.from({ length: m * n * k }, (_, step) => step);

const OPTIONS: readonly OrderOptions[] = (['scalar', 'register'] as const).flatMap((granularity) =>
  [true, false].flatMap((isLocal) => [true, false].map((isKept) => ({ granularity, isLocal, isKept }))),
);

test('an order of terms is priced as the nest that has it', () => {
  const sizes = { m: 3, n: 2, k: 4 };
  for (const options of OPTIONS) {
    const trace = tiledProduct(sizes, levels(['ijk', { i: 1, j: 1, k: 1 }]), options);
    const { histogram } = priceByElement(trace, { semantics: 'eager', granularity: options.granularity });
    const [ofNest, ofOrder] = [deepReadsOf(histogram), readsOfOrder(sizes, terms(sizes), options)];
    for (let depth = 0; depth < 40; depth++) expect(ofOrder(depth), JSON.stringify(options)).toBe(ofNest(depth));
  }
});

describe.each(OPTIONS)('%j', (options) => {
  test('none of the orders of the 8 terms of 2 x 2 x 2 goes below the floor', () => {
    const sizes = { m: 2, n: 2, k: 2 };
    let least = Number.POSITIVE_INFINITY;
    const steps = terms(sizes);
    const floor = floorOf(sizes, options);
    // Another first term is another name for rows, columns and places, but for how the first stack lies.
    const permute = (from: number): void => {
      if (from === steps.length) least = Math.min(least, slackOf(readsOfOrder(sizes, steps, options), floor));
      for (let at = from; at < steps.length; at++) {
        [steps[from], steps[at]] = [steps[at], steps[from]];
        permute(from + 1);
        [steps[from], steps[at]] = [steps[at], steps[from]];
      }
    };
    permute(1);
    expect(least).toBeGreaterThanOrEqual(0);
  });

  test.each([
    [{ m: 2, n: 2, k: 3 }, 1500],
    [{ m: 2, n: 3, k: 3 }, 1000],
    [{ m: 3, n: 3, k: 3 }, 1000],
    [{ m: 6, n: 6, k: 6 }, 60],
  ])('orders of %j, with copies, that are searched for the least slack stay above it', (sizes, moves) => {
    const random = new Random(7);
    let steps: Step[] = terms(sizes);
    const floor = floorOf(sizes, options);
    let slack = slackOf(readsOfOrder(sizes, steps, options), floor);
    for (let move = 0; move < moves; move++) {
      const changed = moved(steps, sizes, random);
      const found = slackOf(readsOfOrder(sizes, changed, options), floor);
      expect(found).toBeGreaterThanOrEqual(0);
      const heat = 3 * (1 - move / moves) + 1e-9;
      if (found <= slack || random.uniform() < Math.exp((slack - found) / heat)) [steps, slack] = [changed, found];
    }
  });
});

/** The order with a stretch of it elsewhere, or with a copy of an element more or less. */
function moved(steps: readonly Step[], { m, n, k }: ProductSizes, random: Random): Step[] {
  const draw = (below: number): number => Math.floor(random.uniform() * below);
  const at = draw(steps.length);
  const kind = draw(8);
  if (kind === 0) return steps.toSpliced(at, 0, -1 - draw(m * k + k * n));
  if (kind === 1 && steps[at] < 0) return steps.toSpliced(at, 1);
  const length = 1 + draw(Math.min(6, steps.length - at));
  const rest = steps.toSpliced(at, length);
  return rest.toSpliced(draw(rest.length + 1), 0, ...steps.slice(at, at + length));
}
