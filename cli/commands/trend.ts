import type { CommandModule } from 'yargs';
import { requireWritableFolder, writeFolder } from '../files/output-folder.ts';
import { tell } from '../files/standard-output.ts';
import { baselineFlag, baselineOf } from '../flags/check-flags.ts';
import { textFlag } from '../flags/valued-flags.ts';

interface TrendArguments {
  baseline: string | undefined;
  out: string;
}

export const trendCommand: CommandModule<object, TrendArguments> = {
  command: 'trend',
  describe: 'Show from the git history of the baseline how the figures of your own kernels changed',
  builder: (yargs) =>
    yargs
      .option('baseline', baselineFlag())
      .option('out', { ...textFlag('Write a page and CSV into this folder'), demandOption: true })
      .example('$0 trend --out trend', 'A line a case, with dates, commits and accepted reasons'),
  handler: async (args) => {
    const { projectConfig } = await import('../cases/project-config.ts');
    const { baselineHistory } = await import('../history/baseline-history.ts');
    const { TREND_FILE, trendFiles } = await import('../../reports/trend/trend-page.ts');
    requireWritableFolder('--out', args.out);
    const trend = baselineHistory(baselineOf(args, await projectConfig()));
    for (const { commit, why } of trend.skipped) tell(`odometer: left out ${commit.slice(0, 10)}: ${why}`);
    const files = trendFiles(trend);
    writeFolder('--out', args.out, files, TREND_FILE);
    tell(`odometer: wrote ${args.out}: ${[...files.keys()].join(', ')}`);
  },
};
