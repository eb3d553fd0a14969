import type { DeepReads } from '../cost/deep-reads.ts';
import { accumulatesProducts } from '../products/accumulated-product.ts';
import type { Granularity, Trace } from '../trace/trace.ts';
import { ElementPaths } from './element-paths.ts';
import { type NestProduct, type NoProduct, type ProductOperand, productOf } from './multiply-accumulate.ts';
import { deepReadsOfProduct, type Product } from './product-floor.ts';

/** Of which orders of a trace's instructions the floor holds (D60). */
export const FLOOR_CLASS: Readonly<Record<Granularity, string>> = {
  scalar: 'any order in which products follow one another, and each term joins its sum, or one local of it, at once',
  register:
    'any order in which products follow one another, each term joins its sum, or one local of it, at once, and locals hold one element at a time',
};

/** What a floor is made of. */
export interface FloorParts {
  /** Calls that are products, and their multiply-accumulates. */
  readonly products: number;
  readonly macs: number;
  /** Elements of arguments that live on, themselves or in what replaces them, read at least once. */
  readonly swept: number;
  /** Kernels that add up products and are no product that the theorem is about: nothing of theirs is in the floor. */
  readonly without: readonly string[];
}

/** What no order of a trace goes below, under `eager`, cold or steady. */
export interface TraceFloor extends FloorParts {
  readonly deepReads: DeepReads;
}

/** A call that is a product, and the values that it is of. */
interface BoundProduct extends NestProduct {
  readonly call: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/**
 * The floor of a trace: (3) of D60, the sum over its products and what is read of state that lives on. null where nothing
 * of it is proved to cost anything. O(products * calls).
 */
export function floorOf(trace: Trace, granularity: Granularity): TraceFloor | null {
  const { products, outside } = productsIn(trace, granularity);
  const paths = new ElementPaths(trace);
  const { bounds, passed } = boundsOf(trace, products, paths);
  const swept = sweptElements(trace, paths, passed);
  if (products.length === 0 && swept === 0) return null;
  const alike = grouped(bounds).map(({ product, times }) => ({
    times,
    reads: deepReadsOfProduct(product, granularity),
  }));
  const open = granularity === 'register' ? 1 : 0;
  return {
    deepReads: (depth) =>
      alike.reduce((sum, { reads, times }) => sum + times * reads(depth), 0) + Math.max(0, swept - depth - open),
    products: products.length,
    macs: products.reduce((sum, { macs }) => sum + macs, 0),
    swept,
    without: [...outside.keys()],
  };
}

/** Kernels that add up products, some of which are in no floor of the trace, and why: the first reason that is met of each. */
export function outsideFloor(trace: Trace, granularity: Granularity): ReadonlyMap<string, string> {
  return productsIn(trace, granularity).outside;
}

function productsIn(
  trace: Trace,
  granularity: Granularity,
): { readonly products: readonly BoundProduct[]; readonly outside: ReadonlyMap<string, string> } {
  const ofNests = trace.nests.map((nest) => ({ found: productOf(nest), adds: accumulatesProducts(nest) }));
  const products: BoundProduct[] = [];
  const outside = new Map<string, string>();
  for (const [call, { nest, values, kernel }] of trace.calls.entries()) {
    const { found, adds } = ofNests[nest];
    const product = 'why' in found ? found : boundProduct(trace, { ...found, call }, values, granularity);
    if (!('why' in product)) products.push(product);
    else if (adds && !outside.has(kernel)) outside.set(kernel, product.why);
  }
  return { products, outside };
}

function boundProduct(
  trace: Trace,
  product: NestProduct & Pick<BoundProduct, 'call'>,
  values: readonly number[],
  granularity: Granularity,
): BoundProduct | NoProduct {
  if (granularity === 'register' && product.isCopied) return { why: 'it reads elements from locals, free at register' };
  const [a, b, c] = [product.left, product.right, product.sums].map(({ slot }) => values[slot]);
  if ([a, b, c].some((value) => trace.values[value].kind === 'constant'))
    return { why: 'one of its values is constant' };
  if (new Set([a, b, c]).size < 3) return { why: 'a value is multiplied by itself, or added to itself' };
  return { ...product, a, b, c };
}

/** What each product's floor depends on, and the values whose elements are taken for those of an operand. */
function boundsOf(
  trace: Trace,
  products: readonly BoundProduct[],
  paths: ElementPaths,
): { bounds: readonly Product[]; passed: ReadonlySet<number> } {
  const passed = new Set(products.flatMap(({ a, b, c }) => [a, b, c]));
  const isMade = new Set(products.filter((one) => isWhole(trace, one.sums, one.c)).map(({ c }) => c));
  const bounds = products.map((one): Product => {
    const derived = paths.derivedFrom(one.c);
    const later = new Set(
      products.flatMap(({ call, a, b, left, right }) =>
        call !== one.call && (derived.has(a) || derived.has(b))
          ? [...(isWhole(trace, left, a) ? [a] : []), ...(isWhole(trace, right, b) ? [b] : [])]
          : [],
      ),
    );
    const livesOn = (value: number): boolean => trace.returned.includes(value) || later.has(value);
    const wasThere = (value: number): boolean =>
      trace.arguments.includes(value) || (isMade.has(value) && value !== one.c);
    // What is taken for an element of one operand is none of another.
    const taken = new Set([one.a, one.b, one.c]);
    const take = (path: readonly number[] | null): boolean => {
      for (const value of path ?? []) taken.add(value);
      return path !== null;
    };
    const [left, right, sums] = [
      [one.left, one.a] as const,
      [one.right, one.b] as const,
      [one.sums, one.c] as const,
    ].map(([{ elements }, value]) => Math.min(elements, trace.values[value].size));
    let [dying, born] = [0, 0];
    for (const [value, count] of [[one.c, sums] as const, [one.a, left] as const, [one.b, right] as const]) {
      if (!take(paths.onwards(value, livesOn, taken))) dying += count;
      if (value === one.c) continue;
      const origin = paths.backwards(value, wasThere, taken);
      if (!take(origin)) born += count;
      for (const before of origin ?? []) passed.add(before);
    }
    const overlap = one.left.overlap * one.right.overlap * one.sums.overlap;
    return { macs: one.macs, left, right, sums, overlap, dying, born, isPlain: one.isPlain };
  });
  return { bounds, passed };
}

function isWhole(trace: Trace, { elements, isExact }: ProductOperand, value: number): boolean {
  return isExact && elements === trace.values[value].size;
}

/** Elements of arguments, on no way into a product, that are replaced one by one by what is returned. */
function sweptElements(trace: Trace, paths: ElementPaths, passed: ReadonlySet<number>): number {
  const taken = new Set<number>();
  let elements = 0;
  for (const argument of trace.arguments) {
    if (passed.has(argument)) continue;
    const isEnd = (value: number): boolean => value !== argument && trace.returned.includes(value);
    const path = paths.onwards(argument, isEnd, taken);
    if (path === null) continue;
    for (const value of path) taken.add(value);
    elements += trace.values[argument].size;
  }
  return elements;
}

function grouped(products: readonly Product[]): { product: Product; times: number }[] {
  const groups = new Map<string, { product: Product; times: number }>();
  for (const product of products) {
    const key = JSON.stringify(product);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { product, times: 1 });
    else group.times++;
  }
  return [...groups.values()];
}
