import { statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { FileReplacement, IrregularFileError, removeLeftovers } from './file-replacement.ts';
import { standardStream, writeOn } from './standard-output.ts';

/** Paths that stand for what a process has open already. */
const OPEN_FILE = /^\/dev\/(fd\/|std(in|out|err)$)|^\/proc\/[^/]+\/fd\//;

/**
 * Writes a file that a flag names. A regular file is replaced in one step, also where it is named by a link; into a pipe,
 * a terminal or another device that takes characters the text is written, and it stays what it is.
 * Throws InputError where that is not possible, leaving what was there as it was.
 */
export async function saveFile(flag: string, path: string, text: string): Promise<void> {
  try {
    const stream = standardStream(path);
    if (stream !== null) await writeOn(stream, text);
    else if (takesText(path)) writeFileSync(path, text, { flag: 'a' });
    else replaceFile(path, text);
  } catch (error) {
    if (error instanceof IrregularFileError) throw new InputError(`${flag} ${path}: ${error.message}; name a file`);
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(
      `${flag} ${path}: cannot be written (${code ?? message}); name a file in a folder that exists`,
    );
  }
}

function takesText(path: string): boolean {
  if (OPEN_FILE.test(path)) return true;
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && (found.isFIFO() || found.isCharacterDevice() || found.isSocket());
}

function replaceFile(path: string, text: string): void {
  removeLeftovers(dirname(path));
  const replacement = new FileReplacement(path, text);
  try {
    replacement.place();
  } finally {
    replacement.end();
  }
}
