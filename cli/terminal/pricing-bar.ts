import { SingleBar } from 'cli-progress';
import type { PricingListener } from '../../core/trace/pricing-progress.ts';

/**
 * Prices by `work`, which tells how far the pricing of a named trace is; that is shown on stderr where it is a
 * terminal, one trace in the place of the last, and cleared away at the end. Elsewhere nothing is shown.
 */
export function withPricingBar<Result>(
  work: (show: (name: string, ...progress: Parameters<PricingListener>) => void) => Result,
): Result {
  if (process.stderr.isTTY !== true) return work(() => {});
  // An interrupted command ends at once, so the modes of the terminal are left as they are.
  const format = '{bar} {percentage} %  pricing {name}';
  const bar = new SingleBar({ format, stream: process.stderr, barsize: 24, clearOnComplete: true, linewrap: true });
  try {
    return work((name, done, total) => {
      if (done > 0) bar.update(done);
      else bar.start(total, 0, { name });
    });
  } finally {
    bar.stop();
  }
}
