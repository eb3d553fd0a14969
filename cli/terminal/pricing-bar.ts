import { SingleBar } from 'cli-progress';
import type { PricingListener } from '../../core/trace/pricing-progress.ts';
import { visibleText } from '../../reports/writing/visible-text.ts';
import { tell } from '../files/standard-output.ts';

/** What is priced within this time is priced in silence. */
const LINE_EVERY_MS = 10_000;

/** Shows how far the pricing of what has a name is. */
type PricingShown = (name: string, ...progress: Parameters<PricingListener>) => void;

/**
 * Prices by `work`, which tells how far the pricing of a named trace is. On stderr that is a terminal it is shown as a
 * bar, one trace in the place of the last, and cleared away at the end; elsewhere by a line now and then.
 */
export function withPricingBar<Result>(work: (show: PricingShown) => Result): Result {
  if (process.stderr.isTTY !== true) return work(pricingLines());
  // An interrupted command ends at once, so the modes of the terminal are left as they are.
  const format = '{bar} {percentage} %  pricing {name}';
  const bar = new SingleBar({ format, stream: process.stderr, barsize: 24, clearOnComplete: true, linewrap: true });
  const stop = (): void => bar.stop();
  let result: Result;
  try {
    result = work((name, done, total) => {
      if (done > 0) bar.update(done);
      else bar.start(total, 0, { name: visibleText(name) });
    });
  } catch (error) {
    stop();
    throw error;
  }
  if (result instanceof Promise) result.then(stop, stop);
  else stop();
  return result;
}

function pricingLines(): PricingShown {
  let told = performance.now();
  return (name, done, total) => {
    const now = performance.now();
    if (now - told < LINE_EVERY_MS) return;
    told = now;
    tell(`pricing ${name}: ${Math.floor((100 * done) / total)} %`);
  };
}
