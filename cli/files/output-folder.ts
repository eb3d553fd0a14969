import { accessSync, constants, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../../core/input-error.ts';

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
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw unwritable(flag, folder, code);
      path = dirname(path);
    }
  }
}

/** Written first into here, inside the folder, so that moving a file to its place is one step of the file system. */
const UNFINISHED = '.unfinished';

/**
 * Writes files into a folder, made where it does not exist: all of them are written before the first takes the place
 * of an older one. `last` is the file whose presence says that the others are whole; an older one is taken away first.
 * What an interrupted run left in the folder is cleared away. Throws InputError where the folder cannot be written.
 */
export function writeFolder(flag: string, folder: string, files: ReadonlyMap<string, string>, last: string): void {
  const unfinished = join(folder, UNFINISHED);
  try {
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    for (const [name, text] of files) writeFileSync(join(unfinished, name), text);
    rmSync(join(folder, last), { force: true });
    const names = [...files.keys()].sort((a, b) => Number(a === last) - Number(b === last));
    for (const name of names) renameSync(join(unfinished, name), join(folder, name));
    rmSync(unfinished, { recursive: true });
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw unwritable(flag, folder, (error as NodeJS.ErrnoException).code);
  }
}

function unwritable(flag: string, folder: string, code: string | undefined): InputError {
  return new InputError(`${flag} ${folder}: cannot be written (${code}); name a folder that you may write`);
}
