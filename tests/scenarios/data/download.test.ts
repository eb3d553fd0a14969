import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { type DownloadProgress, download } from '../../../scenarios/data/download.ts';
import { type FileServer, startFileServer } from './file-server.ts';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) >> 7));
const md5 = createHash('md5').update(content).digest('hex');
const otherwise = 'use --data-dir';

let server: FileServer;
let folder: string;
let destination: string;
let part: string;

beforeEach(async () => {
  server = await startFileServer(new Map([['file.gz', content]]));
  folder = await mkdtemp(join(tmpdir(), 'odometer-download-'));
  destination = join(folder, 'cache', 'file.gz');
  part = `${destination}.part`;
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const get = (request: { url?: string; md5?: string; onProgress?: (progress: DownloadProgress) => void } = {}) =>
  download({ url: `${server.origin}file.gz`, destination, md5, otherwise, ...request });

/** Leaves the first bytes of the file, as an earlier run that was stopped would. */
async function leavePart(bytes: Uint8Array): Promise<void> {
  server.behaviours.push('missing');
  await expect(get()).rejects.toThrow(InputError);
  server.requests.length = 0;
  await writeFile(part, bytes);
}

async function expectComplete(): Promise<void> {
  expect((await readFile(destination)).equals(content)).toBe(true);
  expect(existsSync(part)).toBe(false);
}

describe('download', () => {
  it('fetches a file once, reports progress up to its size, and leaves no part', async () => {
    const seen: DownloadProgress[] = [];
    await get({ onProgress: (progress) => seen.push(progress) });
    await expectComplete();
    expect(seen.at(-1)).toEqual({ file: 'file.gz', receivedBytes: content.length, totalBytes: content.length });
    await get();
    expect(server.requests).toEqual([{ path: 'file.gz', range: undefined }]);
  });

  it('goes on where a connection was cut, in the same run', async () => {
    server.behaviours.push({ cutAfter: 100_000 });
    const seen: DownloadProgress[] = [];
    await get({ onProgress: (progress) => seen.push(progress) });
    await expectComplete();
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, 'bytes=100000-']);
    expect(seen.every(({ totalBytes }) => totalBytes === content.length)).toBe(true);
  });

  it('goes on where an earlier run stopped', async () => {
    await leavePart(content.subarray(0, 1234));
    await get();
    await expectComplete();
    expect(server.requests).toEqual([{ path: 'file.gz', range: 'bytes=1234-' }]);
  });

  it('starts again when the server ignores Range', async () => {
    await leavePart(content.subarray(0, 1234));
    server.behaviours.push('ignore-range');
    await get();
    await expectComplete();
  });

  it('takes a part that is already complete', async () => {
    await leavePart(content);
    await get();
    await expectComplete();
  });

  it('keeps the part and gives up when an attempt brings nothing new', async () => {
    server.behaviours.push({ cutAfter: 5000 }, { cutAfter: 0 });
    await expect(get()).rejects.toThrow(
      /file\.gz: cut off after 5000 of 300000 bytes \(.+\); run again to go on at byte 5000, or use --data-dir$/,
    );
    expect(await readFile(part)).toHaveLength(5000);
    await get();
    await expectComplete();
  });

  it('refuses content with another md5, removes it, and names both', async () => {
    await expect(get({ md5: '0'.repeat(32) })).rejects.toThrow(
      `${server.origin}file.gz: wrong content, md5 ${md5}, wanted ${'0'.repeat(32)}; run again to download it afresh, or use --data-dir`,
    );
    expect(existsSync(part)).toBe(false);
    expect(existsSync(destination)).toBe(false);
  });

  it('refuses a part of another file, removes it, and succeeds when run again', async () => {
    await leavePart(Buffer.alloc(1000, 7));
    await expect(get()).rejects.toThrow(/wrong content/);
    await get();
    await expectComplete();
  });

  it('replaces a damaged file at the destination', async () => {
    await get();
    await writeFile(destination, content.subarray(1));
    await get();
    await expectComplete();
  });

  it('names the status of a missing file', async () => {
    await expect(get({ url: `${server.origin}nothing.gz` })).rejects.toThrow(
      new InputError(`${server.origin}nothing.gz: the server answers 404 Not Found; use --data-dir`),
    );
  });

  it('refuses an answer for another range and keeps the part', async () => {
    await leavePart(content.subarray(0, 10));
    server.behaviours.push('wrong-range');
    await expect(get()).rejects.toThrow('the server answers range bytes 0-299999/300000 to bytes=10-; use --data-dir');
    expect(await readFile(part)).toHaveLength(10);
  });

  it('says so when nobody answers', async () => {
    const closed = await startFileServer(new Map());
    await closed.close();
    await expect(get({ url: `${closed.origin}file.gz` })).rejects.toThrow(
      /no connection \(connect ECONNREFUSED .+\); run again, or use --data-dir$/,
    );
  });

  it('says so when the cache folder cannot be made', async () => {
    await writeFile(join(folder, 'cache'), 'a file');
    await expect(get()).rejects.toThrow(/^cannot make .*cache \(.*\); make room or give access, or use --data-dir$/);
  });

  it.skipIf(process.getuid?.() === 0)('says so when the cache folder cannot be written', async () => {
    await leavePart(Buffer.alloc(0));
    await rm(part);
    await chmod(join(folder, 'cache'), 0o500);
    await expect(get()).rejects.toThrow(/^cannot write .*\.part \(EACCES/);
  });
});
