import { SingleBar } from 'cli-progress';
import { visibleText } from '../../reports/writing/visible-text.ts';
import { tell } from '../files/standard-output.ts';

/** Shows on stderr which point of a sweep is worked at: `begin` it, then tell how far the pricing of each of its updates is. */
export interface SweepBar {
  begin(name: string): void;
  priced(done: number, total: number): void;
  stop(): void;
}

/**
 * On a terminal a bar, cleared away at the end; elsewhere, and where training has bars of its own, a line a point. `kept` of
 * `total` points were measured before.
 */
export function sweepBar(kept: number, total: number, hasBars: boolean): SweepBar {
  let measured = kept;
  if (hasBars || process.stderr.isTTY !== true) {
    return {
      begin: (name) => tell(`point ${++measured} of ${total}: ${name}`),
      priced: () => {},
      stop: () => {},
    };
  }
  const format = '{bar} {value} of {total} points  {name}, {percent} %';
  const bar = new SingleBar({ format, stream: process.stderr, barsize: 24, clearOnComplete: true, linewrap: true });
  bar.start(total, kept, { name: '', percent: 0 });
  return {
    begin: (name) => bar.update(measured++, { name: visibleText(name), percent: 0 }),
    priced: (done, all) => bar.update({ percent: Math.floor((100 * done) / all) }),
    stop: () => bar.stop(),
  };
}
