import type { CommandModule } from 'yargs';
import { print } from '../files/standard-output.ts';
import { type MeasuredCaseFlags, measuredCaseFlags, parseCaseSettings } from '../flags/case-flags.ts';
import { textWidth } from '../terminal/text-width.ts';

interface DiffArguments extends MeasuredCaseFlags {
  old: string;
  new: string;
  json: boolean;
}

export const diffCommand: CommandModule<object, DiffArguments> = {
  command: 'diff <old> <new>',
  describe: 'Say what moves more or less data in one of two: results, traces, baselines, revisions of a case file',
  builder: (yargs) =>
    measuredCaseFlags(
      yargs
        .positional('old', { type: 'string', demandOption: true, describe: 'A file, or REVISION:FILE' })
        .positional('new', { type: 'string', demandOption: true, describe: 'The same' }),
    )
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
      .example('$0 diff main:matmul.odometer.ts matmul.odometer.ts', 'What this branch changes, by operand and line')
      .example('$0 diff before.json after.json', 'Two results of odometer bench --json, or two saved traces'),
  handler: async (args) => {
    const { projectConfig } = await import('../cases/project-config.ts');
    const { sideOf } = await import('../cases/compared-side.ts');
    const { withCasesShown } = await import('../cases/cases-progress.ts');
    const { differenceJson, differenceOf } = await import('../../reports/differences/difference.ts');
    const { differenceText } = await import('../../reports/differences/difference-text.ts');
    const settings = parseCaseSettings(args, await projectConfig());
    const [old, now] = await withCasesShown(async (shown) => [
      await sideOf(args.old, settings, args.filter, shown),
      await sideOf(args.new, settings, args.filter, shown),
    ]);
    const difference = differenceOf(old, now);
    await print(args.json ? differenceJson(difference) : differenceText(difference, textWidth()));
  },
};
