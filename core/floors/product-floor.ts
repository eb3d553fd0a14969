import type { DeepReads } from '../cost/deep-reads.ts';
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

/** A product touches three elements, so that smaller windows hold none. */
const SMALLEST_WINDOW = 3;

/** Of numbers of complete windows each is tried up to this one, and beyond one in so many parts of it. */
const TRIED = 200;

/** Windows of equally many elements: so many at least are complete, and so many reads are lost to what begins and dies in them at most. */
interface Windows {
  readonly elements: number;
  readonly complete: number;
  readonly lost: number;
}

/**
 * How many reads of a product go deeper than a depth, at least, in any order of D60: (2) of it, and up to depth 3 what
 * holds there. `register`: one sum is no element of the stack. A thousand windows are tried a depth (D73).
 */
export function deepReadsOfProduct(product: Product, granularity: Granularity): DeepReads {
  const windows = windowsOf(product);
  if (granularity === 'register') {
    return (depth) => {
      if (depth === 0) return 2 * product.macs;
      // Two elements are read on one stack. Windows leave depth 1 to depth 2: a sum that is open where one begins costs nothing.
      return Math.max(0, deeperThan(windows, Math.max(depth, 2) + 1), depth === 1 ? product.macs : 0);
    };
  }
  return (depth) => {
    if (depth === 0) return 4 * product.macs - product.sums;
    return Math.max(0, deeperThan(windows, depth), product.isPlain ? ofSmallDepth(product, depth) : 0);
  };
}

function deeperThan(windows: readonly Windows[], depth: number): number {
  let most = 0;
  for (const { elements, complete, lost } of windows) {
    if (elements <= depth) break;
    most = Math.max(most, (elements - depth) * complete - lost);
  }
  return most;
}

/** For rising numbers the largest windows of which as many are complete: smaller ones would give a lower floor. */
function windowsOf(product: Product): Windows[] {
  const { left, right, sums, dying, born } = product;
  const windows: Windows[] = [];
  let largest = left + right + sums;
  for (let number = 1; largest >= SMALLEST_WINDOW; number += Math.ceil(number / TRIED)) {
    largest = largestWindow(product, number, largest);
    const complete = completeWindows(product, largest);
    const lost = sums + born + dying + Math.min(dying, complete);
    if (largest >= SMALLEST_WINDOW) windows.push({ elements: largest, complete, lost });
  }
  return windows;
}

/** The largest window, up to `most`, of which `number` are complete; one below the smallest where there is none. */
function largestWindow(product: Product, number: number, most: number): number {
  let [low, high] = [SMALLEST_WINDOW - 1, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (completeWindows(product, middle) >= number) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A boundary between windows may lie within a product, so that each holds one more. */
function completeWindows(product: Product, window: number): number {
  const { macs } = product;
  return Math.ceil((macs + 1) / (mostProducts(product, window) + 1)) - 1;
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
