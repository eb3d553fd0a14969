/** Depths below this have their costs in tables. */
export const NEAR = 2 ** 10;
/** By depth, what an element of one byte costs. */
export const NEAR_ROOTS = Float64Array.from({ length: NEAR }, (_, depth) => Math.ceil(Math.sqrt(depth)));
/** By bytes of an element. */
const NEAR_COSTS = new Map<number, Float64Array>();

/** By depth below NEAR, what an element of `width` bytes costs. Made when it is first asked for. */
export function nearCosts(width: number): Float64Array {
  let costs = NEAR_COSTS.get(width);
  if (costs === undefined) {
    costs = Float64Array.from({ length: NEAR }, (_, depth) => (depth === 0 ? 0 : wholeCost(depth, width)));
    NEAR_COSTS.set(width, costs);
  }
  return costs;
}

/** `readCost(depth, width)` without its checks. */
export function wholeCost(depth: number, width: number): number {
  const above = width * (depth - 1);
  const largest = Math.ceil(Math.sqrt(above + width));
  let cost = width * largest;
  for (let k = largest - 1; k * k > above; k--) cost -= k * k - above;
  return cost;
}
