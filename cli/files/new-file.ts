import { constants, copyFileSync, existsSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { removeQuietly } from '../../scenarios/files/whole-file.ts';
import { nameBeside, removeLeftovers } from './file-replacement.ts';

/** Throws InputError where a file of this name is in the folder already. */
export function requireNoFile(flag: string, folder: string, name: string): void {
  if (existsSync(join(folder, name))) throw isThere(flag, folder, name);
}

/**
 * Writes a file into a folder, made where it does not exist: whole, and never in the place of another. Throws InputError
 * where there is one of this name, or the folder cannot be written.
 */
export function writeNewFile(flag: string, folder: string, name: string, content: string): void {
  const fresh = `${nameBeside(folder)}.new`;
  try {
    mkdirSync(folder, { recursive: true });
    removeLeftovers(folder);
    writeFileSync(fresh, content, { flag: 'wx', flush: true });
    placeWhereNoneIs(fresh, join(folder, name));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw isThere(flag, folder, name);
    throw new InputError(`${flag} ${folder}: cannot be written (${code ?? message}); name a folder that you may write`);
  } finally {
    removeQuietly(fresh);
  }
}

function placeWhereNoneIs(fresh: string, target: string): void {
  try {
    linkSync(fresh, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    // Not every file system has hard links.
    copyFileSync(fresh, target, constants.COPYFILE_EXCL);
  }
}

function isThere(flag: string, folder: string, name: string): InputError {
  return new InputError(`${flag} ${folder}: ${name} is there already; take it away, or name another folder`);
}
