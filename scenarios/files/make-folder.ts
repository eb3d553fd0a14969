import { lstat, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing; does nothing if it is there. Rejects with the system's error.
 * Node's own `mkdir(path, { recursive: true })` never returns where the system answers ENOENT although the folder above
 * is there, as under /proc (seen in node 20.20).
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    const parent = dirname(path);
    if (!isSystemError(error, 'ENOENT') || parent === path) throw error;
    await makeFolder(parent);
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory()) return;
    if (!isSystemError(error, 'EEXIST') || (await lstat(path).catch(() => null)) !== null) throw error;
    // Another process that was done with it has removed it since.
    await makeOne(path);
  }
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
