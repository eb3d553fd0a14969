import { Random } from '../../../core/numbers/random.ts';
import { type Dataset, type ImageSet, imageSetFromBytes } from '../../../scenarios/data/image-set.ts';
import { type TrainingRequest, trainingSettings } from '../../../scenarios/training/training-settings.ts';
import type { TrainingTask } from '../../../scenarios/training/training-task.ts';

/** 6 x 6 images of 4 classes: a bright row below the label's pixels, which row depends on the class; plus noise. */
export function smallImages(name: string, count: number, seed: number): ImageSet {
  const random = new Random(seed);
  const labels = Uint8Array.from({ length: count }, () => random.integer(4));
  const bytes = Uint8Array.from({ length: 36 * count }, (_, index) => {
    const row = Math.floor((index % 36) / 6);
    return random.integer(100) + (row === labels[Math.floor(index / 36)] + 1 ? 150 : 0);
  });
  return imageSetFromBytes({ name, rows: 6, columns: 6, channels: 1, classes: 4, bytes, labels });
}

export const SMALL_DATA: Dataset = {
  name: 'small',
  train: smallImages('small-train', 70, 1),
  test: smallImages('small-test', 40, 2),
};

/** A run of a second or less: 36-8-8, 70 images in batches of 16, so that the last batch of an epoch has 6. */
export function smallTask(
  request: Partial<TrainingRequest> = {},
  rest: Partial<Omit<TrainingTask, 'settings'>> = {},
): TrainingTask {
  const data = rest.data ?? SMALL_DATA;
  const settings = trainingSettings(
    {
      scenario: 'label-in-input',
      algorithm: 'ff',
      shape: { layers: [36, 8, 8], classes: 4 },
      batch: 16,
      evaluateEvery: 4,
      backend: 'cpu',
      ...request,
    },
    data,
  );
  const stop = { epochs: 4, criterion: 0.9, stopsAtCriterion: false };
  return { settings, stop, seed: 0, data, checkpoint: null, fresh: false, ...rest };
}
