import { constants } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { InputError } from '../../core/input-error.ts';

/** A JavaScript string cannot be longer. */
const MAX_BYTES = constants.MAX_STRING_LENGTH;
const CHUNK_BYTES = 2 ** 20;

/**
 * The text of a file, or of a pipe, to its end. Throws InputError where it cannot be read or is no UTF-8 text; `what` should
 * have been named, as in "a JSON file".
 */
export function readTextFile(path: string, what: string): string {
  const bytes = readBytes(path, what);

  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) throw new InputError(`${path}: is UTF-16 text; save it as UTF-8`);
  const text = bytes.toString('utf8');
  // The mark that some editors put before UTF-8 says nothing more.
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function readBytes(path: string, what: string): Buffer {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, 'r');
    if (fstatSync(descriptor).size > MAX_BYTES) throw tooLarge(path);
    return readAll(descriptor, path, what);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new InputError(`${path}: no such file; check the path`);
    if (code === 'EISDIR') throw new InputError(`${path}: is a directory; name a file in it`);
    throw new InputError(`${path}: cannot be read (${code}); check its permissions`);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** In pieces, since a pipe or a device does not say how long it goes on. */
function readAll(descriptor: number, path: string, what: string): Buffer {
  const chunks: Buffer[] = [];
  for (let total = 0; ; ) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const read = readSync(descriptor, chunk, 0, CHUNK_BYTES, null);
    if (read === 0) return Buffer.concat(chunks, total);
    const bytes = chunk.subarray(0, read);
    // UTF-16 has bytes of 0, too, and is told apart by its first two.
    if (bytes.includes(0) && (chunks[0] ?? bytes)[0] < 0xfe) {
      throw new InputError(`${path}: is no text, byte ${total + bytes.indexOf(0)} is 0; name ${what}`);
    }
    chunks.push(bytes);
    total += read;
    if (total > MAX_BYTES) throw tooLarge(path);
  }
}

function tooLarge(path: string): InputError {
  return new InputError(`${path}: is larger than ${MAX_BYTES} bytes, the most that can be read; give a smaller file`);
}
