import { productName, productOf } from '../schedules/product-shape.ts';
import { FUSED, type Schedule, scheduled } from '../schedules/schedule.ts';
import type { Granularity, Trace } from '../trace/trace.ts';
import { FOUND_TILES } from './found-tiles.ts';
import { type ProductTrial, trialOf } from './product-trial.ts';

/** The products of a trace once dead calls are dropped and element-wise ones fused: each once, by name, as it is priced alone. */
export function productsOf(trace: Trace, granularity: Granularity, bytes: number): ReadonlyMap<string, ProductTrial> {
  const { trace: fused } = scheduled(trace, FUSED, trace.name);
  const found = new Map<string, ProductTrial>();
  for (const call of fused.calls) {
    const product = productOf(fused, call);
    if (product !== null) found.set(productName(product), trialOf(product, granularity, bytes));
  }
  return found;
}

/** Names a trial by its lengths m x k x n, and the operands that lie in columns. */
export function trialName({ m, k, n, isTransposed }: ProductTrial): string {
  const inColumns = (['a', 'b', 'c'] as const).filter((operand) => isTransposed[operand]);
  return [`${m}x${k}x${n}`, ...inColumns.map((operand) => `${operand}T`)].join(' ');
}

/**
 * Dead calls dropped, element-wise calls fused, and every product whose like was searched in the tiles that were found for it, at `scalar`
 * granularity and 4 bytes. Found by search, none proved optimal.
 */
export function foundSchedule(trace: Trace): Schedule {
  const products: Record<string, string> = {};
  for (const [name, trial] of productsOf(trace, 'scalar', 4)) {
    const tiles = FOUND_TILES[trialName(trial)];
    if (tiles !== undefined) products[name] = tiles.loops;
  }
  return { ...FUSED, products };
}
