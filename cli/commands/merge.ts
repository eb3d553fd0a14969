import type { CommandModule } from 'yargs';
import { print } from '../files/standard-output.ts';

interface MergeArguments {
  files: string[];
  json: boolean;
}

export const mergeCommand: CommandModule<object, MergeArguments> = {
  command: 'merge <files..>',
  describe: 'Put together what the shards of a bench measured',
  builder: (yargs) =>
    yargs
      .positional('files', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'A file of odometer bench --shard i/n --json for each shard',
      })
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON, as odometer bench --json would' })
      .example('$0 merge shard-*.json --json > bench.json', 'All shards of a matrix of CI jobs, as one run'),
  handler: async ({ files, json }) => {
    const { readBenchFile } = await import('../files/bench-file.ts');
    const { mergedBench } = await import('../../reports/bench/merged-bench.ts');
    const { benchJson } = await import('../../reports/bench/bench-result.ts');
    const { benchTable } = await import('../../reports/bench/bench-table.ts');
    const merged = mergedBench(files.map((file) => ({ file, result: readBenchFile(file) })));
    await print(json ? benchJson(merged) : benchTable(merged));
  },
};
