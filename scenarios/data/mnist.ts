/**
 * MNIST (LeCun, Cortes and Burges): 60000 training and 10000 test images of handwritten digits, 28 x 28 x 1, in four idx
 * files. Only the original files are accepted, by md5, so that a result named `mnist` is about these images and no other.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { type DownloadToCache, download } from './download.ts';
import { parseIdxPair, type ReadFile } from './idx.ts';
import { type Dataset, type ImageSet, imageSetFromBytes } from './image-set.ts';

const ORIGIN = 'https://storage.googleapis.com/cvdf-datasets/mnist/';
const WITHOUT_NETWORK = 'put the four original files in a folder and name it with --data-dir';

interface Original {
  readonly name: string;
  /** md5 of the file as distributed, `name` + `.gz`. */
  readonly gzipMd5: string;
  /** md5 of its decompressed content. */
  readonly plainMd5: string;
}

const TRAIN_IMAGES: Original = {
  name: 'train-images-idx3-ubyte',
  gzipMd5: 'f68b3c2dcbeaaa9fbdd348bbdeb94873',
  plainMd5: '6bbc9ace898e44ae57da46a324031adb',
};
const TRAIN_LABELS: Original = {
  name: 'train-labels-idx1-ubyte',
  gzipMd5: 'd53e105ee54ea40749a09fcbcd1e9432',
  plainMd5: 'a25bea736e30d166cdddb491f175f624',
};
const TEST_IMAGES: Original = {
  name: 't10k-images-idx3-ubyte',
  gzipMd5: '9fb629c4189551a2d022fa330f9573f3',
  plainMd5: '2646ac647ad5339dbf082846283269ea',
};
const TEST_LABELS: Original = {
  name: 't10k-labels-idx1-ubyte',
  gzipMd5: 'ec29112dd5afa0611ce80d1b7f02629c',
  plainMd5: '27ae3e4e09519cfbb04c329615203637',
};

/**
 * MNIST from a folder that holds the four original files, each gzip-compressed as distributed (preferred) or
 * decompressed. Takes about half a second and 220 MB. Throws InputError on a missing, damaged or different file.
 */
export async function readMnist(folder: string): Promise<Dataset> {
  const train = await readSplit(folder, 'mnist-train', TRAIN_IMAGES, TRAIN_LABELS);
  const test = await readSplit(folder, 'mnist-test', TEST_IMAGES, TEST_LABELS);
  return { name: 'mnist', train, test };
}

/**
 * MNIST from the cache folder, downloading those of the four files (11.6 MB) that are not there or are damaged.
 * Throws InputError when the network or the folder does not allow it; what arrived is kept for the next run.
 */
export async function downloadMnist({ cacheDir, origin = ORIGIN, onProgress }: DownloadToCache): Promise<Dataset> {
  const folder = join(cacheDir, 'mnist');
  for (const { name, gzipMd5 } of [TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS]) {
    const destination = join(folder, `${name}.gz`);
    await download({ url: `${origin}${name}.gz`, destination, md5: gzipMd5, otherwise: WITHOUT_NETWORK, onProgress });
  }
  return readMnist(folder);
}

async function readSplit(folder: string, name: string, images: Original, labels: Original): Promise<ImageSet> {
  const imagesFile = await readOriginal(folder, images);
  const labelsFile = await readOriginal(folder, labels);
  // Parsed before the md5 check: of a truncated file it can say where it ends.
  const { rows, columns, pixels, labels: classes } = parseIdxPair(imagesFile, labelsFile, 10);
  checkMd5(imagesFile, images);
  checkMd5(labelsFile, labels);
  return imageSetFromBytes({ name, rows, columns, channels: 1, classes: 10, bytes: pixels, labels: classes });
}

async function readOriginal(folder: string, { name }: Original): Promise<ReadFile> {
  const compressed = join(folder, `${name}.gz`);
  const file = (await isFile(compressed)) ? compressed : join(folder, name);
  try {
    return { file, bytes: await readFile(file) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`mnist: cannot read ${name}.gz or ${name} in ${folder} (${reason}); ${WITHOUT_NETWORK}`);
  }
}

function checkMd5({ file, bytes }: ReadFile, { gzipMd5, plainMd5 }: Original): void {
  const wanted = file.endsWith('.gz') ? gzipMd5 : plainMd5;
  const got = createHash('md5').update(bytes).digest('hex');
  if (got !== wanted) {
    throw new InputError(
      `${file}: not the original MNIST file, md5 ${got}, wanted ${wanted}; replace it by the original from ${ORIGIN}`,
    );
  }
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() ?? false;
}
