import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { downloadMnist, readMnist } from '../../../scenarios/data/mnist.ts';
import { startFileServer } from './file-server.ts';
import { itWithRealData, realDataFolder } from './real-data.ts';

const original = realDataFolder('mnist');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'odometer-mnist-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Writable copies: the originals may be read-only. */
async function copyOriginals(): Promise<void> {
  for (const name of await readdir(original)) await writeFile(join(folder, name), await readFile(join(original, name)));
}

describe('MNIST', () => {
  itWithRealData('mnist', 'has the documented images, labels and class counts', async () => {
    const { name, train, test } = await readMnist(original);
    expect(name).toBe('mnist');
    expect(train).toMatchObject({ name: 'mnist-train', count: 60000, rows: 28, columns: 28, channels: 1, classes: 10 });
    expect(test).toMatchObject({ name: 'mnist-test', count: 10000, rows: 28, columns: 28, channels: 1, classes: 10 });
    expect([...train.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect([...test.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    const counts = new Array<number>(10).fill(0);
    for (const label of train.labels) counts[label]++;
    expect(counts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    // The mean training pixel that everyone normalises by.
    let sum = 0;
    for (let i = 0; i < train.pixels.length; i++) sum += train.pixels[i];
    expect(sum / train.pixels.length).toBeCloseTo(0.1307, 4);
  });

  itWithRealData('mnist', 'is the same decompressed', async () => {
    for (const file of await readdir(original)) {
      await writeFile(join(folder, file.replace(/\.gz$/, '')), gunzipSync(await readFile(join(original, file))));
    }
    const plain = await readMnist(folder);
    const compressed = await readMnist(original);
    expect(plain.train.sha256).toBe(compressed.train.sha256);
    expect(plain.test.sha256).toBe(compressed.test.sha256);
  });

  itWithRealData('mnist', 'is refused when one label differs from the original', async () => {
    await copyOriginals();
    const labels = gunzipSync(await readFile(join(folder, 't10k-labels-idx1-ubyte.gz')));
    labels[8] = 8;
    await rm(join(folder, 't10k-labels-idx1-ubyte.gz'));
    await writeFile(join(folder, 't10k-labels-idx1-ubyte'), labels);
    await expect(readMnist(folder)).rejects.toThrow(
      /t10k-labels-idx1-ubyte: not the original MNIST file, md5 [0-9a-f]{32}, wanted 27ae3e4e09519cfbb04c329615203637; replace it/,
    );
  });

  itWithRealData('mnist', 'is refused when truncated, saying where', async () => {
    await copyOriginals();
    const images = join(folder, 't10k-images-idx3-ubyte.gz');
    const bytes = gunzipSync(await readFile(images));
    await rm(images);
    await writeFile(join(folder, 't10k-images-idx3-ubyte'), bytes.subarray(0, 1000));
    await expect(readMnist(folder)).rejects.toThrow(
      /t10k-images-idx3-ubyte: byte 1000: the file ends early, 10000 x 28 x 28 elements need 7840016 bytes/,
    );
  });

  itWithRealData('mnist', 'is downloaded into the cache once, and a damaged file again', async () => {
    const names = await readdir(original);
    const files = new Map<string, Uint8Array>();
    for (const name of names) files.set(name, await readFile(join(original, name)));
    const server = await startFileServer(files);
    try {
      server.behaviours.push({ cutAfter: 1_000_000 });
      const cacheDir = join(folder, 'cache');
      const seen = new Set<string>();
      const request = { cacheDir, origin: server.origin, onProgress: ({ file }: { file: string }) => seen.add(file) };
      const downloaded = await downloadMnist(request);
      expect(downloaded.train.sha256).toBe((await readMnist(original)).train.sha256);
      expect([...seen].sort()).toEqual([...names].sort());
      expect(server.requests).toHaveLength(5);
      await downloadMnist(request);
      expect(server.requests).toHaveLength(5);
      await cp(
        join(cacheDir, 'mnist', 'train-labels-idx1-ubyte.gz'),
        join(cacheDir, 'mnist', 't10k-labels-idx1-ubyte.gz'),
      );
      await downloadMnist(request);
      expect(server.requests.slice(5).map(({ path }) => path)).toEqual(['t10k-labels-idx1-ubyte.gz']);
    } finally {
      await server.close();
    }
  });

  it('names the first file that is missing and what to do', async () => {
    await expect(readMnist(folder)).rejects.toThrow(InputError);
    await expect(readMnist(folder)).rejects.toThrow(
      `mnist: cannot read train-images-idx3-ubyte.gz or train-images-idx3-ubyte in ${folder}`,
    );
    await expect(readMnist(join(folder, 'nowhere'))).rejects.toThrow(/put the four original files in a folder/);
  });

  it('is not taken from a server that has other content', async () => {
    const server = await startFileServer(new Map([['train-images-idx3-ubyte.gz', Buffer.from('<html>log in</html>')]]));
    try {
      await expect(downloadMnist({ cacheDir: folder, origin: server.origin })).rejects.toThrow(
        /train-images-idx3-ubyte\.gz: wrong content, md5 [0-9a-f]{32}, wanted f68b3c2dcbeaaa9fbdd348bbdeb94873/,
      );
    } finally {
      await server.close();
    }
  });
});
