import { describe, InputError, requireList } from '../../core/input-error.ts';
import { Random } from '../../core/numbers/random.ts';
import type { OwnDataset } from '../data/catalog.ts';
import { type Dataset, type ImageSet, imageSetFromNumbers } from '../data/image-set.ts';
import type { NetworkShape } from '../rule/network-shape.ts';

/** Images with their labels. */
export interface LabelledImages {
  /** One list of finite numbers an image, each as long as the first layer is wide; kept as float32. */
  readonly images: readonly ArrayLike<number>[];
  /** The class of each image, an integer from 0 below the number of classes. */
  readonly labels: ArrayLike<number>;
}

/** What a network learns from, and what it is judged by. */
export interface TaskImages {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
}

/** Makes the images of a task, the same ones each time: what is random is drawn from `random`. */
export type MakeImages = (given: {
  readonly random: Random;
  readonly shape: NetworkShape;
}) => TaskImages | Promise<TaskImages>;

/** The generator's stream that images of users' tasks are drawn from. */
const IMAGES_STREAM = 21;

/** The data set that a task of this title and name makes; what is wrong with its images is told when they are made. */
export function ownDataset(title: string, name: string, make: MakeImages, shape: NetworkShape): OwnDataset {
  return {
    name,
    make: async (seed) => {
      const drawn = async (): Promise<Dataset> => {
        const made: Partial<TaskImages> | null = await make({ random: new Random(seed, IMAGES_STREAM), shape });
        const setOf = (split: 'train' | 'test') =>
          imageSet(`${title}: data: ${split}`, `${name}-${split}`, shape, made?.[split]);
        return { name, train: setOf('train'), test: setOf('test') };
      };
      // Made twice: runs could not be compared, or gone on with, where the images are others each time.
      const [dataset, again] = [await drawn(), await drawn()];
      for (const split of ['train', 'test'] as const) {
        if (dataset[split].sha256 === again[split].sha256) continue;
        throw new InputError(
          `${title}: data: ${split} has other images when it is made again; draw what is random from the random that data gets`,
        );
      }
      return dataset;
    },
  };
}

/** Throws InputError, beginning with `owner`, on images of another size, and on labels that are missing or no class. */
function imageSet(
  owner: string,
  name: string,
  { layers: [width], classes }: NetworkShape,
  made: Partial<LabelledImages> | undefined,
): ImageSet {
  const { images, labels } = made ?? {};
  requireList(`${owner}.images`, images);
  const count = images?.length ?? 0;
  if (images === undefined || count === 0) throw new InputError(`${owner}.images must have an image, got none`);
  if (typeof labels !== 'object' || labels?.length !== count) {
    const got = labels?.length === undefined ? describe(labels) : labels.length;
    throw new InputError(`${owner}.labels must be a list of ${count} classes, one an image, got ${got}`);
  }
  const pixels = new Float32Array(count * width);
  images.forEach((image, row) => {
    if (image?.length !== width || typeof image === 'string') {
      const got = image?.length ?? describe(image);
      throw new InputError(`${owner}.images[${row}] must have ${width} numbers, as shape.layers begins, got ${got}`);
    }
    pixels.set(image, row * width);
  });
  const odd = pixels.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) {
    const row = Math.floor(odd / width);
    const got = describe(images[row][odd % width]);
    throw new InputError(`${owner}.images[${row}][${odd % width}] must be a finite float32 number, got ${got}`);
  }
  const classed = Uint8Array.from(labels, (label, row) => {
    if (Number.isInteger(label) && label >= 0 && label < classes) return label;
    throw new InputError(`${owner}.labels[${row}] must be a class in 0..${classes - 1}, got ${describe(label)}`);
  });
  return imageSetFromNumbers({ name, rows: 1, columns: width, channels: 1, classes, pixels, labels: classed });
}
