import { InputError } from '../../core/input-error.ts';
import { readTextFile } from './text-file.ts';

/** The parsed content of a JSON file, or of a pipe. Throws InputError where it cannot be read or is not JSON. */
export function readJsonFile(path: string): unknown {
  return parseJson(readTextFile(path, 'a JSON file'), path);
}

/** The content of JSON text that was read of a file already. Throws InputError where it is not JSON. */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as SyntaxError).message.replace(/\s+/g, ' ');
    const truncated = /Unexpected end|Unterminated/.test(reason) ? 'the file may be truncated, ' : '';
    throw new InputError(`${path}: not valid JSON: ${reason}; ${truncated}write or fetch it again`);
  }
}
