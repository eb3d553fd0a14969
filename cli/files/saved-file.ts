import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { holdsBaseline } from './baseline-file.ts';
import { FileReplacement, IrregularFileError, removeLeftovers } from './file-replacement.ts';
import { standardStream, writeOn } from './standard-output.ts';

/** No report ends like this. */
const SOURCE_CODE = /\.[cm]?[jt]sx?$/;
const BASELINE_FLAG = '--baseline';

/** Paths that stand for what a process has open already. */
const OPEN_FILE = /^\/dev\/(fd\/|std(in|out|err)$)|^\/proc\/[^/]+\/fd\//;

/**
 * Writes a file that a flag names. A regular file is replaced in one step, also where it is named by a link; into a pipe,
 * a terminal or another device that takes characters the text is written, and it stays what it is.
 * Throws InputError where that is not possible, or what is there is source code or a baseline of another flag, leaving what
 * was there as it was.
 */
export async function saveFile(flag: string, path: string, text: string): Promise<void> {
  try {
    requireNoneOfTheUser(flag, path);
    const stream = standardStream(path);
    if (stream !== null) await writeOn(stream, text);
    else if (takesText(path)) writeFileSync(path, text, { flag: 'a' });
    else replaceFile(path, text);
  } catch (error) {
    if (error instanceof InputError) throw error;
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

/** Throws InputError where a slip in a flag would put a report in the place of source code, or of the committed baseline. */
function requireNoneOfTheUser(flag: string, path: string): void {
  if (!existsSync(path)) return;
  const kind = SOURCE_CODE.test(path)
    ? 'source code'
    : flag !== BASELINE_FLAG && holdsBaseline(path)
      ? 'a baseline'
      : null;
  if (kind !== null) throw new InputError(`${flag} ${path}: is ${kind}, which would be lost; name another file`);
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
