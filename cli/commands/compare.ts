import type { CommandModule } from 'yargs';
import type { EnergyPreset } from '../../core/cost/energy-presets.ts';
import { ENERGY_PRESETS, parseEnergyPreset } from '../../core/cost/energy-presets.ts';
import { InputError } from '../../core/input-error.ts';
import type { Results } from '../../reports/results/result.ts';
import { PRESETS } from '../../scenarios/setting.ts';
import { readJsonFile } from '../files/json-file.ts';
import { requireWritableFolder, writeFolder } from '../files/output-folder.ts';
import { type MeasuringFlags, measuringFlags } from '../flags/scenario-flags.ts';
import { withPricingBar } from '../terminal/pricing-bar.ts';
import type { Compared, ComparedFlags } from './compared-scenarios.ts';

interface CompareArguments extends MeasuringFlags, ComparedFlags {
  train: boolean;
  trained: string[] | undefined;
  out: string;
  energy: string;
  json: boolean;
}

const RESULTS_FILE = 'results.json';
/** The data an update would read from; the seed of data that are made in code. */
const SEED = 0;

export const compareCommand: CommandModule<object, CompareArguments> = {
  command: 'compare [scenario..]',
  describe: 'Compare what Forward-Forward and backprop move until they meet the criterion; write tables and a page',
  builder: (yargs) =>
    measuringFlags(
      yargs.positional('scenario', { type: 'string', array: true, describe: 'Which scenarios; default: all of them' }),
    )
      .option('data-dir', {
        type: 'string',
        describe: 'Folder that holds the files of the data set, or a folder of that name for each: mnist, cifar10',
      })
      .option('preset', {
        choices: PRESETS,
        describe:
          'quick: reduced networks on data made in code, a minute a scenario or less; documented: the documented ' +
          'networks on the documented data, hours. Without it: the documented networks on data made in code',
      })
      .option('train', {
        type: 'boolean',
        default: true,
        describe: 'Train both rules to the criterion; --no-train compares one update of each',
      })
      .option('trained', {
        type: 'string',
        array: true,
        describe: 'Take what odometer train --json printed, a file a rule, and train nothing',
      })
      .option('seeds', { type: 'string', describe: 'One run a seed, as in 0,1,2; default: these, or as documented' })
      .option('epochs', { type: 'number', describe: 'Most epochs; default: as documented, or the preset' })
      .option('until', { type: 'number', describe: 'Test accuracy that the criterion asks for, such as 0.95' })
      .option('train-subset', { type: 'number', describe: 'Learn from this many training images, drawn by the seed' })
      .option('threads', { type: 'number', describe: 'Runs at a time; default: the number of processors' })
      .option('out', { type: 'string', demandOption: true, describe: 'Folder for results.json, *.csv and report.html' })
      .option('energy', {
        type: 'string',
        default: ENERGY_PRESETS.map(({ id }) => id).join(','),
        describe: 'Energy presets, separated by commas: names, or JSON files of your own',
      })
      .option('json', { type: 'boolean', default: false, describe: 'Print the results as JSON' })
      .example('$0 compare label-in-input --preset quick --out out', 'Train and measure both, reduced, in a minute')
      .example('$0 compare label-in-input --no-train --out out', 'One update of both, as tables and a page')
      .example('$0 compare label-in-input --trained ff.json bp.json --out out', 'What was trained before, measured'),
  handler: compare,
};

async function compare(args: CompareArguments): Promise<void> {
  const start = performance.now();
  refuseContradictions(args);
  requireWritableFolder('--out', args.out);
  const presets = energyPresets(args.energy);
  const { parseLoopOrder } = await import('../../instrument/kernel-models/model/loop-order.ts');
  const { compareUpdates } = await import('../../reports/results/comparison.ts');
  const { granularity, engine } = args;
  const loops = parseLoopOrder(args.loops);
  const { scenarios, forget } = await whatToCompare(args);
  const { engineSeconds, trainingSeconds, ...measured } = withPricingBar((onProgress) =>
    compareUpdates(scenarios, { granularity, engine, loops, seed: SEED, presets, onProgress }),
  );
  const volatile = {
    engineSeconds,
    ...(trainingSeconds === undefined ? {} : { trainingSeconds }),
    seconds: (performance.now() - start) / 1000,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
  await publish({ ...measured, volatile }, args);
  forget();
}

async function whatToCompare(args: CompareArguments): Promise<Compared> {
  const { comparedFiles, comparedTraining, comparedUpdates } = await import('./compared-scenarios.ts');
  if (args.trained !== undefined) return comparedFiles(args.trained, args.scenario);
  return args.train ? comparedTraining(args) : comparedUpdates(args);
}

/** Flags that say what to train, of no use where nothing is trained. */
const TRAINING_FLAGS = ['seeds', 'epochs', 'until', 'train-subset', 'threads'] as const;
/** Flags that say what files of trained rules say already. */
const SETTING_FLAGS = ['preset', 'batch', 'layers', 'data', 'data-dir', ...TRAINING_FLAGS] as const;

/** Throws InputError on a flag that would be without effect. */
function refuseContradictions(args: CompareArguments): void {
  const { train, trained } = args;
  if (trained !== undefined && !train) throw new InputError('--trained: compares trained rules; leave out --no-train');
  if (trained?.length === 0) throw new InputError('--trained: names no file; name one a rule');
  const useless = trained !== undefined ? SETTING_FLAGS : train ? [] : TRAINING_FLAGS;
  const given = useless.find((flag) => args[flag] !== undefined);
  if (given === undefined) return;
  const because = trained === undefined ? 'is about training' : 'is a setting, and the files of --trained have theirs';
  throw new InputError(`--${given}: ${because}; leave out one of them`);
}

/** Writes the files and then prints the table, or the JSON. */
async function publish(results: Results, { out, json }: CompareArguments): Promise<void> {
  const { resultsJson } = await import('../../reports/results/result.ts');
  const { csvFiles } = await import('../../reports/tables/csv.ts');
  const { markdownSummary } = await import('../../reports/tables/markdown.ts');
  const { reportPage } = await import('../../reports/page/page.ts');
  const { terminalSummary } = await import('../../reports/tables/terminal-table.ts');
  const text = `${resultsJson(results, 1)}\n`;
  const files = new Map(csvFiles(results));
  files.set('summary.md', markdownSummary(results));
  files.set('report.html', await reportPage(results));
  files.set(RESULTS_FILE, text);
  writeFolder('--out', out, files, RESULTS_FILE);
  process.stdout.write(json ? text : `${terminalSummary(results)}\nWrote ${out}: ${[...files.keys()].join(', ')}\n`);
}

/** The presets named in a comma-separated list: of this product, or JSON files. Throws InputError on an unknown one. */
function energyPresets(list: string): EnergyPreset[] {
  const presets = list.split(',').map((name) => {
    if (name.endsWith('.json')) return parseEnergyPreset(readJsonFile(name), name);
    const preset = ENERGY_PRESETS.find(({ id }) => id === name);
    if (preset !== undefined) return preset;
    const known = ENERGY_PRESETS.map(({ id }) => id).join(', ');
    throw new InputError(`--energy ${name}: is no preset; choose from ${known}, or name a .json file`);
  });
  const twice = presets.find(({ id }, index) => presets.findIndex((other) => other.id === id) < index);
  if (twice !== undefined)
    throw new InputError(`--energy: two presets are called ${twice.id}; rename or leave out one`);
  return presets;
}
