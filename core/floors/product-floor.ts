import type { Granularity } from '../trace/trace.ts';

/**
 * What the floor of one product depends on: multiply-accumulates, each of an element of the left and one of the right
 * operand into one sum, so that the three decide which it is, in the sense of D60.
 */
export interface Product {
  readonly macs: number;
  /** Distinct elements of the left operand, of the right one, and sums; a bound from above is one, too. */
  readonly left: number;
  readonly right: number;
  readonly sums: number;
  /** How many products an element may stand at in a map that is not one to one, all three together: of windows, what overlaps. */
  readonly overlap: number;
  /** Elements of the three that may be gone, with nothing in their place, before the last of the products. */
  readonly dying: number;
  /** Elements of the operands that may be made, from nothing that is one to one with them, after the first of the products. */
  readonly born: number;
  /**
   * Whether a product is one instruction of two elements and its sum the next, of that product and what was there: then
   * the floors of small depths hold, too.
   */
  readonly isPlain: boolean;
}

/** Elements that a window touches, as multiples of the depth: each gives a floor, and the best is taken. */
const WINDOWS = [1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 8] as const;

/** A product touches three elements, so that smaller windows hold none. */
const SMALLEST_WINDOW = 3;

/**
 * How many reads of a product go deeper than `depth`, at least, in any order of D60: (2) of it, and up to depth 3 what
 * holds there. `register`: one sum is no element of the stack. O(1).
 */
export function deepReadsOfProduct(product: Product, depth: number, granularity: Granularity): number {
  if (granularity === 'register') {
    if (depth === 0) return 2 * product.macs;
    // Two elements are read on one stack. Windows leave depth 1 to depth 2: a sum that is open where one begins costs nothing.
    const windows = ofWindows(product, Math.max(depth, 2) + 1);
    return Math.max(0, windows, depth === 1 ? product.macs : 0);
  }
  if (depth === 0) return 4 * product.macs - product.sums;
  return Math.max(0, ofWindows(product, depth), product.isPlain ? ofSmallDepth(product, depth) : 0);
}

function ofWindows(product: Product, depth: number): number {
  const { macs, sums, dying, born } = product;
  let most = 0;
  for (const multiple of WINDOWS) {
    const window = Math.max(depth + 1, SMALLEST_WINDOW, Math.round(multiple * depth));
    // One more in each: a boundary between windows may lie within a product.
    const complete = Math.ceil((macs + 1) / (mostProducts(product, window) + 1)) - 1;
    const lost = sums + born + dying + Math.min(dying, complete);
    most = Math.max(most, (window - depth) * complete - lost);
  }
  return most;
}

/**
 * The most products of `window` distinct elements: the root of overlap times left times right times sums, as evenly
 * divided among the three as there are of each.
 */
export function mostProducts({ left, right, sums, overlap }: Product, window: number): number {
  let rest = window;
  let product = overlap;
  [left, right, sums]
    .sort((a, b) => a - b)
    .forEach((all, index) => {
      const taken = Math.min(all, rest / (3 - index));
      product *= taken;
      rest -= taken;
    });
  // Rounded to the side on which the floor is lower.
  return Math.floor(Math.sqrt(product) * (1 + 2 ** -40));
}

/** The product is on top when it is added; the two elements lie above the sum, and one of them above the other. */
function ofSmallDepth({ macs, sums, dying, born }: Product, depth: number): number {
  if (depth > 3) return 0;
  return (4 - depth) * macs - sums - dying - born - (depth < 3 ? 1 : 0);
}
