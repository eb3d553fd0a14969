import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { InputError } from '../../core/input-error.ts';
import { Random } from '../../core/numbers/random.ts';
import { useBackend } from '../../instrument/backends/computing-backends.ts';
import { TRAINING_STREAM, WEIGHTS_STREAM } from '../batches/run-streams.ts';
import { writableInstead } from '../files/cache-folder.ts';
import { makeFolder } from '../files/make-folder.ts';
import { removeParts } from '../files/whole-file.ts';
import { placedInSource } from '../sound-rule.ts';
import type { TrainingState } from './checkpoint.ts';
import { savedState } from './saved-state.ts';
import { TrainingRun } from './training-loop.ts';
import { ruleOf } from './training-settings.ts';
import type { TrainingOutcome, TrainingProgress, TrainingTask } from './training-task.ts';

const PROGRESS_EVERY_MS = 100;

/**
 * Trains one network and judges it. The images come in a new random order every epoch, the last batch of an epoch is as
 * large as what is left. Goes on from the checkpoint where there is one. Throws InputError where that is of other
 * settings or beyond what is asked, and where the training diverges.
 */
export async function trainRun(
  task: TrainingTask,
  onProgress: (progress: TrainingProgress) => void = () => {},
): Promise<TrainingOutcome> {
  await useBackend(task.settings.backend);
  const saved = savedState(task);
  if (task.checkpoint !== null) {
    await makeStateFolder(dirname(task.checkpoint));
    removeParts(task.checkpoint);
  }
  const run = new TrainingRun(task, saved ?? firstState(task));
  try {
    if (saved !== null) onProgress(run.progress());
    let reported = Number.NEGATIVE_INFINITY;
    while (!run.isOver()) {
      run.update();
      if (performance.now() - reported < PROGRESS_EVERY_MS) continue;
      reported = performance.now();
      onProgress(run.progress());
      // Signals, timers and messages get their turn.
      await setImmediate();
    }
    onProgress(run.progress());
    return run.outcome();
  } catch (error) {
    const { scenario, algorithm } = task.settings;
    throw error instanceof InputError ? error : placedInSource(scenario, algorithm, error);
  } finally {
    run.dispose();
  }
}

async function makeStateFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`${folder}: cannot keep the state of a run (${reason}); ${writableInstead(folder)}`);
  }
}

function firstState({ settings, seed, data }: TrainingTask): TrainingState {
  const { rule, shape } = ruleOf(settings);
  const random = new Random(seed, TRAINING_STREAM);
  const { count } = data.train;
  const all = Int32Array.from({ length: count }, (_, index) => index);
  const subset = settings.trainImages < count ? random.permutation(count).slice(0, settings.trainImages) : all;
  return {
    network: rule.initialState(shape, new Random(seed, WEIGHTS_STREAM)),
    updates: 0,
    random: random.state(),
    subset,
    orders: [],
    position: 0,
    sinceEpoch: { updates: 0, byName: {} },
    sinceEvaluation: { updates: 0, byName: {} },
    epochs: [],
    curve: [],
    seconds: 0,
  };
}
