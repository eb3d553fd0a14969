import { type ProductTrial, trialCost } from '../../core/tuning/product-trial.ts';
import { ThreadPool, threadFile } from '../../scenarios/threads/thread-pool.ts';

/** What a thread is given. */
export interface TileTask {
  readonly trial: ProductTrial;
  readonly loops: string;
}

/** Prices tiles of products in threads, or in this one where there are none. */
export class TilePool {
  readonly #threads: number;
  readonly #file = threadFile('tile-worker', import.meta.url);
  #pool: ThreadPool<TileTask, number, never> | null = null;

  constructor(threads: number) {
    this.#threads = threads;
  }

  async price(trial: ProductTrial, loops: string): Promise<number> {
    if (this.#file === null || this.#threads === 1) return trialCost(trial, loops);
    this.#pool ??= new ThreadPool(this.#file, this.#threads);
    return this.#pool.run({ trial, loops }, () => {});
  }

  /** Stops what is still being priced. */
  async end(): Promise<void> {
    await this.#pool?.end();
  }
}
