import { SingleBar } from 'cli-progress';
import type { CommandModule } from 'yargs';
import type { EnergyPreset } from '../core/energy-presets.ts';
import { ENERGY_PRESETS, parseEnergyPreset } from '../core/energy-presets.ts';
import { InputError } from '../core/input-error.ts';
import type { Results } from '../reports/result.ts';
import { batchData } from './batch-data.ts';
import { readJsonFile } from './json-file.ts';
import { requireWritableFolder, writeFolder } from './output-folder.ts';
import { batchOf, type MeasuringFlags, measuringFlags, shapeOf } from './scenario-flags.ts';

interface CompareArguments extends MeasuringFlags {
  scenario: string[] | undefined;
  train: boolean | undefined;
  out: string;
  energy: string;
  json: boolean;
}

const RESULTS_FILE = 'results.json';
/** The data an update would read from; the seed of data that are made in code. */
const SEED = 0;

export const compareCommand: CommandModule<object, CompareArguments> = {
  command: 'compare [scenario..]',
  describe: 'Compare the data movement of Forward-Forward and backprop; write tables and a page',
  builder: (yargs) =>
    measuringFlags(
      yargs.positional('scenario', { type: 'string', array: true, describe: 'Which scenarios; default: all of them' }),
    )
      .option('train', { type: 'boolean', describe: 'Not yet: give --no-train, which compares one update' })
      .option('out', { type: 'string', demandOption: true, describe: 'Folder for results.json, *.csv and report.html' })
      .option('energy', {
        type: 'string',
        default: ENERGY_PRESETS.map(({ id }) => id).join(','),
        describe: 'Energy presets, separated by commas: names, or JSON files of your own',
      })
      .option('json', { type: 'boolean', default: false, describe: 'Print the results as JSON' })
      .example('$0 compare label-in-input --no-train --out out', 'One update of both algorithms, as tables and a page'),
  handler: compare,
};

async function compare(args: CompareArguments): Promise<void> {
  const start = performance.now();
  if (args.train !== false) throw new InputError('compare: training is not compared yet; add --no-train');
  requireWritableFolder('--out', args.out);
  const presets = energyPresets(args.energy);
  const { parseLoopOrder } = await import('../instrument/kernel-models/loop-order.ts');
  const { compareUpdates } = await import('../reports/comparison.ts');
  const compared = await comparedScenarios(args);
  const { granularity, engine } = args;
  const loops = parseLoopOrder(args.loops);
  const progress = progressBar(2 * compared.length);
  const { engineSeconds, ...measured } = compareUpdates(compared, {
    granularity,
    engine,
    loops,
    seed: SEED,
    presets,
    onUpdate: progress.next,
  });
  progress.stop();
  const volatile = {
    engineSeconds,
    seconds: (performance.now() - start) / 1000,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
  await publish({ ...measured, volatile }, args);
}

async function comparedScenarios(args: CompareArguments) {
  const { findScenario, SCENARIOS } = await import('../scenarios/catalog.ts');
  const { quickBatch } = await import('../reports/comparison.ts');
  const named = [...new Set(args.scenario ?? [])];
  const scenarios = named.length === 0 ? SCENARIOS : named.map(findScenario);
  if (scenarios.length > 1 && args.layers !== undefined) {
    throw new InputError('--layers: is the shape of one scenario; name the scenario');
  }
  const compared = [];
  for (const scenario of scenarios) {
    const shape = shapeOf(scenario, args.layers);
    const batch = batchOf(args.batch, quickBatch(scenario, shape, args.engine));
    compared.push({ scenario, shape, batch, data: await batchData(args, scenario, shape, batch) });
  }
  return compared;
}

/** Writes the files and then prints the table, or the JSON. */
async function publish(results: Results, { out, json }: CompareArguments): Promise<void> {
  const { resultsJson } = await import('../reports/result.ts');
  const { csvFiles } = await import('../reports/csv.ts');
  const { markdownSummary } = await import('../reports/markdown.ts');
  const { reportPage } = await import('../reports/page.ts');
  const { terminalSummary } = await import('../reports/terminal-table.ts');
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

/** Shows on a terminal which update is being measured; silent elsewhere. */
function progressBar(total: number): { next: (name: string) => void; stop: () => void } {
  if (process.stderr.isTTY !== true) return { next: () => {}, stop: () => {} };
  const bar = new SingleBar({ format: '{bar} {value}/{total} updates measured, now {name}', clearOnComplete: true });
  bar.start(total, 0, { name: '' });
  let begun = 0;
  return {
    next: (name) => {
      bar.update(begun++, { name });
      bar.render();
    },
    stop: () => bar.stop(),
  };
}
