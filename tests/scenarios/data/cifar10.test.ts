import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { downloadCifar10, parseCifarRecords, readCifar10 } from '../../../scenarios/data/cifar10.ts';
import { type FileServer, startFileServer } from './file-server.ts';
import { itWithRealData, realDataFolder } from './real-data.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'odometer-cifar10-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Records with the given labels; byte `at` of the three planes of record r is (7 r + at) mod 256. */
function records(...labels: number[]): Uint8Array {
  return Buffer.concat(
    labels.map((label, record) => Uint8Array.from({ length: 3073 }, (_, i) => (i === 0 ? label : 7 * record + i - 1))),
  );
}

describe('CIFAR-10 files', () => {
  it('have planes that become channels, last and in the order red, green, blue', () => {
    const { bytes, labels } = parseCifarRecords(records(3, 9), 'f');
    expect([...labels]).toEqual([3, 9]);
    for (const [record, row, column] of [
      [0, 0, 0],
      [0, 1, 0],
      [1, 31, 31],
      [1, 4, 17],
    ]) {
      for (const channel of [0, 1, 2]) {
        const got = bytes[((record * 32 + row) * 32 + column) * 3 + channel];
        expect(got).toBe((7 * record + channel * 1024 + row * 32 + column) & 255);
      }
    }
    // Planes are 1024 = 4 * 256 bytes, so the pattern above cannot tell them apart; this one can.
    const tinted = Uint8Array.from({ length: 3073 }, (_, i) => (i === 0 ? 0 : 10 * Math.ceil(i / 1024)));
    expect([...parseCifarRecords(tinted, 'f').bytes.subarray(0, 6)]).toEqual([10, 20, 30, 10, 20, 30]);
  });

  it.each([
    [
      'empty',
      new Uint8Array(0),
      'f: byte 0: a CIFAR-10 record has 3073 bytes, 0 are left after 0 records; get a complete copy',
    ],
    [
      'cut',
      records(1, 2).subarray(0, 4000),
      'f: byte 3073: a CIFAR-10 record has 3073 bytes, 927 are left after 1 records; get a complete copy',
    ],
    ['label', records(1, 10), 'f: byte 3073: the label of record 1 must be in 0..9, got 10'],
  ])('are refused with the byte: %s', (_, bytes, message) => {
    expect(() => parseCifarRecords(bytes, 'f')).toThrow(new InputError(message));
  });

  it('in a folder are split by name and taken in the order of the names', async () => {
    await writeFile(join(folder, 'data_batch_2.bin'), records(2, 2));
    await writeFile(join(folder, 'data_batch_1.bin'), records(1));
    await writeFile(join(folder, 'train_3.bin'), records(3));
    await writeFile(join(folder, 'test_batch.bin'), records(4));
    await writeFile(join(folder, 'batches.meta.txt'), 'airplane');
    const { name, train, test } = await readCifar10(folder);
    expect(name).toBe('cifar10');
    expect(train).toMatchObject({ name: 'cifar10-train', count: 4, rows: 32, columns: 32, channels: 3, classes: 10 });
    expect([...train.labels]).toEqual([1, 2, 2, 3]);
    expect([...test.labels]).toEqual([4]);
    // The first red byte of the second record of data_batch_2 is 7.
    expect(train.pixels[2 * 3072]).toBe(Math.fround(7 / 255));
  });

  it('that are missing are named with what to do', async () => {
    await expect(readCifar10(folder)).rejects.toThrow(`cifar10: no data_batch_*.bin or train*.bin in ${folder}; put`);
    await writeFile(join(folder, 'train.bin'), records(1));
    await expect(readCifar10(folder)).rejects.toThrow(`cifar10: no test*.bin in ${folder}; put`);
    await expect(readCifar10(join(folder, 'nowhere'))).rejects.toThrow(InputError);
  });

  itWithRealData('cifar10', 'of the real subset have the documented size and plausible classes', async () => {
    const { train, test } = await readCifar10(realDataFolder('cifar10'));
    expect([train.count, test.count]).toEqual([8068, 1017]);
    // Labels of data_batch_1 and test_batch as listed in the python version of the data set.
    expect([...train.labels.subarray(0, 10)]).toEqual([6, 9, 9, 4, 1, 1, 2, 7, 8, 3]);
    expect([...test.labels.subarray(0, 10)]).toEqual([3, 8, 8, 0, 6, 6, 1, 6, 3, 1]);
    const means = [0, 0, 0];
    for (let i = 0; i < train.pixels.length; i++) means[i % 3] += train.pixels[i] / (train.pixels.length / 3);
    // The channel means that everyone normalises by are .4914, .4822, .4465 over all 50000 images.
    expect(Math.abs(means[0] - 0.4914)).toBeLessThan(0.01);
    expect(Math.abs(means[1] - 0.4822)).toBeLessThan(0.01);
    expect(Math.abs(means[2] - 0.4465)).toBeLessThan(0.01);
  });
});

describe('the CIFAR-10 archive', () => {
  let server: FileServer;
  let cacheDir: string;
  const batches = ['data_batch_1', 'data_batch_2', 'data_batch_3', 'data_batch_4', 'data_batch_5', 'test_batch'];

  beforeEach(() => {
    cacheDir = join(folder, 'cache');
  });

  afterEach(async () => {
    await server.close();
  });

  /** Serves an archive of `names`, the label of batch i being i, and returns its md5. */
  async function serve(names: string[], change?: (batchFolder: string) => Promise<void>): Promise<string> {
    const source = join(folder, 'source');
    const batchFolder = join(source, 'cifar-10-batches-bin');
    await mkdir(batchFolder, { recursive: true });
    for (const name of names) await writeFile(join(batchFolder, `${name}.bin`), records(batches.indexOf(name)));
    await change?.(batchFolder);
    const archive = join(folder, 'archive.tar.gz');
    await create({ file: archive, gzip: true, cwd: source, preservePaths: true }, await readdir(source));
    const bytes = await readFile(archive);
    server = await startFileServer(new Map([['cifar-10-binary.tar.gz', bytes]]));
    return createHash('md5').update(bytes).digest('hex');
  }

  it('is downloaded, unpacked and deleted once; later runs need no server', async () => {
    const md5 = await serve(batches);
    server.behaviours.push({ cutAfter: 500 });
    const { train, test } = await downloadCifar10({ cacheDir, origin: server.origin, md5 });
    expect([...train.labels, ...test.labels]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, 'bytes=500-']);
    const again = await downloadCifar10({ cacheDir, origin: server.origin, md5 });
    expect(again.train.sha256).toBe(train.sha256);
    expect(server.requests).toHaveLength(2);
    expect(await readdir(join(cacheDir, 'cifar10'))).toEqual(['cifar-10-batches-bin']);
  });

  it('yields the six data files and nothing else', async () => {
    const md5 = await serve(batches, async (batchFolder) => {
      await writeFile(join(batchFolder, 'data_batch_6.bin'), records(9));
      await writeFile(join(batchFolder, '..', 'outside.bin'), records(9));
    });
    await downloadCifar10({ cacheDir, origin: server.origin, md5 });
    const unpacked = await readdir(join(cacheDir, 'cifar10', 'cifar-10-batches-bin'));
    expect(unpacked.sort()).toEqual(batches.map((name) => `${name}.bin`).sort());
    expect(existsSync(join(cacheDir, 'outside.bin'))).toBe(false);
  });

  it('is refused when a data file is missing or a link, and leaves no folder, whole or half', async () => {
    const md5 = await serve(batches.slice(1, 5), async (batchFolder) => {
      await symlink('/etc/hostname', join(batchFolder, 'test_batch.bin'));
    });
    await expect(downloadCifar10({ cacheDir, origin: server.origin, md5 })).rejects.toThrow(
      /cifar-10-binary\.tar\.gz: has no data_batch_1\.bin, test_batch\.bin; put/,
    );
    expect(await readdir(join(cacheDir, 'cifar10'))).toEqual(['cifar-10-binary.tar.gz']);
  });

  it('is refused with another md5 than the official one', async () => {
    await serve(batches);
    await expect(downloadCifar10({ cacheDir, origin: server.origin })).rejects.toThrow(
      /wrong content, md5 [0-9a-f]{32}, wanted c32a1d4ab5d03f1284b67883e8d87530; run again to download it afresh, or put/,
    );
  });

  it('that is no archive is named', async () => {
    const bytes = Buffer.from('no archive at all');
    server = await startFileServer(new Map([['cifar-10-binary.tar.gz', bytes]]));
    const md5 = createHash('md5').update(bytes).digest('hex');
    await expect(downloadCifar10({ cacheDir, origin: server.origin, md5 })).rejects.toThrow(
      /^cifar10: cannot unpack .*cifar-10-binary\.tar\.gz \(/,
    );
    expect(await readdir(join(cacheDir, 'cifar10'))).toEqual(['cifar-10-binary.tar.gz']);
  });
});
