import type { CommandModule } from 'yargs';
import { print } from '../files/standard-output.ts';
import { textFlag } from '../flags/valued-flags.ts';

interface MergeArguments {
  files: string[];
  json: boolean;
  out: string | undefined;
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
        describe:
          'A file of odometer bench --shard i/n --json for each shard, or the folders of --out that they are in',
      })
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON, as odometer bench --json would' })
      .option('out', textFlag('Write a page, tables and JSON of all cases into this folder'))
      .example('$0 merge blobs --out report', 'All shards in a folder, as a page')
      .example('$0 merge shard-*.json --json > bench.json', 'All shards of a matrix of CI jobs, as one run'),
  handler: async ({ files, json, out }) => {
    const { readBenchFile } = await import('../files/bench-file.ts');
    const { requireBenchFolder, shardFiles, writeBench } = await import('../files/bench-folder.ts');
    const { mergedBench } = await import('../../reports/bench/merged-bench.ts');
    const { benchJson } = await import('../../reports/bench/bench-result.ts');
    const { benchTable } = await import('../../reports/bench/bench-table.ts');
    const merged = mergedBench(shardFiles(files).map((file) => ({ file, result: readBenchFile(file) })));
    if (out !== undefined) {
      requireBenchFolder(out, null);
      await writeBench(out, merged);
    }
    await print(json ? benchJson(merged) : benchTable(merged));
  },
};
