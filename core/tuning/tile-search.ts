import { PRODUCT_INDICES } from '../schedules/product-shape.ts';
import type { ProductTrial } from './product-trial.ts';
import type { TilePlan, Widths } from './tile-plan.ts';
import { cubicPlan, divisorsOf, fitted, loopsOf, nearest, otherOrders, otherWidths } from './tile-plan.ts';

/** Prices loops of a trial: a cost for each, in their order. Costs of one trial and loops are always the same. */
export type TrialPricer = (trial: ProductTrial, loops: readonly string[]) => Promise<readonly number[]>;

/** Loops that a search found, and what they cost. */
export interface FoundTiles {
  readonly loops: string;
  readonly cost: number;
}

/** Widths of the tiles that a search starts from, level by level. */
const STARTS: readonly (readonly number[])[] = [[32, 8, 2], [16, 4], [8], [64, 16, 4], [48]];

/** Indices longer than this are shortened for the search. */
const LONGEST = 128;
const LENGTH_OF_SHORTENED = 96;

/**
 * Searches loops of a product that cost little: coordinate descent over the orders and widths of one to three levels of
 * tiles, on the product with its long indices divided down to about 96, then the best of every start again at full size
 * and on from the cheapest. What it finds is found, not optimal: widths are divisors, and a start leads to the next minimum. The same trial gives the
 * same loops. `pastBudget` ends it early, with the best so far. Hundreds of pricings.
 */
export async function searchTiles(
  trial: ProductTrial,
  price: TrialPricer,
  pastBudget: () => boolean = () => false,
): Promise<FoundTiles> {
  const short: ProductTrial = { ...trial, m: shortened(trial.m), k: shortened(trial.k), n: shortened(trial.n) };
  const pricing = remembering(price);
  const plans: PricedPlan[] = [];
  for (const widths of STARTS) {
    if (plans.length > 0 && pastBudget()) break;
    plans.push(await descended(short, cubicPlan(sizesOf(short), widths), pricing, pastBudget));
  }
  plans.sort((a, b) => a.cost - b.cost);
  if (short.m === trial.m && short.k === trial.k && short.n === trial.n) return found(plans[0]);
  const full = plans.map(({ plan }) => fitted(plan, sizesOf(trial)));
  const [start] = (await pricedAll(trial, full.slice(0, 3), pricing)).sort((a, b) => a.cost - b.cost);
  return found(await descended(trial, start.plan, pricing, pastBudget));
}

/** A pricer that asks for the same loops of the same trial once. */
function remembering(price: TrialPricer): TrialPricer {
  const known = new Map<string, number>();
  return async (trial, loops) => {
    const keyOf = (each: string): string => `${trial.m} ${trial.k} ${trial.n} ${each}`;
    const unknown = [...new Set(loops)].filter((each) => !known.has(keyOf(each)));
    if (unknown.length > 0) {
      const costs = await price(trial, unknown);
      for (const [index, each] of unknown.entries()) known.set(keyOf(each), costs[index]);
    }
    return loops.map((each) => known.get(keyOf(each)) ?? Number.POSITIVE_INFINITY);
  };
}

interface PricedPlan {
  readonly plan: TilePlan;
  readonly cost: number;
}

function found({ plan, cost }: PricedPlan): FoundTiles {
  return { loops: loopsOf(plan), cost };
}

/** Takes the cheapest of the plans that differ in one thing, thing by thing, until none is cheaper. */
async function descended(
  trial: ProductTrial,
  start: TilePlan,
  price: TrialPricer,
  pastBudget: () => boolean,
): Promise<PricedPlan> {
  let [best] = await pricedAll(trial, [start], price);
  const sizes = sizesOf(trial);
  const things = start.orders.flatMap((_, level) => [
    (plan: TilePlan) => otherOrders(plan, level),
    ...(level < start.levels.length
      ? PRODUCT_INDICES.map((index) => (plan: TilePlan) => otherWidths(plan, sizes, level, index))
      : []),
  ]);
  let unchanged = 0;
  for (let thing = 0; unchanged < things.length && !pastBudget(); thing = (thing + 1) % things.length) {
    const others = await pricedAll(trial, things[thing](best.plan), price);
    const [cheapest] = others.sort((a, b) => a.cost - b.cost);
    unchanged++;
    if (cheapest === undefined || cheapest.cost >= best.cost) continue;
    best = cheapest;
    unchanged = 1;
  }
  return best;
}

async function pricedAll(trial: ProductTrial, plans: readonly TilePlan[], price: TrialPricer): Promise<PricedPlan[]> {
  const costs = await price(trial, plans.map(loopsOf));
  return plans.map((plan, index) => ({ plan, cost: costs[index] }));
}

function sizesOf({ m, k, n }: ProductTrial): Widths {
  return { i: m, j: n, k };
}

/** A divisor of about the length that tiles are tried at; a length that has none stays. */
function shortened(size: number): number {
  if (size <= LONGEST) return size;
  const divisor = nearest(divisorsOf(size), LENGTH_OF_SHORTENED);
  return divisor >= LENGTH_OF_SHORTENED / 2 && divisor <= 2 * LENGTH_OF_SHORTENED ? divisor : size;
}
