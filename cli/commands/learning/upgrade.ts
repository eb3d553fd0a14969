import type { CommandModule } from 'yargs';
import { visibleText } from '../../../reports/writing/visible-text.ts';
import { readJsonFile } from '../../files/json-file.ts';
import { saveFile } from '../../files/saved-file.ts';
import { print } from '../../files/standard-output.ts';

interface UpgradeArguments {
  files: string[];
}

export const upgradeCommand: CommandModule<object, UpgradeArguments> = {
  command: 'upgrade <files..>',
  describe: 'Write results of an older version anew as this version has them; no figure changes',
  builder: (yargs) =>
    yargs
      .positional('files', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'Files results.json of odometer compare; each is replaced',
      })
      .example('$0 upgrade out/results.json', 'Whatever version made it; of this version it stays as it is'),
  handler: async ({ files }) => {
    const { resultsJson } = await import('../../../reports/results/result.ts');
    const { parseResults } = await import('../../../reports/results/upgraded-results.ts');
    // All are read before the first is written.
    const upgraded = files.map((file) => ({ file, results: parseResults(readJsonFile(file), file) }));
    for (const { file, results } of upgraded) await saveFile('upgrade', file, `${resultsJson(results, 1)}\n`);
    await print(`${upgraded.map(({ file }) => `Wrote ${visibleText(file)}`).join('\n')}\n`);
  },
};
