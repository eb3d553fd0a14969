import { pricedFloor } from '../../core/floors/priced-floor.ts';
import type { EngineName } from '../../core/measurement/engines.ts';
import { FUSED, type Schedule, scheduled } from '../../core/schedules/schedule.ts';
import type { Granularity, Trace } from '../../core/trace/trace.ts';
import { productsOf, trialName } from '../../core/tuning/found-schedule.ts';
import { FOUND_TILES } from '../../core/tuning/found-tiles.ts';
import { type ProductTrial, trialFloor } from '../../core/tuning/product-trial.ts';
import { type FoundTiles, searchTiles, type TrialPricer } from '../../core/tuning/tile-search.ts';
import { measureTrace } from '../../instrument/timed-measurement.ts';
import type { TunedProduct, Tuning } from '../../reports/printed/tuning-report.ts';
import { withPricingBar } from '../terminal/pricing-bar.ts';
import { TilePool } from './tile-pool.ts';
import { type LoopsPricer, TriedTiles } from './tried-tiles.ts';
import { TuningProgress } from './tuning-progress.ts';

export interface TuningSettings {
  readonly granularity: Granularity;
  readonly engine: EngineName;
  /** Tiles that are priced at a time. */
  readonly threads: number;
  /** null: until nothing better is found. */
  readonly minutes: number | null;
  /** The file of the schedule, beside which tries are kept; null: none is written. */
  readonly out: string | null;
}

/** A tuning, and the files of its search, which are forgotten once the schedule is safe. */
export interface SearchedTuning extends Tuning {
  forget(): void;
}

/**
 * Searches tiles for every product of a trace, and prices the trace as it is, fused, and in the schedule that was found. Where time is limited
 * every product has an equal share of what is left. Throws InputError where kept tries are none.
 */
export async function tunedSchedule(trace: Trace, settings: TuningSettings): Promise<SearchedTuning> {
  const { granularity, engine, threads, minutes, out } = settings;
  const tried = out === null ? null : new TriedTiles(`${out}.tries`);
  const bytes = 4;
  const products = productsOf(trace, granularity, bytes);
  const end = minutes === null ? Number.POSITIVE_INFINITY : performance.now() + minutes * 60_000;
  const progress = new TuningProgress(products.size);
  const pool = new TilePool(threads);
  const price: LoopsPricer = (trial, loops) => pool.price(trial, loops);
  const kept: LoopsPricer = tried === null ? price : (trial, loops) => tried.price(trial, loops, price);
  const found: TunedProduct[] = [];
  const known = new Map<string, FoundTiles>();
  try {
    for (const [name, trial] of products) {
      const left = products.size - found.length;
      const share = performance.now() + (end - performance.now()) / left;
      const label = trialName(trial);
      const tiles =
        known.get(label) ?? (await searched(trial, progress.pricer(label, kept), () => performance.now() > share));
      known.set(label, tiles);
      found.push({ name, trial, tiles, floor: trialFloor(trial, tiles.loops) });
    }
  } finally {
    progress.stop();
    await pool.end();
  }
  const schedule: Schedule = {
    ...FUSED,
    name: trace.name,
    products: Object.fromEntries(found.map(({ name, tiles }) => [name, tiles.loops])),
  };
  const reordered = scheduled(trace, schedule, 'found').trace;
  const floor = pricedFloor(reordered, { semantics: 'eager', granularity }, [bytes]);
  const costs = withPricingBar((show) => {
    const cost = (of: Trace): number =>
      Number(
        measureTrace(of, {
          engine,
          granularity,
          onProgress: (...done) => show(of.name, ...done),
        }).measurement.cost.cold[bytes],
      );
    return {
      before: cost(trace),
      fused: cost(scheduled(trace, FUSED, 'fused').trace),
      found: cost(reordered),
    };
  });
  return { name: trace.name, granularity, schedule, products: found, costs, floor, forget: () => tried?.remove() };
}

/** What was found before is taken where it is cheaper. */
async function searched(trial: ProductTrial, price: TrialPricer, pastBudget: () => boolean): Promise<FoundTiles> {
  const tiles = await searchTiles(trial, price, pastBudget);
  const before = FOUND_TILES[trialName(trial)];
  if (before === undefined) return tiles;
  const [cost] = await price(trial, [before.loops]);
  return cost < tiles.cost ? { loops: before.loops, cost } : tiles;
}
