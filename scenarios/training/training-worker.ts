import { InputError } from '../../core/input-error.ts';
import type { ThreadAnswer, ThreadTask } from './training-pool.ts';
import { trainRun } from './training-run.ts';

/** One run in a thread of the pool. */
export default async function trainInThread({ task, port }: ThreadTask): Promise<ThreadAnswer> {
  try {
    return { outcome: await trainRun(task, (progress) => port.postMessage(progress)) };
  } catch (error) {
    if (error instanceof InputError) return { badInput: error.message };
    throw error;
  } finally {
    port.close();
  }
}
