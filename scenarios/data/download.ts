import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { makeFolder } from '../files/make-folder.ts';

export interface DownloadProgress {
  /** The name of the file being downloaded. */
  readonly file: string;
  readonly receivedBytes: number;
  /** null when the server does not say. */
  readonly totalBytes: number | null;
}

export interface Download {
  readonly url: string;
  /** Where the complete, checked file goes; until then the bytes are in `destination` + `.part`. */
  readonly destination: string;
  /** Hex md5 of the complete file. */
  readonly md5: string;
  /** What the user can do without the network; ends every message. */
  readonly otherwise: string;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/** Where a data set is downloaded to, and from. */
export interface DownloadToCache {
  /** Folder that keeps downloaded files for later runs; made when missing. */
  readonly cacheDir: string;
  /** Folder on the web that holds the files, ending in a slash; default the public origin. */
  readonly origin?: string | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * Downloads a file whose content is known in advance, unless it is already there and right. A download that was cut, in
 * this run or an earlier one, goes on where it stopped if the server can (HTTP Range), and starts again if it cannot; it
 * is tried again for as long as each attempt brings new bytes. The file appears under its name only when complete and
 * right. One process at a time may download to a destination. Throws InputError, keeping the part for the next run unless
 * its content is wrong.
 */
export async function download(request: Download): Promise<void> {
  const { url, destination, md5, otherwise } = request;
  const part = `${destination}.part`;
  if ((await sizeOf(destination)) > 0 && (await md5OfFile(destination)) === md5) return;
  await orInputError(makeFolder(dirname(destination)), `cannot make ${dirname(destination)}`, otherwise);
  for (;;) {
    const before = await sizeOf(part);
    const problem = await fetchRest(request, part, before);
    if (problem === null) break;
    const after = await sizeOf(part);
    if (after <= before)
      throw new InputError(
        `${url}: ${problem}; run again${after > 0 ? ` to go on at byte ${after}` : ''}, or ${otherwise}`,
      );
  }
  const got = await md5OfFile(part);
  if (got !== md5) {
    await rm(part, { force: true });
    throw new InputError(
      `${url}: wrong content, md5 ${got}, wanted ${md5}; run again to download it afresh, or ${otherwise}`,
    );
  }
  await orInputError(rename(part, destination), `cannot rename ${part}`, otherwise);
}

/** Hex md5 of a file, read piecewise. */
async function md5OfFile(file: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

/** One attempt to get the bytes of `part` from `have` on: null when the file is complete, else what cut it short. */
async function fetchRest(request: Download, part: string, have: number): Promise<string | null> {
  const { url, destination, otherwise, onProgress } = request;
  let response: Response;
  try {
    // identity: md5 and byte ranges are those of the stored file.
    const headers: Record<string, string> = { 'accept-encoding': 'identity' };
    if (have > 0) headers.range = `bytes=${have}-`;
    response = await fetch(url, { headers });
  } catch (error) {
    return `no connection (${reasonOf(error)})`;
  }
  if (response.status === 416) {
    await response.body?.cancel();
    // Nothing lies beyond the part: it is complete, or it is not from this file, which its md5 tells.
    return null;
  }
  if ((response.status !== 200 && response.status !== 206) || response.body === null) {
    await response.body?.cancel();
    throw new InputError(`${url}: the server answers ${response.status} ${response.statusText}; ${otherwise}`);
  }
  const start = response.status === 206 ? have : 0;
  if (response.status === 206) {
    const range = response.headers.get('content-range');
    if (!range?.startsWith(`bytes ${have}-`)) {
      await response.body.cancel();
      throw new InputError(`${url}: the server answers range ${range} to bytes=${have}-; ${otherwise}`);
    }
  }
  const length = response.headers.get('content-length');
  const totalBytes = length === null ? null : start + Number(length);
  let receivedBytes = start;
  const handle = await orInputError(open(part, start > 0 ? 'a' : 'w'), `cannot write ${part}`, otherwise);
  try {
    for await (const chunk of response.body) {
      await orInputError(handle.writeFile(chunk), `cannot write ${part}`, otherwise);
      receivedBytes += chunk.length;
      onProgress?.({ file: basename(destination), receivedBytes, totalBytes });
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    return `cut off after ${receivedBytes} of ${totalBytes ?? 'unknown'} bytes (${reasonOf(error)})`;
  } finally {
    await handle.close();
  }
  return null;
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  return found?.size ?? 0;
}

async function orInputError<T>(work: Promise<T>, what: string, otherwise: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new InputError(`${what} (${reasonOf(error)}); make room or give access, or ${otherwise}`);
  }
}

/** fetch hides the system's reason in `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error && error.cause.message !== '') return error.cause.message;
  return error.message;
}
