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
export function isMadeInCode(name: DatasetName): boolean {
  return name in MADE_IN_CODE;
}

/**
 * The data set called `name`, from `dataDir`, else from the cache (downloaded on first use), else made in code.
 * Throws InputError on an unknown name, on files that are missing or wrong, and on a download that fails.
 */
export async function loadDataset(name: string, options: LoadOptions = {}): Promise<Dataset> {
  const { dataDir, seed = 0, onProgress } = options;
  const cacheDir = options.cacheDir ?? cacheFolder();
  switch (name) {
    case 'mnist':
      return dataDir === undefined ? downloadMnist({ cacheDir, onProgress }) : readMnist(dataDir);
    case 'cifar10':
      return dataDir === undefined ? downloadCifar10({ cacheDir, onProgress }) : readCifar10(dataDir);
    case 'synthetic':
    case 'synthetic-colour':
    case 'disk-ring':
      if (dataDir !== undefined) {
        throw new InputError(`${name}: is made in code and reads no folder, got ${dataDir}; leave out --data-dir`);
      }
      return MADE_IN_CODE[name]({ seed });
    default:
      throw new InputError(`unknown data set ${quoted(name)}; choose one of ${DATASET_NAMES.join(', ')}`);
  }
}
