import type { CommandModule } from 'yargs';
import { InputError } from '../../core/input-error.ts';
import { visibleText } from '../../reports/writing/visible-text.ts';
import { readJsonFile } from '../files/json-file.ts';
import { requireWritableFolder } from '../files/output-folder.ts';
import { print, tell } from '../files/standard-output.ts';
import { textFlag } from '../flags/valued-flags.ts';
import { textWidth } from '../terminal/text-width.ts';

interface MergeArguments {
  files: string[];
  json: boolean;
  out: string | undefined;
}

export const mergeCommand: CommandModule<object, MergeArguments> = {
  command: 'merge <files..>',
  describe: 'Put together what the shards of a bench or of a sweep measured',
  builder: (yargs) =>
    yargs
      .positional('files', {
        type: 'string',
        array: true,
        demandOption: true,
        describe:
          'A file of odometer bench or sweep --shard i/n --json for each shard, or the folders of --out that they are in; ' +
          'whole sweeps of the same rules and settings become one',
      })
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON, as the command that measured would' })
      .option('out', textFlag('Write a page, tables and JSON of all cases into this folder'))
      .example('$0 merge blobs --out report', 'All shards in a folder, as a page')
      .example('$0 merge shard-*.json --json > bench.json', 'All shards of a matrix of CI jobs, as one run')
      .example('$0 merge deep/sweep.json wide/sweep.json --out both', 'Two sweeps of the same rules, as one'),
  handler: async ({ files, json, out }) => {
    const { shardFiles } = await import('../files/bench-folder.ts');
    const contents = shardFiles(files).map((file) => ({ file, content: readJsonFile(file) }));
    const sweeps = contents.filter(({ content }) => isOfSweep(content));
    if (sweeps.length > 0 && sweeps.length < contents.length) {
      const other = contents.find(({ content }) => !isOfSweep(content));
      throw new InputError(`${other?.file}: is of no sweep, and ${sweeps[0].file} is; merge those of one command`);
    }
    await print(await (sweeps.length > 0 ? mergeSweeps : mergeBenches)(contents, json, out));
  },
};

/** A file, and the JSON in it. */
interface ReadFile {
  readonly file: string;
  readonly content: unknown;
}

/** Whether it says that it is of a sweep, of whatever version. */
function isOfSweep(content: unknown): boolean {
  return /^odometer-sweep\//.test(String((content as { readonly schema?: unknown } | null)?.schema));
}

async function mergeBenches(files: readonly ReadFile[], json: boolean, out: string | undefined): Promise<string> {
  const { parseBench } = await import('../files/bench-file.ts');
  const { requireBenchFolder, writeBench } = await import('../files/bench-folder.ts');
  const { mergedBench } = await import('../../reports/bench/merged-bench.ts');
  const { benchJson } = await import('../../reports/bench/bench-result.ts');
  const { benchTable } = await import('../../reports/bench/bench-table.ts');
  const merged = mergedBench(files.map(({ file, content }) => ({ file, result: parseBench(content, file) })));
  if (out !== undefined) {
    requireBenchFolder(out, null);
    await writeBench(out, merged, null);
  }
  return json ? benchJson(merged) : benchTable(merged, textWidth());
}

async function mergeSweeps(files: readonly ReadFile[], json: boolean, out: string | undefined): Promise<string> {
  const { mergedSweep } = await import('../../reports/sweep/merged-sweep.ts');
  const { parseSweep, sweepJson } = await import('../../reports/sweep/sweep-result.ts');
  const { sweepText } = await import('../../reports/sweep/sweep-table.ts');
  const merged = mergedSweep(files.map(({ file, content }) => ({ file, sweep: parseSweep(content, file) })));
  if (out !== undefined) {
    const { writeSweep } = await import('../sweep/sweep-folder.ts');
    requireWritableFolder('--out', out);
    const names = await writeSweep(out, merged);
    tell(`odometer: wrote ${visibleText(out)}: ${names.join(', ')}`);
  }
  return json ? sweepJson(merged) : sweepText(merged, textWidth());
}
