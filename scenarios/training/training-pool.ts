import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type DefinitionSource, sourcesOf } from '../catalog.ts';
import type { Dataset, ImageSet } from '../data/image-set.ts';
import { ThreadPool, threadFile } from '../threads/thread-pool.ts';
import { trainRun } from './training-run.ts';
import type { TrainingSettings } from './training-settings.ts';
import type { TrainingOutcome, TrainingProgress, TrainingTask } from './training-task.ts';

/** The runs of one setting, one a seed. */
export interface TrainingRuns extends Omit<TrainingTask, 'seed' | 'checkpoint'> {
  readonly seeds: readonly number[];
  /** The folder that keeps the runs' states; null: none is kept. */
  readonly checkpointFolder: string | null;
  /** Runs at a time, each in a thread of its own where there are several; default: as many as there are processors. */
  readonly threads?: number | undefined;
}

/** What a thread is given: what it has to know before it runs the task, too. */
export interface TrainingJob {
  readonly task: TrainingTask;
  readonly sources: readonly DefinitionSource[];
}

/**
 * Trains one network a seed, and returns the outcomes in the order of the seeds; they do not depend on the number of
 * threads. Throws InputError where a checkpoint is of other settings or beyond what is asked, and where a training
 * diverges; the other runs end, and their states remain.
 */
export async function trainSeeds(
  { seeds, checkpointFolder, threads = availableParallelism(), ...common }: TrainingRuns,
  onProgress: (progress: TrainingProgress) => void = () => {},
): Promise<TrainingOutcome[]> {
  const taskOf = (seed: number): TrainingTask => ({
    ...common,
    seed,
    checkpoint: checkpointFolder === null ? null : checkpointFile(checkpointFolder, common.settings, seed),
  });
  const atOnce = Math.min(threads, seeds.length);
  const file = threadFile('training-worker', import.meta.url);
  const sources = sourcesOf(common.settings.scenario, common.settings.algorithm);
  const isKnownHereAlone = sources.includes(null);
  if (atOnce <= 1 || file === null || isKnownHereAlone) {
    const outcomes: TrainingOutcome[] = [];
    for (const seed of seeds) outcomes.push(await trainRun(taskOf(seed), onProgress));
    return outcomes;
  }
  const data = sharedDataset(common.data);
  const files = sources.filter((source) => source !== null);
  const pool = new ThreadPool<TrainingJob, TrainingOutcome, TrainingProgress>(file, atOnce);
  try {
    return await Promise.all(
      seeds.map((seed) => pool.run({ task: { ...taskOf(seed), data }, sources: files }, onProgress)),
    );
  } finally {
    await pool.end();
  }
}

/** Where the state of a run is kept. */
export function checkpointFile(folder: string, { scenario, algorithm }: TrainingSettings, seed: number): string {
  return join(folder, `${scenario}-${algorithm}-seed-${seed}.state`);
}

/** The data set in memory that all threads see, so that there is one copy of it. */
function sharedDataset(data: Dataset): Dataset {
  return { ...data, train: shared(data.train), test: shared(data.test) };
}

function shared(images: ImageSet): ImageSet {
  const pixels = new Float32Array(new SharedArrayBuffer(images.pixels.byteLength));
  pixels.set(images.pixels);
  return { ...images, pixels };
}
