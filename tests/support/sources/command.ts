import { vi } from 'vitest';
import { commandLine, describeFailure } from '../../../cli/command-line.ts';

/** Runs `odometer` in this process; returns what it prints on stdout. Rejects as the command does. */
export async function odometer(...args: string[]): Promise<string> {
  const printed: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((chunk, ...rest) => {
    printed.push(String(chunk));
    const done = rest.at(-1);
    if (typeof done === 'function') done(null);
    return true;
  });
  try {
    await commandLine(args).parseAsync();
  } finally {
    spy.mockRestore();
  }
  return printed.join('');
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
