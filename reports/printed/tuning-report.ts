import type { PricedFloor } from '../../core/floors/priced-floor.ts';
import { jsonCost } from '../../core/measurement/measurement-json.ts';
import type { Schedule } from '../../core/schedules/schedule.ts';
import type { Granularity } from '../../core/trace/trace.ts';
import type { ProductTrial } from '../../core/tuning/product-trial.ts';
import type { FoundTiles } from '../../core/tuning/tile-search.ts';
import { exactDigits, inWords, shortRatio, threeDigits } from '../writing/format.ts';
import { textTable } from '../writing/text-table.ts';
import { visibleText } from '../writing/visible-text.ts';
import { TERMINAL_WIDTH, wrappedText } from '../writing/wrapped-text.ts';

/** A product of a program, and the tiles that were found for it. */
export interface TunedProduct {
  /** `productName`. */
  readonly name: string;
  readonly trial: ProductTrial;
  readonly tiles: FoundTiles;
  /** What no order of the product alone costs less than, its operands alive afterwards. */
  readonly floor: number;
}

/** What a search of a schedule came to. Costs are ByteDMD costs, cold, at 4 bytes. */
export interface Tuning {
  readonly name: string;
  readonly granularity: Granularity;
  readonly schedule: Schedule;
  readonly products: readonly TunedProduct[];
  readonly costs: { readonly before: number; readonly fused: number; readonly found: number };
  /** Of any order of what the schedule executes; null where none is proved. */
  readonly floor: PricedFloor | null;
}

/** A tuning as text of at most 80 columns: costs before and after, and the products with their tiles. */
export function tuningText({ name, products, costs, floor }: Tuning): string {
  const { before } = costs;
  const rows = (['before', 'fused', 'found'] as const).map((of) => [
    of === 'before' ? 'as it is' : of,
    exactDigits(costs[of]),
    shortRatio(costs[of] / before),
  ]);
  const tiles = products.map(({ trial, tiles: { loops, cost }, floor: least }) => {
    const { m, k, n } = trial;
    const each = `${threeDigits(cost / (m * k * n))} a multiply-accumulate`;
    return `${m}x${k}x${n} alone: ${each}, ${shortRatio(cost / least)} times the floor: ${loops}`;
  });
  const found = `${name}: ${inWords(costs.found)} in the schedule that was found, ${inWords(before)} as it is.`;
  return [
    ...wrappedText(visibleText(`${found} Found by search, not proved optimal.`), TERMINAL_WIDTH),
    '',
    textTable(['schedule', 'cost', 'of the first'], rows),
    ...wrappedText(floorSentence(costs.found, floor), TERMINAL_WIDTH),
    '',
    ...tiles.flatMap((line) => wrappedText(line, TERMINAL_WIDTH, '  ')),
    '',
  ].join('\n');
}

function floorSentence(cost: number, floor: PricedFloor | null): string {
  if (floor === null) return 'No floor: odometer trace says why.';
  const [bound] = Object.values(floor.cost);
  return `What was found costs ${shortRatio(cost / Number(bound))} times the floor, ${exactDigits(bound)}: of ${floor.of}.`;
}

/** The same as JSON. */
export function tuningJson({ name, granularity, schedule, products, costs, floor }: Tuning): object {
  return {
    name,
    granularity,
    costs,
    floor: floor && { ...floor, cost: jsonCost(floor.cost) },
    products: products.map(({ name: product, tiles, floor: least }) => ({ product, ...tiles, floor: least })),
    schedule,
  };
}
