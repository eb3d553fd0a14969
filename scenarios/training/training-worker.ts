import { InputError } from '../../core/input-error.ts';
import type { DefinitionSource } from '../catalog.ts';
import type { ThreadAnswer, ThreadTask } from './training-pool.ts';
import { trainRun } from './training-run.ts';

/** One run in a thread of the pool. */
export default async function trainInThread({ task, sources, port }: ThreadTask): Promise<ThreadAnswer> {
  try {
    for (const source of sources) await defined(source);
    return { outcome: await trainRun(task, (progress) => port.postMessage(progress)) };
  } catch (error) {
    if (error instanceof InputError) return { badInput: error.message };
    throw error;
  } finally {
    port.close();
  }
}

/** Makes known in this thread what a file of a user's defines. */
async function defined(source: DefinitionSource): Promise<void> {
  const { default: load }: { default(source: DefinitionSource): Promise<void> } = await import(source.loader);
  await load(source);
}
