import type { CommandModule } from 'yargs';
import type { ComparedScenario } from '../../../reports/comparison/comparison.ts';
import type { Results } from '../../../reports/results/result.ts';
import { defaultThreads } from '../../../scenarios/threads/default-threads.ts';
import { type ChartFlags, chartFlags, requireCharts, writtenCharts } from '../../charts/chart-flags.ts';
import { readJsonFile } from '../../files/json-file.ts';
import { requireWritableFolder, writeFolder } from '../../files/output-folder.ts';
import { print } from '../../files/standard-output.ts';
import {
  type ComparisonFlags,
  comparisonFlags,
  comparisonOf,
  namedReference,
  namedScenarios,
  refuseContradictions,
} from '../../flags/comparison-flags.ts';
import { ALL_PRESETS, parseEnergyPresets } from '../../flags/energy-flags.ts';
import { ALL_RULES, type Flags, ruleFlags } from '../../flags/rule-flags.ts';
import { parsePositiveInteger } from '../../flags/training-flags.ts';
import { textFlag } from '../../flags/valued-flags.ts';
import { withPricingBar } from '../../terminal/pricing-bar.ts';
import { textWidth, writtenText } from '../../terminal/text-width.ts';

interface CompareArguments extends ComparisonFlags, ChartFlags {
  schedule: 'fused' | 'found' | undefined;
  option: string[];
  out: string;
  energy: string;
  json: boolean;
}

const RESULTS_FILE = 'results.json';
/** The data an update would read from; the seed of data that are made in code. */
const SEED = 0;

export const compareCommand: CommandModule<object, CompareArguments> = {
  command: 'compare [scenario..]',
  describe: 'Compare what learning rules move until they meet the criterion; write tables and a page',
  builder: (yargs) =>
    ruleFlags(
      chartFlags(comparisonFlags(yargs))
        .option('out', { ...textFlag('Folder for results.json, *.csv and report.html'), demandOption: true })
        .option('energy', {
          ...textFlag('Energy presets, separated by commas: names, or JSON files of your own'),
          default: ALL_PRESETS,
        })
        .option('schedule', {
          choices: ['fused', 'found'] as const,
          requiresArg: true,
          describe:
            'Price updates in another order: dead calls dropped and element-wise calls fused, or products in tiles, too, as they were found to cost little',
        })
        .option('json', { type: 'boolean', default: false, describe: 'Print the results as JSON' })
        .example('$0 compare label-in-input --preset quick --out out', 'Train and measure both, reduced, in a minute')
        .example('$0 compare --task label-in-input --rules bp,./mine.ts --preset quick --out out', 'A rule of your own')
        .example('$0 compare label-in-input --no-train --out out', 'One update of both, as tables and a page')
        .example('$0 compare label-in-input --trained ff.json bp.json --out out', 'What was trained before, measured')
        .epilogue('A page of a model, a function or a kernel of your own is what odometer bench --out writes.'),
      ALL_RULES,
    ),
  handler: compare,
};

async function compare(args: CompareArguments & Flags): Promise<void> {
  const start = performance.now();
  await refuseContradictions(args);
  requireWritableFolder('--out', args.out);
  await requireCharts(args);
  const presets = parseEnergyPresets(args.energy);
  const { parseLoopOrder } = await import('../../../instrument/kernel-models/model/loop-order.ts');
  const { compareInThreads, completeResults } = await import('../../../reports/comparison/comparison.ts');
  const { granularity, engine } = args;
  const threads = parsePositiveInteger('--threads', args.threads) ?? defaultThreads();
  const { orderOf } = await import('../../schedules/schedule-flag.ts');
  const schedule = args.schedule && { name: args.schedule, order: await orderOf(args.schedule) };
  const loops = parseLoopOrder(args.loops, '--loops');
  const { scenarios, forget } = await whatToCompare(args);
  const measured = await withPricingBar((onProgress) =>
    compareInThreads(scenarios, { granularity, engine, loops, schedule, seed: SEED, presets, onProgress }, threads),
  );
  const text = await publish(completeResults(measured, start), args);
  forget?.();
  await print(text);
}

/** `forget` is for when the results are written. */
async function whatToCompare(
  args: CompareArguments & Flags,
): Promise<{ scenarios: readonly ComparedScenario[]; forget?: () => void }> {
  const { comparedFiles } = await import('../../../reports/comparison/compared-files.ts');
  const { comparedUpdates } = await import('../../../reports/comparison/compared-updates.ts');
  const { trainedComparison } = await import('../../../reports/comparison/trained-comparison.ts');
  const { START_ANEW: startAnew, trainAnnounced } = await import('../../terminal/shown-training.ts');
  if (args.trained !== undefined) {
    const files = args.trained.map((where) => ({ where, json: readJsonFile(where) }));
    const scenarios = comparedFiles(files, await namedScenarios(args));
    const reference = await namedReference(
      scenarios.map(({ scenario }) => scenario),
      args.against,
    );
    return { scenarios: scenarios.map((one) => ({ ...one, ...reference })) };
  }
  const request = await comparisonOf(args);
  if (!args.train) return { scenarios: await comparedUpdates(request, args.engine) };
  const threads = parsePositiveInteger('--threads', args.threads);
  return trainedComparison(request, threads, (runs, place) => trainAnnounced({ ...runs, startAnew }, place));
}

/** Writes the files; the table is left to print, or the JSON. */
async function publish(results: Results, { out, json, charts }: CompareArguments): Promise<string> {
  const { resultsJson } = await import('../../../reports/results/result.ts');
  const { reportFiles } = await import('../../../reports/page/report-files.ts');
  const { chartFiles } = await import('../../../reports/pictures/chart-files.ts');
  const { terminalSummary } = await import('../../../reports/tables/terminal-table.ts');
  const text = `${resultsJson(results, 1)}\n`;
  const files = await reportFiles(results);
  files.set(RESULTS_FILE, text);
  writeFolder('--out', out, files, RESULTS_FILE);
  const drawn = await writtenCharts({ charts }, () => chartFiles(results));
  if (json) return text;
  return `${terminalSummary(results, textWidth())}\n${writtenText(out, [...files.keys()])}${drawn}`;
}
