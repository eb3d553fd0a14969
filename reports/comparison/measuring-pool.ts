import type { PricingListener } from '../../core/trace/pricing-progress.ts';
import type { Trace } from '../../core/trace/trace.ts';
import type { MeasureOptions } from '../../instrument/measure-update.ts';
import { traceUpdate } from '../../instrument/tensors/trace-update.ts';
import type { UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { measureTrace, type PricingChoice } from '../../instrument/timed-measurement.ts';
import { orderedResults } from '../../scenarios/threads/ordered-results.ts';
import { isWorthAThread, sizeOfTrace } from '../../scenarios/threads/pricing-size.ts';
import { ThreadPool, threadFile } from '../../scenarios/threads/thread-pool.ts';
import { answerTo, type ProgramAnswer, type ProgramQuestion } from './program-answer.ts';

/** A program to trace and price. */
export interface MeasuringJob {
  /** As progress calls it. */
  readonly name: string;
  readonly program: UpdateProgram;
  readonly options: Omit<MeasureOptions, 'onProgress'>;
  readonly question: ProgramQuestion;
}

/** What a thread is given: a trace is kilobytes, whatever it reads. */
export interface PricingTask {
  readonly trace: Trace;
  readonly options: Omit<PricingChoice, 'onProgress'>;
  readonly question: ProgramQuestion;
}

/** Hears how far the pricing of what has this name is. */
export type NamedListener = (name: string, ...progress: Parameters<PricingListener>) => void;

/** Traces and prices one program after the other. */
export function measuredHere(jobs: readonly MeasuringJob[], onProgress?: NamedListener): ProgramAnswer[] {
  return jobs.map((job) => pricedHere(job.name, tracedJob(job), onProgress));
}

/**
 * Traces the programs, then prices so many at a time, the largest first; their answers, in the order of the programs, do not
 * depend on how many. What takes no time is priced in this thread, and all is where fewer than two programs are more.
 */
export async function measuredInThreads(
  jobs: readonly MeasuringJob[],
  threads: number,
  onProgress: NamedListener = () => {},
): Promise<ProgramAnswer[]> {
  const tasks = jobs.map(tracedJob);
  const sizes = tasks.map(({ trace }) => sizeOfTrace(trace));
  const atOnce = Math.min(threads, sizes.filter(isWorthAThread).length);
  const file = threadFile('measuring-worker', import.meta.url);
  if (atOnce <= 1 || file === null) return tasks.map((task, job) => pricedHere(jobs[job].name, task, onProgress));
  const total = sizes.reduce((sum, { instructions }) => sum + instructions, 0);
  const done = sizes.map(() => 0);
  const show = (job: number, share: number): void => {
    done[job] = share * sizes[job].instructions;
    const sum = done.reduce((all, part) => all + part, 0);
    onProgress(`${jobs.length} programs, ${atOnce} at a time`, sum, total);
  };
  const largestFirst = sizes.map((_, job) => job).sort((a, b) => sizes[b].instructions - sizes[a].instructions);
  const pool = new ThreadPool<PricingTask, ProgramAnswer, number>(file, atOnce);
  try {
    show(0, 0);
    return await orderedResults(largestFirst, atOnce, (job) => ({
      bytes: sizes[job].bytes,
      begin: () =>
        isWorthAThread(sizes[job])
          ? pool.run(tasks[job], (share) => show(job, share))
          : pricedHere(jobs[job].name, tasks[job]),
    }));
  } finally {
    await pool.end();
  }
}

function tracedJob({ program, options, question }: MeasuringJob): PricingTask {
  const { loops = 'tfjs', order, lines = false, ...choice } = options;
  const trace = traceUpdate(program, { loops, lines });
  return { trace: order === undefined ? trace : order(trace), options: choice, question };
}

function pricedHere(
  name: string,
  { trace, options, question }: PricingTask,
  onProgress?: NamedListener,
): ProgramAnswer {
  const told = onProgress && ((...progress: Parameters<PricingListener>) => onProgress(name, ...progress));
  return answerTo(question, measureTrace(trace, { ...options, onProgress: told }));
}
