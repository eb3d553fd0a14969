import { SingleBar } from 'cli-progress';
import { visibleText } from '../../reports/writing/visible-text.ts';
import { tell } from '../files/standard-output.ts';

/** Hears which case is measured. */
export interface CasesShown {
  begins(id: string, done: number, total: number): void;
}

/** Off a terminal a line is told no more often than this. */
const LINE_EVERY_MS = 10_000;

/** Runs `work`; on stderr that is a terminal its cases are shown as a bar, elsewhere by a line now and then. */
export async function withCasesShown<Result>(work: (shown: CasesShown) => Promise<Result>): Promise<Result> {
  if (process.stderr.isTTY !== true) return work(lines());
  const format = '{bar} {value}/{total}  {name}';
  const bar = new SingleBar({ format, stream: process.stderr, barsize: 24, clearOnComplete: true, linewrap: true });
  let isShown = false;
  try {
    return await work({
      begins: (id, done, total) => {
        if (isShown) bar.update(done, { name: visibleText(id) });
        else bar.start(total, done, { name: visibleText(id) });
        isShown = true;
      },
    });
  } finally {
    if (isShown) bar.stop();
  }
}

function lines(): CasesShown {
  let told = performance.now();
  return {
    begins: (id, done, total) => {
      const now = performance.now();
      if (now - told < LINE_EVERY_MS) return;
      told = now;
      tell(`case ${done + 1} of ${total}: ${id}`);
    },
  };
}
