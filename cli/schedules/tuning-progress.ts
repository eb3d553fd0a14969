import { SingleBar } from 'cli-progress';
import type { TrialPricer } from '../../core/tuning/tile-search.ts';
import { threeDigits } from '../../reports/writing/format.ts';
import { tell } from '../files/standard-output.ts';
import type { LoopsPricer } from './tried-tiles.ts';

const LINE_EVERY_MS = 10_000;

/** How a search goes on, on stderr: a bar over the products where that is a terminal, else a line now and then. */
export class TuningProgress {
  readonly #bar: SingleBar | null;
  readonly #products: number;
  #product = 0;
  #told = performance.now();

  constructor(products: number) {
    this.#products = products;
    const format = '{bar} product {value} of {total}: {name}, {tried} tried, {best} a multiply-accumulate';
    const isShown = process.stderr.isTTY === true && products > 0;
    this.#bar = isShown ? new SingleBar({ format, stream: process.stderr, barsize: 12, clearOnComplete: true }) : null;
    this.#bar?.start(products, 0, { name: '', tried: 0, best: '-' });
  }

  /** Prices tiles of the next product, several at a time where `price` can. */
  pricer(name: string, price: LoopsPricer): TrialPricer {
    this.#product++;
    let tried = 0;
    let best = Number.POSITIVE_INFINITY;
    return (trial, all) =>
      Promise.all(
        all.map(async (loops) => {
          const cost = await price(trial, loops);
          tried++;
          best = Math.min(best, cost / (trial.m * trial.k * trial.n));
          this.#show(name, tried, best);
          return cost;
        }),
      );
  }

  stop(): void {
    this.#bar?.stop();
  }

  #show(name: string, tried: number, best: number): void {
    this.#bar?.update(this.#product, { name, tried, best: threeDigits(best) });
    if (this.#bar !== null || performance.now() - this.#told < LINE_EVERY_MS) return;
    this.#told = performance.now();
    tell(
      `product ${this.#product} of ${this.#products}: ${name}, ${tried} tried, ${threeDigits(best)} a multiply-accumulate`,
    );
  }
}
