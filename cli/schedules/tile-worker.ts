import { trialCost } from '../../core/tuning/product-trial.ts';
import { answering } from '../../scenarios/threads/thread-pool.ts';
import type { TileTask } from './tile-pool.ts';

/** Prices one product in tiles in a thread of the pool. */
export default answering<TileTask, number, never>(({ trial, loops }) => trialCost(trial, loops));
