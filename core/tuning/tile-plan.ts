import type { ProductIndex } from '../schedules/product-shape.ts';
import { PRODUCT_INDICES } from '../schedules/product-shape.ts';

/** Lengths, or widths, of the three indices of a product. */
export type Widths = Readonly<Record<ProductIndex, number>>;

/** The order of the three loops of a level, outermost first. */
export const LEVEL_ORDERS = ['ijk', 'ikj', 'jik', 'jki', 'kij', 'kji'] as const;
export type LevelOrder = (typeof LEVEL_ORDERS)[number];

/** Tiles within tiles: the widths of each level, outermost first, and the orders of all levels and of the elements in the last. */
export interface TilePlan {
  readonly levels: readonly Widths[];
  readonly orders: readonly LevelOrder[];
}

/** The loops of a plan, as `parseTileLoops` reads them. */
export function loopsOf({ levels, orders }: TilePlan): string {
  const elements: Widths = { i: 1, j: 1, k: 1 };
  return [...levels, elements]
    .flatMap((widths, level) => indicesOf(orders[level]).map((index) => `${index}${widths[index]}`))
    .join(' ');
}

/** A plan of cubes of these widths, each made to divide what is around it: the nearest divisor, by ratio. */
export function cubicPlan(sizes: Widths, widths: readonly number[]): TilePlan {
  const levels = widths.map((width) => ({ i: width, j: width, k: width }));
  return fitted({ levels, orders: [...levels.map((): LevelOrder => 'ijk'), 'kij'] }, sizes);
}

/** The plan for a product of other lengths: every width the divisor of the one around it that is nearest by ratio. */
export function fitted({ levels, orders }: TilePlan, sizes: Widths): TilePlan {
  let around = sizes;
  const fit = levels.map((widths) => {
    const next = { ...around };
    for (const index of PRODUCT_INDICES) next[index] = nearest(divisorsOf(around[index]), widths[index]);
    around = next;
    return next;
  });
  return { levels: fit, orders };
}

/** The plans that differ from this one in the order of one level. */
export function otherOrders({ levels, orders }: TilePlan, level: number): TilePlan[] {
  return LEVEL_ORDERS.filter((order) => order !== orders[level]).map((order) => ({
    levels,
    orders: orders.with(level, order),
  }));
}

/** The plans whose width of one index at one level is the next smaller divisor, or one of the next two greater. */
export function otherWidths(
  { levels, orders }: TilePlan,
  sizes: Widths,
  level: number,
  index: ProductIndex,
): TilePlan[] {
  const outer = level === 0 ? sizes[index] : levels[level - 1][index];
  const inner = level + 1 < levels.length ? levels[level + 1][index] : 1;
  const widths = divisorsOf(outer).filter((width) => width % inner === 0);
  const at = widths.indexOf(levels[level][index]);
  return [at - 1, at + 1, at + 2]
    .filter((place) => widths[place] !== undefined)
    .map((place) => ({ orders, levels: levels.with(level, { ...levels[level], [index]: widths[place] }) }));
}

/** Ascending. */
export function divisorsOf(size: number): number[] {
  return Array.from({ length: size }, (_, n) => n + 1).filter((n) => size % n === 0);
}

/** Of positive numbers the one whose ratio to `target` is nearest to 1. */
export function nearest(numbers: readonly number[], target: number): number {
  const distance = (n: number): number => Math.abs(Math.log(n / target));
  return numbers.reduce((best, n) => (distance(n) < distance(best) ? n : best));
}

function indicesOf(order: LevelOrder): ProductIndex[] {
  return [...order] as ProductIndex[];
}
