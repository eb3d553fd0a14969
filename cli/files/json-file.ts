import { readFileSync } from 'node:fs';
import { InputError } from '../../core/input-error.ts';

/** The parsed content of a JSON file. Throws InputError where it cannot be read or is not JSON. */
export function readJsonFile(path: string): unknown {
  const text = readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as SyntaxError).message.replace(/\s+/g, ' ');
    throw new InputError(`${path}: not valid JSON: ${reason}; the file may be truncated, write or fetch it again`);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new InputError(`${path}: no such file; check the path`);
    if (code === 'EISDIR') throw new InputError(`${path}: is a directory; name a file in it`);
    throw new InputError(`${path}: cannot be read (${code}); check its permissions`);
  }
}
