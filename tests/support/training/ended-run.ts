import { expect } from 'vitest';
import { trainRun } from '../../../scenarios/training/training-run.ts';
import type { TrainingOutcome, TrainingTask } from '../../../scenarios/training/training-task.ts';

/** What of an outcome does not depend on time. */
export function lasting({ seconds: _, ...outcome }: TrainingOutcome) {
  return outcome;
}

/** Runs a task up to the progress that it reports after so many updates, where it is ended by an error. */
export async function interrupted(task: TrainingTask, updates: number): Promise<void> {
  const run = trainRun(task, (progress) => {
    if (progress.updates === updates) throw new Error('interrupted');
  });
  await expect(run).rejects.toThrow('interrupted');
}
