import type { Schedule } from '../../core/schedules/schedule.ts';
import type { Granularity } from '../../core/trace/trace.ts';
import type { ProductTrial } from '../../core/tuning/product-trial.ts';
import type { FoundTiles } from '../../core/tuning/tile-search.ts';
import { exactDigits, inWords, shortRatio, threeDigits } from '../writing/format.ts';
import { textTable } from '../writing/text-table.ts';

/** A product of a program, and the tiles that were found for it. */
export interface TunedProduct {
  /** `productName`. */
  readonly name: string;
  readonly trial: ProductTrial;
  readonly tiles: FoundTiles;
}

/** What a search of a schedule came to. Costs are ByteDMD costs, cold, at 4 bytes. */
export interface Tuning {
  readonly name: string;
  readonly granularity: Granularity;
  readonly schedule: Schedule;
  readonly products: readonly TunedProduct[];
  readonly costs: { readonly before: number; readonly fused: number; readonly found: number };
}

/** A tuning as text of at most 80 columns: costs before and after, and the products with their tiles. */
export function tuningText({ name, products, costs }: Tuning): string {
  const { before } = costs;
  const rows = (['before', 'fused', 'found'] as const).map((of) => [
    of === 'before' ? 'as it is' : of,
    exactDigits(costs[of]),
    shortRatio(costs[of] / before),
  ]);
  const tiles = products.map(({ trial, tiles: { loops, cost } }) => {
    const { m, k, n } = trial;
    return `${m}x${k}x${n}: ${threeDigits(cost / (m * k * n))} a multiply-accumulate: ${loops}`;
  });
  return [
    `${name}: ${inWords(costs.found)} in the schedule that was found, ${inWords(before)} as it is. Found by search, not proved optimal.`,
    '',
    textTable(['schedule', 'cost', 'of the first'], rows),
    ...tiles,
    '',
  ].join('\n');
}

/** The same as JSON. */
export function tuningJson({ name, granularity, schedule, products, costs }: Tuning): object {
  return {
    name,
    granularity,
    costs,
    products: products.map(({ name: product, tiles }) => ({ product, ...tiles })),
    schedule,
  };
}
