import { randomBytes } from 'node:crypto';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What `partOf` adds to the name of a file; earlier versions put the number of the process there. */
const PART = /^\.[0-9a-f]+\.part$/;

/** A new name beside the file, under which it can be written before it takes its place. */
export function partOf(file: string): string {
  return `${file}.${randomBytes(6).toString('hex')}.part`;
}

/**
 * Writes a file as `part`, in the same folder, and renames it: under its own name there is always a whole one, the old
 * or the new, also when the process is killed or the disk is full. Throws the system's error, leaving nothing behind.
 */
export function writeWholeFile(file: string, content: string | Uint8Array, part = partOf(file)): void {
  try {
    // A disk that is full may say so only when the bytes have to be on it.
    writeFileSync(part, content, { flag: 'wx', flush: true });
    renameSync(part, file);
  } catch (error) {
    removeQuietly(part);
    throw error;
  }
}

/** Removes what processes that were killed have left of writing this file. */
export function removeParts(file: string): void {
  const name = basename(file);
  const folder = dirname(file);
  for (const found of namesIn(folder)) {
    if (found.startsWith(name) && PART.test(found.slice(name.length))) removeQuietly(join(folder, found));
  }
}

/** Removes a file or a folder with all that is in it, if it is there and can be removed. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // It stays: nobody's work depends on its absence.
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
