import type { DefinitionSource } from '../catalog.ts';
import { answering } from '../threads/thread-pool.ts';
import type { TrainingJob } from './training-pool.ts';
import { trainRun } from './training-run.ts';
import type { TrainingOutcome, TrainingProgress } from './training-task.ts';

/** One run in a thread of the pool. */
export default answering<TrainingJob, TrainingOutcome, TrainingProgress>(async ({ task, sources }, tell) => {
  for (const source of sources) await defined(source);
  return trainRun(task, tell);
});

/** Makes known in this thread what a file of a user's defines. */
async function defined(source: DefinitionSource): Promise<void> {
  const { default: load }: { default(source: DefinitionSource): Promise<void> } = await import(source.loader);
  await load(source);
}
