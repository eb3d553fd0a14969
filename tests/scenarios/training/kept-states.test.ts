import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { keptStates } from '../../../scenarios/training/kept-states.ts';
import { checkpointFile } from '../../../scenarios/training/training-pool.ts';
import { trainRun } from '../../../scenarios/training/training-run.ts';
import type { TrainingOutcome, TrainingTask } from '../../../scenarios/training/training-task.ts';
import { smallTask } from '../../support/training/small-training.ts';

const cache = mkdtempSync(join(tmpdir(), 'odometer-kept-'));
vi.stubEnv('XDG_CACHE_HOME', cache);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});
// Progress is reported, and others get their turn, after every update.
let now = 0;
vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));

const task = smallTask();
const states = keptStates(task.settings, task.stop);
const file = checkpointFile(states.folder, task.settings, task.seed);

function lasting({ seconds: _, ...outcome }: TrainingOutcome) {
  return outcome;
}

/** Trains as a command does that ends by removing the states. */
async function trained(asked: TrainingTask): Promise<Omit<TrainingOutcome, 'seconds'>> {
  const outcome = lasting(await trainRun(asked));
  states.remove([task.seed]);
  return outcome;
}

test('two equal trainings at once both end right, and leave nothing', async () => {
  const alone = lasting(await trainRun(task));
  const kept = { ...task, checkpoint: file };
  const first = trained(kept);
  // The second is some epochs behind, and has states to write when the first has removed its own.
  const second = new Promise((resolve) => setTimeout(resolve, 20)).then(() => trained({ ...kept, fresh: true }));
  expect(await Promise.all([first, second])).toEqual([alone, alone]);
  expect(existsSync(states.folder)).toBe(false);
});

test('what a killed process left of writing a state is cleared away, by the next run and at the end', async () => {
  const parts = ['4412.part', '0123456789ab.part'].map((end) => `${file}.${end}`);
  const leave = () => {
    mkdirSync(states.folder, { recursive: true });
    for (const part of parts) writeFileSync(part, 'half');
  };
  leave();
  await trainRun({ ...task, checkpoint: file });
  expect(readdirSync(states.folder)).toEqual(['label-in-input-ff-seed-0.state']);
  leave();
  writeFileSync(`${file}.mine.part`, 'not ours');
  states.remove([task.seed]);
  expect(readdirSync(states.folder)).toEqual(['label-in-input-ff-seed-0.state.mine.part']);
});

test('a cache that cannot be written is refused with what names another', async () => {
  writeFileSync(join(cache, 'file'), '');
  vi.stubEnv('XDG_CACHE_HOME', join(cache, 'file'));
  const { folder } = keptStates(task.settings, task.stop);
  const refused = trainRun({ ...task, checkpoint: join(folder, 'a.state') });
  await expect(refused).rejects.toThrow(InputError);
  await expect(refused).rejects.toThrow(/cannot keep the state of a run .*; set \w+ to a folder that you may write$/);
});
