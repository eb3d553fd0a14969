import { getHeapStatistics } from 'node:v8';
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { Tinypool } from 'tinypool';
import { InputError } from '../../core/input-error.ts';

/** The longest that a timer waits: a thread that is idle is kept until the pool ends. */
const NEVER_MS = 2 ** 31 - 1;

/** What a thread is given: its job, and the port that takes its progress. */
export interface ThreadTask<Job> {
  readonly job: Job;
  readonly port: MessagePort;
}

/** An error's class does not survive the way between threads, so bad input comes back as a message. */
export type ThreadAnswer<Result> = { readonly result: Result } | { readonly badInput: string };

/**
 * The file `name` beside a module, for threads to load; null where the module is not built: a thread loads files as plain
 * node does, which cannot read the TypeScript sources.
 */
export function threadFile(name: string, module: string): URL | null {
  return module.endsWith('.js') ? new URL(`${name}.js`, module) : null;
}

/** Threads that do jobs of one kind, each by what a file exports by default, made by `answering`. */
export class ThreadPool<Job, Result, Progress> {
  private readonly pool: Tinypool;

  /** Threads are started as jobs come, so many at most; each may have as large a heap as this one. */
  constructor(file: URL, threads: number) {
    this.pool = new Tinypool({
      filename: file.href,
      minThreads: 1,
      maxThreads: threads,
      idleTimeout: NEVER_MS,
      resourceLimits: { maxOldGenerationSizeMb: getHeapStatistics().heap_size_limit / 2 ** 20 },
    });
  }

  /** Rejects with what the job throws: on bad input with the InputError that it was. */
  async run(job: Job, onProgress: (progress: Progress) => void): Promise<Result> {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', onProgress);
    try {
      const task: ThreadTask<Job> = { job, port: port2 };
      const answer: ThreadAnswer<Result> = await this.pool.run(task, { transferList: [port2] });
      // The answer comes another way, and may have overtaken what was told last.
      for (let told = receiveMessageOnPort(port1); told !== undefined; told = receiveMessageOnPort(port1)) {
        onProgress(told.message);
      }
      if ('badInput' in answer) throw new InputError(answer.badInput);
      return answer.result;
    } finally {
      port1.close();
    }
  }

  /** Stops all threads, whatever they do. */
  async end(): Promise<void> {
    await this.pool.destroy();
  }
}

/** What the file of a thread exports by default: `work`, answering with its result, or with what is wrong with the input. */
export function answering<Job, Result, Progress>(
  work: (job: Job, tell: (progress: Progress) => void) => Result | Promise<Result>,
): (task: ThreadTask<Job>) => Promise<ThreadAnswer<Result>> {
  return async ({ job, port }) => {
    try {
      return { result: await work(job, (progress) => port.postMessage(progress)) };
    } catch (error) {
      if (error instanceof InputError) return { badInput: error.message };
      throw error;
    } finally {
      port.close();
    }
  };
}
