import { accessSync, constants, lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { FileReplacement, IrregularFileError, removeLeftovers } from './file-replacement.ts';
import { inTurn } from './folder-turn.ts';

/** Throws InputError unless the folder can be written, or can be made. Makes nothing. */
export function requireWritableFolder(flag: string, folder: string): void {
  let path = resolve(folder);
  for (;;) {
    try {
      if (!statSync(path).isDirectory()) {
        throw new InputError(`${flag} ${folder}: ${path} is not a folder; name another`);
      }
      accessSync(path, constants.W_OK | constants.X_OK);
      return;
    } catch (error) {
      if (error instanceof InputError) throw error;
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw unwritable(flag, folder, error);
      if (code === 'ENOENT' && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
        throw new InputError(`${flag} ${folder}: ${path} is a link to nothing; name another`);
      }
      path = dirname(path);
    }
  }
}

/**
 * Writes files into a folder, made where it does not exist: all of them take the places of older ones, or none does.
 * `last` is the file whose presence says that the others are of one result: an older one is taken away before the first
 * is replaced. Of several processes that write into a folder at once one comes after the other, so that the files are of the
 * last one; what killed ones have left in it is cleared away.
 * Throws InputError where the folder cannot be written, its files being as they were.
 */
export function writeFolder(
  flag: string,
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  last: string,
): void {
  const replacements: FileReplacement[] = [];
  try {
    mkdirSync(folder, { recursive: true });
    removeLeftovers(folder);
    const names = [...files.keys()].sort((a, b) => Number(a === last) - Number(b === last));
    for (const name of names) replacements.push(new FileReplacement(join(folder, name), files.get(name) ?? ''));
    inTurn(folder, () => replaceTogether(replacements));
  } catch (error) {
    throw unwritable(flag, folder, error);
  } finally {
    for (const replacement of replacements) replacement.end();
  }
}

function replaceTogether(replacements: readonly FileReplacement[]): void {
  try {
    for (const replacement of replacements) replacement.keepEarlier();
    replacements.at(-1)?.removeEarlier();
    for (const replacement of replacements) replacement.place();
  } catch (error) {
    for (const replacement of replacements) replacement.restore();
    throw error;
  }
}

function unwritable(flag: string, folder: string, error: unknown): InputError {
  if (error instanceof IrregularFileError) {
    return new InputError(`${flag} ${folder}: ${error.message}; move it away, or name another folder`);
  }
  const { code, message } = error as NodeJS.ErrnoException;
  return new InputError(`${flag} ${folder}: cannot be written (${code ?? message}); name a folder that you may write`);
}
