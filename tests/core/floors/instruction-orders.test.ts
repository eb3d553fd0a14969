import { describe, expect, test } from 'vitest';
import { type DeepReads, deepReadsOf } from '../../../core/cost/deep-reads.ts';
import { priceByElement } from '../../../core/element-engine/element-engine.ts';
import { productOf } from '../../../core/floors/multiply-accumulate.ts';
import { deepReadsOfProduct, type Product } from '../../../core/floors/product-floor.ts';
import { Random } from '../../../core/numbers/random.ts';
import { type BorderWindows, borderTrace, elementsOf, termsOf } from '../../support/nests/border-windows.ts';
import { levels, type ProductSizes, tiledProduct } from '../../support/nests/tiled-product.ts';
import {
  type OrderOptions,
  productTerms,
  readsOfOrder,
  type Step,
  type Terms,
} from '../../support/traces/product-orders.ts';

/** What is summed up, and what the floor of it depends on where all elements live on. */
interface Summed {
  readonly terms: Terms;
  readonly product: Product;
}

function productOfSizes(sizes: ProductSizes): Summed {
  const terms = productTerms(sizes);
  const { left, right, sums } = terms;
  const product = { macs: terms.terms.length, left, right, sums, overlap: 1, dying: 0, born: 0, isPlain: true };
  return { terms, product };
}

function windowsAtBorders(windows: BorderWindows): Summed {
  const terms = { ...elementsOf(windows), terms: termsOf(windows) };
  const found = productOf(borderTrace(windows, true, (loops) => loops).nests[0]);
  if ('why' in found) throw new Error(found.why);
  const { macs, left, right, sums } = found;
  expect([macs, left.elements, right.elements, sums.elements]).toEqual([
    terms.terms.length,
    terms.left,
    terms.right,
    terms.sums,
  ]);
  const overlap = left.overlap * right.overlap * sums.overlap;
  const elements = { left: left.elements, right: right.elements, sums: sums.elements };
  return { terms, product: { macs, ...elements, overlap, dying: 0, born: 0, isPlain: true } };
}

/** By depth: how many reads go deeper, at least. */
function floorOf({ product }: Summed, { isKept, granularity }: OrderOptions): readonly number[] {
  const { left, right, sums } = product;
  const deepReads = deepReadsOfProduct({ ...product, dying: isKept ? 0 : left + right }, granularity);
  return Array.from({ length: left + right + sums + 3 }, (_, depth) => deepReads(depth));
}

/** Reads beside the floor at the depth where it is closest. */
function slackOf(reads: DeepReads, floor: readonly number[]): number {
  return floor.reduce((least, atLeast, depth) => Math.min(least, reads(depth) - atLeast), Number.POSITIVE_INFINITY);
}

const inOrder = ({ terms }: Terms): Step[] => terms.map((_, step) => step);

const OPTIONS: readonly OrderOptions[] = (['scalar', 'register'] as const).flatMap((granularity) =>
  [true, false].flatMap((isLocal) => [true, false].map((isKept) => ({ granularity, isLocal, isKept }))),
);

/** Of images whose windows reach one beyond either end. */
const AXIS = { extent: 4, taps: 3, stride: 1, before: 1 };
const CUT: BorderWindows = { axes: [{ ...AXIS, extent: 3 }], filters: 1 };

test('an order of terms is priced as the nest that has it', () => {
  const sizes = { m: 3, n: 2, k: 4 };
  const terms = productTerms(sizes);
  for (const options of OPTIONS) {
    const trace = tiledProduct(sizes, levels(['ijk', { i: 1, j: 1, k: 1 }]), options);
    const { histogram } = priceByElement(trace, { semantics: 'eager', granularity: options.granularity });
    const [ofNest, ofOrder] = [deepReadsOf(histogram), readsOfOrder(terms, inOrder(terms), options)];
    for (let depth = 0; depth < 40; depth++) expect(ofOrder(depth), JSON.stringify(options)).toBe(ofNest(depth));
  }
});

describe.each(OPTIONS)('%j', (options) => {
  test.each([
    // Another first term is another name for rows, columns and places, but for how the first stack lies.
    ['2 x 2 x 2', productOfSizes({ m: 2, n: 2, k: 2 }), 1],
    ['windows of 3 in 3, cut at both ends', windowsAtBorders(CUT), 0],
  ])('no order of the terms of %s goes below the floor', (_, summed, moved) => {
    let least = Number.POSITIVE_INFINITY;
    const steps = inOrder(summed.terms);
    const floor = floorOf(summed, options);
    const permute = (from: number): void => {
      if (from === steps.length) least = Math.min(least, slackOf(readsOfOrder(summed.terms, steps, options), floor));
      for (let at = from; at < steps.length; at++) {
        [steps[from], steps[at]] = [steps[at], steps[from]];
        permute(from + 1);
        [steps[from], steps[at]] = [steps[at], steps[from]];
      }
    };
    permute(moved);
    expect(least).toBeGreaterThanOrEqual(0);
  });

  test.each([
    ['2 x 2 x 3', productOfSizes({ m: 2, n: 2, k: 3 }), 1500],
    ['2 x 3 x 3', productOfSizes({ m: 2, n: 3, k: 3 }), 1000],
    ['3 x 3 x 3', productOfSizes({ m: 3, n: 3, k: 3 }), 1000],
    ['6 x 6 x 6', productOfSizes({ m: 6, n: 6, k: 6 }), 60],
    ['windows of 3 in 5, of two filters', windowsAtBorders({ axes: [{ ...AXIS, extent: 5 }], filters: 2 }), 1000],
    ['windows of 3 x 3 in 4 x 4', windowsAtBorders({ axes: [AXIS, AXIS], filters: 1 }), 200],
  ])('orders of %s, with copies, that are searched for the least slack stay above it', (_, summed, moves) => {
    const random = new Random(7);
    let steps: Step[] = inOrder(summed.terms);
    const floor = floorOf(summed, options);
    let slack = slackOf(readsOfOrder(summed.terms, steps, options), floor);
    for (let move = 0; move < moves; move++) {
      const changed = moved(steps, summed.terms, random);
      const found = slackOf(readsOfOrder(summed.terms, changed, options), floor);
      expect(found).toBeGreaterThanOrEqual(0);
      const heat = 3 * (1 - move / moves) + 1e-9;
      if (found <= slack || random.uniform() < Math.exp((slack - found) / heat)) [steps, slack] = [changed, found];
    }
  });
});

/** The order with a stretch of it elsewhere, or with a copy of an element more or less. */
function moved(steps: readonly Step[], { left, right }: Terms, random: Random): Step[] {
  const draw = (below: number): number => Math.floor(random.uniform() * below);
  const at = draw(steps.length);
  const kind = draw(8);
  if (kind === 0) return steps.toSpliced(at, 0, -1 - draw(left + right));
  if (kind === 1 && steps[at] < 0) return steps.toSpliced(at, 1);
  const length = 1 + draw(Math.min(6, steps.length - at));
  const rest = steps.toSpliced(at, length);
  return rest.toSpliced(draw(rest.length + 1), 0, ...steps.slice(at, at + length));
}
