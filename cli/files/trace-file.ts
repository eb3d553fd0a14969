import { InputError } from '../../core/input-error.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { writeWholeFile } from '../../scenarios/files/whole-file.ts';

/** Writes a trace as JSON, whole or not at all. Throws InputError where the file cannot be written. */
export function saveTrace(trace: Trace, path: string): void {
  try {
    writeWholeFile(path, `${JSON.stringify(trace)}\n`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`--save ${path}: cannot be written (${code}); name a file in a folder that exists`);
  }
}
