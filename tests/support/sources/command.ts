import { vi } from 'vitest';
import { commandLine, describeFailure } from '../../../cli/command-line.ts';

/** Runs `odometer` in this process; returns what it prints on stdout. Rejects as the command does. */
export async function odometer(...args: string[]): Promise<string> {
  const stdout = capture(process.stdout);
  try {
    await commandLine(args).parseAsync();
  } finally {
    stdout.end();
  }
  return stdout.text();
}

/** The line and the exit code with which `odometer` fails. Throws where it does not. */
export async function failureOf(...args: string[]): Promise<{ text: string; exitCode: number }> {
  let printed: string;
  try {
    printed = await odometer(...args);
  } catch (error) {
    return describeFailure(error, false);
  }
  throw new Error(`expected a failure, got ${printed}`);
}

/** Runs `odometer` in this process; returns what a process of its own would come to. */
export async function outcomeOf(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)];
  let failure = { text: '', exitCode: 0 };
  try {
    await commandLine(args).parseAsync();
  } catch (error) {
    failure = describeFailure(error, false);
  } finally {
    stdout.end();
    stderr.end();
  }
  return { code: failure.exitCode, stdout: stdout.text(), stderr: stderr.text() + failure.text };
}

/** What `odometer COMMAND --help` prints; without a command, what `odometer --help` does. */
export async function helpOf(...command: string[]): Promise<string> {
  let help = '';
  const args = [...command, '--help'];
  await commandLine(args).parseAsync(args, {}, (_error, _parsed, text) => {
    help = text;
  });
  return help;
}

/** The words of a command but for the flags that are given anew, and those. */
export function withFlags(words: readonly string[], ...anew: string[]): string[] {
  const flagOf = (word: string | undefined): string | undefined => /^--(?:no-)?([^=]+)/.exec(word ?? '')?.[1];
  const flags = anew.flatMap((word) => flagOf(word) ?? []);
  const isAnew = (word: string | undefined): boolean => flags.includes(flagOf(word) ?? '');
  const kept = words.filter((word, at) => !isAnew(word) && (flagOf(word) !== undefined || !isAnew(words[at - 1])));
  return [...kept, ...anew];
}

/** Takes what is written to a stream, until `end`. */
function capture(stream: NodeJS.WriteStream): { text(): string; end(): void } {
  const written: string[] = [];
  const spy = vi.spyOn(stream, 'write').mockImplementation((chunk, ...rest) => {
    written.push(String(chunk));
    const done = rest.at(-1);
    if (typeof done === 'function') done(null);
    return true;
  });
  return { text: () => written.join(''), end: () => spy.mockRestore() };
}
