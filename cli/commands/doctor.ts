import type { CommandModule } from 'yargs';
import { counted } from '../../reports/writing/format.ts';
import { print } from '../files/standard-output.ts';
import { type CaseFlags, caseFlags, namedFiles, parseCaseSettings } from '../flags/case-flags.ts';

export const doctorCommand: CommandModule<object, CaseFlags> = {
  command: 'doctor [files..]',
  describe: 'Say what this machine has, and whether your kernels do the same each time',
  builder: (yargs) =>
    caseFlags(yargs).example('$0 doctor', 'Measures every case below this folder twice, and compares'),
  handler: async (args) => {
    const { measureCases, selectCases } = await import('../cases/measured-cases.ts');
    const { projectConfig } = await import('../cases/project-config.ts');
    const { requireSameDigests } = await import('../cases/repeated-cases.ts');
    const { withCasesShown } = await import('../cases/cases-progress.ts');
    const { environmentText } = await import('../../reports/bench/determinism.ts');
    const config = await projectConfig();
    const settings = parseCaseSettings(args, config);
    const files = namedFiles(args, config);
    const selected = await selectCases({ files, filter: args.filter, shard: null });
    const [once, again] = await withCasesShown(async (shown) => [
      await measureCases(selected, settings, null, shown),
      await measureCases(selected, settings, null, shown),
    ]);
    await print(environmentText(once));
    requireSameDigests(once, again);
    await print(`${counted(once.cases.length, 'case')}, each measured twice: equal\n`);
  },
};
