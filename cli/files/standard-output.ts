import { fstatSync, fsyncSync, readFileSync, statSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { InputError } from '../../core/input-error.ts';
import { visibleText } from '../../reports/writing/visible-text.ts';

const STDOUT = 1;
const STDERR = 2;

/** The system's ways of saying that nobody reads. */
const READER_GONE: readonly (string | undefined)[] = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'];

/** What was printed did not get out whole. */
export class OutputError extends InputError {
  /** The reader of a pipe has gone before it had all. */
  readonly isReaderGone: boolean;

  constructor(code: string | undefined) {
    super(`stdout: cannot be written (${code}); make room there, or send it elsewhere`);
    this.isReaderGone = READER_GONE.includes(code);
  }
}

/** Prints text on stdout. Resolves when the system has taken all of it; rejects with OutputError where it does not. */
export async function print(text: string): Promise<void> {
  try {
    await writeOn(STDOUT, text);
  } catch (error) {
    throw new OutputError((error as NodeJS.ErrnoException).code);
  }
}

/** Says a line on stderr, where nothing depends on whether it is read: a failure to write it is no failure. */
export function tell(line: string): void {
  process.stderr.write(`${visibleText(line)}\n`);
}

/** Writes text on stdout (1) or stderr (2). Resolves when the system has taken all of it; rejects with its error. */
export async function writeOn(descriptor: 1 | 2, text: string): Promise<void> {
  if (fstatSync(descriptor).isFile()) {
    writeWhole(descriptor, Buffer.from(text));
    return;
  }
  const stream = descriptor === STDOUT ? process.stdout : process.stderr;
  await new Promise<void>((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Into a file, for which node's own stream takes a write that the disk cut short for a whole one. */
function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
  try {
    // Some file systems say only then that they are full.
    fsyncSync(descriptor);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EINVAL' && code !== 'ENOTSUP') throw error;
  }
}

/** Which of stdout (1) and stderr (2) a path names, by whatever name; null: neither. */
export function standardStream(path: string): 1 | 2 | null {
  const named = statSync(path, { throwIfNoEntry: false });
  const isOpenAs = (descriptor: number): boolean => {
    const { dev, ino } = fstatSync(descriptor);
    return named?.dev === dev && named.ino === ino;
  };
  return isOpenAs(STDOUT) ? STDOUT : isOpenAs(STDERR) ? STDERR : null;
}

/** The bits of a descriptor's flags that say for what it was opened, and their value where it was for both. */
const ACCESS_MODE = 3;
const READ_AND_WRITE = 2;

/**
 * Whether stdout was closed when the command began, so that nobody gets what is printed: node opens the null device in its
 * place, for reading too, which no redirection does. Known on Linux alone; elsewhere false.
 */
export function isStdoutClosed(): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${STDOUT}`, 'utf8'))?.[1] ?? '0';
    const isNull = fstatSync(STDOUT).rdev === statSync(devNull).rdev;
    return isNull && (Number.parseInt(flags, 8) & ACCESS_MODE) === READ_AND_WRITE;
  } catch {
    return false;
  }
}
