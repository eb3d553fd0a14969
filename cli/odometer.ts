#!/usr/bin/env node
import { hideBin } from 'yargs/helpers';
import { commandLine, describeFailure } from './command-line.ts';
import { print } from './files/standard-output.ts';

// A failed write on stdout is told to the one that wrote, and what is said on stderr may be lost: neither is to end the
// process by itself, which may be training for hours.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

try {
  const args = hideBin(process.argv);
  let help = '';
  await commandLine(args).parseAsync(args, {}, (_error, _parsed, text) => {
    help = text;
  });
  if (help !== '') await print(`${help}\n`);
} catch (error) {
  const { text, exitCode } = describeFailure(error, process.env.ODOMETER_DEBUG !== undefined);
  if (text !== '') process.stderr.write(`${text}\n`);
  process.exitCode = exitCode;
}
