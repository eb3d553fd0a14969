import { InputError, quoted } from '../../core/input-error.ts';
import { cacheFolder } from '../files/cache-folder.ts';
import { downloadCifar10, readCifar10 } from './cifar10.ts';
import { diskRing } from './disk-ring.ts';
import type { DownloadProgress } from './download.ts';
import type { Dataset } from './image-set.ts';
import { downloadMnist, readMnist } from './mnist.ts';
import { syntheticColour } from './synthetic-colour.ts';
import { syntheticDigits } from './synthetic-digits.ts';

export const DATASET_NAMES = ['mnist', 'cifar10', 'synthetic', 'synthetic-colour', 'disk-ring'] as const;
export type DatasetName = (typeof DATASET_NAMES)[number];

/** How many numbers an image has, and how many classes there are. */
export const IMAGE_FORMS: Readonly<Record<DatasetName, { readonly width: number; readonly classes: number }>> = {
  mnist: { width: 784, classes: 10 },
  cifar10: { width: 3072, classes: 10 },
  synthetic: { width: 784, classes: 10 },
  'synthetic-colour': { width: 3072, classes: 10 },
  'disk-ring': { width: 2, classes: 2 },
};

/** A data set that a user's task makes. */
export interface OwnDataset {
  readonly name: string;
  /** The same images for the same `seed`. Rejects with InputError where what is made is no data set. */
  make(seed: number): Promise<Dataset>;
}

/** A data set of the catalog by its name, or one of a user's. */
export type DataSource = DatasetName | OwnDataset;

export function dataName(source: DataSource): string {
  return typeof source === 'string' ? source : source.name;
}

export interface LoadOptions {
  /** Folder that holds the files of the data set; nothing is downloaded then. */
  readonly dataDir?: string | undefined;
  /** Folder for downloads; default the user's cache folder, as the operating system places it. */
  readonly cacheDir?: string | undefined;
  /** Seed of data made in code; default 0. Real data do not depend on it. */
  readonly seed?: number | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

const MADE_IN_CODE = { synthetic: syntheticDigits, 'synthetic-colour': syntheticColour, 'disk-ring': diskRing };

/** Whether the data set has no files: it is drawn by a seed. */
export function isMadeInCode(source: DataSource): boolean {
  return typeof source !== 'string' || source in MADE_IN_CODE;
}

/**
 * The data set of this name, from `dataDir`, else from the cache (downloaded on first use), else made in code; or what a
 * user's makes. Throws InputError on an unknown name, on files that are missing or wrong, on a download that fails, and
 * where a user's is no data set.
 */
export async function loadDataset(source: string | OwnDataset, options: LoadOptions = {}): Promise<Dataset> {
  const { dataDir, seed = 0, onProgress } = options;
  if (typeof source !== 'string') {
    requireNoFolder(source.name, dataDir);
    return source.make(seed);
  }
  const cacheDir = options.cacheDir ?? cacheFolder();
  switch (source) {
    case 'mnist':
      return dataDir === undefined ? downloadMnist({ cacheDir, onProgress }) : readMnist(dataDir);
    case 'cifar10':
      return dataDir === undefined ? downloadCifar10({ cacheDir, onProgress }) : readCifar10(dataDir);
    case 'synthetic':
    case 'synthetic-colour':
    case 'disk-ring':
      requireNoFolder(source, dataDir);
      return MADE_IN_CODE[source]({ seed });
    default:
      throw new InputError(`unknown data set ${quoted(source)}; choose one of ${DATASET_NAMES.join(', ')}`);
  }
}

function requireNoFolder(name: string, dataDir: string | undefined): void {
  if (dataDir === undefined) return;
  throw new InputError(`${name}: is made in code and reads no folder, got ${dataDir}; leave out --data-dir`);
}
