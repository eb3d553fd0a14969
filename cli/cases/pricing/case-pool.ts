import type { CaseSettings } from '../../../instrument/cases/case-figures.ts';
import { measureBody, type RecordedBody } from '../../../instrument/cases/measured-body.ts';
import type { MeasuredBody } from '../../../instrument/cases/measured-trace.ts';
import type { ReadyJob } from '../../../scenarios/threads/ordered-results.ts';
import { isWorthAThread, sizeOfProgram, sizeOfTrace } from '../../../scenarios/threads/pricing-size.ts';
import { ThreadPool, threadFile } from '../../../scenarios/threads/thread-pool.ts';

/** What a thread is given. */
export interface CaseTask {
  readonly recorded: RecordedBody;
  readonly settings: CaseSettings;
}

/** Prices what bodies did, in threads where it takes longer than to start one. Bodies themselves run in this thread. */
export class CasePool {
  /** How many are to be priced at a time. */
  readonly atOnce: number;
  private readonly file = threadFile('case-worker', import.meta.url);
  private pool: ThreadPool<CaseTask, MeasuredBody, never> | null = null;

  constructor(threads: number) {
    this.atOnce = this.file === null ? 1 : threads;
  }

  ready(recorded: RecordedBody, settings: CaseSettings): ReadyJob<MeasuredBody> {
    const size = 'trace' in recorded ? sizeOfTrace(recorded.trace) : sizeOfProgram(recorded.program);
    const begin = (): MeasuredBody | Promise<MeasuredBody> => {
      if (this.file === null || this.atOnce === 1 || !isWorthAThread(size)) return measureBody(recorded, settings);
      this.pool ??= new ThreadPool(this.file, this.atOnce);
      return this.pool.run({ recorded, settings: caseSettings(settings) }, () => {});
    };
    return { bytes: size.bytes, begin };
  }

  /** Stops what is still being priced. */
  async end(): Promise<void> {
    await this.pool?.end();
  }
}

/** Nothing else that a command sets along with them, which might not survive the way to a thread. */
function caseSettings({ semantics, granularity, bytes, lines, levels, line, layout }: CaseSettings): CaseSettings {
  return { semantics, granularity, bytes, lines, line, layout, ...(levels === undefined ? {} : { levels }) };
}
