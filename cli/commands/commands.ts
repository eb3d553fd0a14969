import type { Argv } from 'yargs';
import { benchCommand } from './bench.ts';
import { checkCommand } from './check.ts';
import { diffCommand } from './diff.ts';
import { doctorCommand } from './doctor.ts';
import { compareCommand } from './learning/compare.ts';
import { reportCommand } from './learning/report.ts';
import { sweepCommand } from './learning/sweep.ts';
import { trainCommand } from './learning/train.ts';
import { upgradeCommand } from './learning/upgrade.ts';
import { kernelsCommand } from './listings/kernels.ts';
import { listCommand } from './listings/list.ts';
import { mergeCommand } from './merge.ts';
import { priceCommand } from './price.ts';
import { traceCommand } from './trace.ts';
import { trendCommand } from './trend.ts';
import { tuneCommand } from './tune.ts';

/**
 * The commands of `odometer`, in the order in which --help lists them. One file a command; each exports a yargs
 * CommandModule whose handler imports what is heavy (TensorFlow.js, Vega) itself, so that --help stays quick.
 */
export function addCommands(parser: Argv): Argv {
  return parser
    .command(listCommand)
    .command(kernelsCommand)
    .command(traceCommand)
    .command(compareCommand)
    .command(reportCommand)
    .command(trainCommand)
    .command(sweepCommand)
    .command(benchCommand)
    .command(checkCommand)
    .command(trendCommand)
    .command(diffCommand)
    .command(mergeCommand)
    .command(doctorCommand)
    .command(priceCommand)
    .command(tuneCommand)
    .command(upgradeCommand);
}

/** The names of the commands, as they are typed. */
export const COMMAND_NAMES: readonly string[] = [
  listCommand,
  kernelsCommand,
  traceCommand,
  compareCommand,
  reportCommand,
  trainCommand,
  sweepCommand,
  benchCommand,
  checkCommand,
  trendCommand,
  diffCommand,
  mergeCommand,
  doctorCommand,
  priceCommand,
  upgradeCommand,
].map(({ command }) => String(command).split(' ')[0]);
