import { InputError } from '../../core/input-error.ts';
import { placeInFile } from '../../instrument/sources/user-error.ts';
import { visibleText } from '../../reports/writing/visible-text.ts';

/** Exit codes of a process that nothing has failed in, the second where an await never ends. */
const UNSUSPECTING: ReadonlySet<number> = new Set([0, 13]);

/** A user's file, as results name it, and where it lies. */
interface UserFile {
  readonly file: string;
  readonly path: string;
}

/** Ends the process for what a file left running that fails between two runs, or after them; one for all files. */
let onLate: (error: unknown) => void = () => {};

/**
 * Runs what a user's file says: what it prints on stdout goes to stderr, so that stdout has figures alone, and what would
 * end the process is an error of the file, since a job that measured nothing must not pass. Rejects with what is thrown,
 * also where nobody awaited it; what is thrown later, by a timer of the file, ends the process with one line and code 2.
 */
export async function runUserCode<T>({ file, path }: UserFile, run: () => T | Promise<T>): Promise<T> {
  const { log, info, debug } = console;
  const { exit } = process;
  sayOnStderr();
  process.exit = () => {
    throw new InputError('process.exit was called, so that nothing would be measured; take it out of the file');
  };
  const onExit = (code: number): void => {
    if (!UNSUSPECTING.has(code)) return;
    process.stderr.write(`odometer: ${file}: awaits what never comes; take that out of the file\n`);
    process.exitCode = 2;
  };
  process.once('exit', onExit);
  let onStray: (error: unknown) => void = () => {};
  const stray = new Promise<never>((_, reject) => {
    onStray = reject;
  });
  process.off('uncaughtException', onLate);
  process.once('uncaughtException', onStray);
  try {
    return await Promise.race([settled(run), stray]);
  } finally {
    Object.assign(console, { log, info, debug });
    process.exit = exit;
    process.off('exit', onExit);
    process.off('uncaughtException', onStray);
    onLate = (error) => {
      process.stderr.write(`odometer: ${visibleText(placeInFile(file, error, { path }).message)}\n`);
      process.exit(2);
    };
    process.on('uncaughtException', onLate);
  }
}

/** From now on what code prints goes to stderr: of a rule that is trained it may be anything, at any time. */
export function sayOnStderr(): void {
  const toStderr = (...said: unknown[]): void => console.error(...said);
  Object.assign(console, { log: toStderr, info: toStderr, debug: toStderr });
}

/** One turn later, when rejections that nobody awaits have been told, and a progress bar has been drawn. */
async function settled<T>(run: () => T | Promise<T>): Promise<T> {
  const result = await run();
  await new Promise((next) => setImmediate(next));
  return result;
}
