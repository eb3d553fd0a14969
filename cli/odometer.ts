#!/usr/bin/env node
import { hideBin } from 'yargs/helpers';
import { commandLine, describeFailure } from './command-line.ts';

// A reader that stops early (`odometer list --json | head -1`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await commandLine(hideBin(process.argv)).parseAsync();
} catch (error) {
  const { text, exitCode } = describeFailure(error, process.env.ODOMETER_DEBUG !== undefined);
  process.stderr.write(`${text}\n`);
  process.exitCode = exitCode;
}
