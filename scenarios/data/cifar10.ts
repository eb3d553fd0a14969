/**
 * CIFAR-10 (Krizhevsky 2009): 50000 training and 10000 test photographs, 32 x 32 x 3, in the binary version of
 * https://www.cs.toronto.edu/~kriz/cifar.html: records of one label byte, then 1024 red, 1024 green and 1024 blue bytes,
 * each plane row by row. Any folder of such files will do, subsets too: the SHA-256 of a set tells which it was.
 */
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { removeQuietly } from '../files/whole-file.ts';
import { type DownloadToCache, download } from './download.ts';
import { type Dataset, type ImageSet, imageSetFromBytes } from './image-set.ts';

const ORIGIN = 'https://www.cs.toronto.edu/~kriz/';
const ARCHIVE = 'cifar-10-binary.tar.gz';
const ARCHIVE_MD5 = 'c32a1d4ab5d03f1284b67883e8d87530';
const ARCHIVE_FOLDER = 'cifar-10-batches-bin';
const MEMBERS = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`).concat('test_batch.bin');
const WITHOUT_NETWORK =
  'put CIFAR-10 binary files (data_batch_*.bin, test_batch.bin) in a folder and name it with --data-dir';

const CLASSES = 10;
const PLANE = 32 * 32;
const RECORD = 1 + 3 * PLANE;

/**
 * CIFAR-10 from a folder of binary files: `data_batch_*.bin` and `train*.bin` are for training, `test*.bin` for testing,
 * each kind in the order of the file names. Takes 4 bytes of
 * memory a pixel value (737 MB for all of CIFAR-10), 7 while reading.
 * Throws InputError when a kind is missing or a file is malformed, naming the file and the byte.
 */
export async function readCifar10(folder: string): Promise<Dataset> {
  const names = await orInputError(readdir(folder), `cifar10: cannot read folder ${folder}`);
  const train = await readSplit(
    folder,
    'cifar10-train',
    names.filter((name) => /^(data_batch_|train).*\.bin$/.test(name)),
  );
  const test = await readSplit(
    folder,
    'cifar10-test',
    names.filter((name) => /^test.*\.bin$/.test(name)),
  );
  return { name: 'cifar10', train, test };
}

/**
 * All of CIFAR-10 from the cache folder, downloading (170 MB) and unpacking it first if it is not there. Only the six
 * data files are taken out of the archive, which is then deleted. Throws InputError where it cannot be had whole or
 * unpacked; what has come of it is kept for the next run, unless its content is wrong.
 */
export async function downloadCifar10(request: DownloadToCache & { md5?: string }): Promise<Dataset> {
  const { cacheDir, origin = ORIGIN, md5 = ARCHIVE_MD5, onProgress } = request;
  const parent = join(cacheDir, 'cifar10');
  const folder = join(parent, ARCHIVE_FOLDER);
  const unpacked = await stat(folder).catch(() => null);
  if (unpacked === null) {
    const archive = join(parent, ARCHIVE);
    await download({ url: `${origin}${ARCHIVE}`, destination: archive, md5, otherwise: WITHOUT_NETWORK, onProgress });
    await unpack(archive, folder);
    await rm(archive);
  }
  return readCifar10(folder);
}

/**
 * The records of one binary file as channels-last bytes and labels. Throws InputError on a size that is not a whole
 * number of records and on a label above 9, naming `file` and the byte.
 */
export function parseCifarRecords(bytes: Uint8Array, file: string): { bytes: Uint8Array; labels: Uint8Array } {
  const count = Math.floor(bytes.length / RECORD);
  if (count === 0 || bytes.length !== count * RECORD) {
    throw new InputError(
      `${file}: byte ${count * RECORD}: a CIFAR-10 record has ${RECORD} bytes, ${bytes.length - count * RECORD} are left after ${count} records; get a complete copy`,
    );
  }
  const labels = new Uint8Array(count);
  const interleaved = new Uint8Array(count * 3 * PLANE);
  for (let record = 0; record < count; record++) {
    const start = record * RECORD;
    const label = bytes[start];
    if (label >= CLASSES) {
      throw new InputError(
        `${file}: byte ${start}: the label of record ${record} must be in 0..${CLASSES - 1}, got ${label}`,
      );
    }
    labels[record] = label;
    let out = record * 3 * PLANE;
    for (let red = start + 1; red < start + 1 + PLANE; red++) {
      interleaved[out++] = bytes[red];
      interleaved[out++] = bytes[red + PLANE];
      interleaved[out++] = bytes[red + 2 * PLANE];
    }
  }
  return { bytes: interleaved, labels };
}

async function readSplit(folder: string, name: string, files: string[]): Promise<ImageSet> {
  if (files.length === 0) {
    const wanted = name === 'cifar10-test' ? 'test*.bin' : 'data_batch_*.bin or train*.bin';
    throw new InputError(`cifar10: no ${wanted} in ${folder}; ${WITHOUT_NETWORK}`);
  }
  const parts: { bytes: Uint8Array; labels: Uint8Array }[] = [];
  for (const file of files.sort()) {
    const path = join(folder, file);
    parts.push(parseCifarRecords(await orInputError(readFile(path), `cifar10: cannot read ${path}`), path));
  }
  return imageSetFromBytes({
    name,
    rows: 32,
    columns: 32,
    channels: 3,
    classes: CLASSES,
    bytes: Buffer.concat(parts.map((part) => part.bytes)),
    labels: new Uint8Array(Buffer.concat(parts.map((part) => part.labels))),
  });
}

/** Takes the six data files out of the archive; `folder` appears only when all of them are in it. */
async function unpack(archive: string, folder: string): Promise<void> {
  const unfinished = `${folder}.part`;
  await orInputError(rm(unfinished, { recursive: true, force: true }), `cifar10: cannot clear ${unfinished}`);
  await orInputError(mkdir(unfinished), `cifar10: cannot make ${unfinished}`);
  try {
    await unpackInto(unfinished, archive);
    await orInputError(rename(unfinished, folder), `cifar10: cannot rename ${unfinished}`);
  } catch (error) {
    removeQuietly(unfinished);
    throw error;
  }
}

async function unpackInto(unfinished: string, archive: string): Promise<void> {
  const members = new Set(MEMBERS.map((member) => `${ARCHIVE_FOLDER}/${member}`));
  const isMember = (path: string, entry: object) =>
    members.has(path) && 'type' in entry && (entry.type === 'File' || entry.type === 'OldFile');
  // Only here: every command knows of this data set, and hardly one unpacks it.
  const { extract } = await import('tar');
  await orInputError(
    extract({ file: archive, cwd: unfinished, strip: 1, preserveOwner: false, filter: isMember }),
    `cifar10: cannot unpack ${archive}`,
  );
  const found = await readdir(unfinished);
  const missing = MEMBERS.filter((member) => !found.includes(member));
  if (missing.length > 0) throw new InputError(`${archive}: has no ${missing.join(', ')}; ${WITHOUT_NETWORK}`);
}

async function orInputError<T>(work: Promise<T>, what: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`${what} (${reason}); ${WITHOUT_NETWORK}`);
  }
}
