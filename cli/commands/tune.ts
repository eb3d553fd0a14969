import type { CommandModule } from 'yargs';
import { InputError } from '../../core/input-error.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { defaultThreads } from '../../scenarios/threads/default-threads.ts';
import { readJsonFile } from '../files/json-file.ts';
import { saveFile } from '../files/saved-file.ts';
import { print } from '../files/standard-output.ts';
import { exportFlags } from '../flags/export-flags.ts';
import { chosenRuleFlags, ONE_RULE, ruleFlags } from '../flags/rule-flags.ts';
import { measuringFlags } from '../flags/scenario-flags.ts';
import { parsePositiveInteger } from '../flags/training-flags.ts';
import { numberFlag, textFlag } from '../flags/valued-flags.ts';
import { requireNothingToTrace, type TargetFlags, tracedTarget } from '../targets/traced-target.ts';

interface TuneArguments extends TargetFlags {
  out: string | undefined;
  minutes: number | undefined;
  threads: number | undefined;
  json: boolean;
}

export const tuneCommand: CommandModule<object, TuneArguments> = {
  command: 'tune [scenario|file]',
  describe: 'Search a schedule that moves less data: calls dropped and fused, products in tiles',
  builder: (yargs) =>
    ruleFlags(
      exportFlags(measuringFlags(chosenRuleFlags(yargs)))
        .positional('scenario', {
          type: 'string',
          alias: [],
          describe: 'scenario: one of odometer list; file: FILE#EXPORT (see odometer trace), or a saved trace',
        })
        .option('out', textFlag('Write the schedule to this file; --schedule takes it'))
        .option('minutes', {
          type: 'number',
          requiresArg: true,
          describe: 'Stop searching after this long, with the best so far; default: until nothing better is found',
        })
        .option('threads', numberFlag('Tiles that are priced at a time; default: the number of processors, at most 8'))
        .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
        .example('$0 tune label-in-input --algorithm bp --out bp.schedule.json', 'Seconds to minutes a product')
        .example('$0 trace label-in-input --algorithm bp --schedule bp.schedule.json', 'The update in that order')
        .epilogue(
          'What it finds is found, not optimal. Searches are kept beside --out while they last: the same command goes on after an interruption.',
        ),
      ONE_RULE,
    ),
  handler: async (args) => {
    const { tunedSchedule } = await import('../schedules/tuned-schedule.ts');
    const { tuningJson, tuningText } = await import('../../reports/printed/tuning-report.ts');
    const { jsonText } = await import('../../reports/writing/visible-text.ts');
    const { out, minutes, json, granularity, engine } = args;
    if (minutes !== undefined && !(minutes > 0)) {
      throw new InputError(`--minutes: must be more than 0, got ${minutes}`);
    }
    const threads = parsePositiveInteger('--threads', args.threads) ?? defaultThreads();
    const trace = await tunedTarget(args);
    const settings = { granularity, engine, threads, minutes: minutes ?? null, out: out ?? null };
    const tuning = await tunedSchedule(trace, settings);
    if (out !== undefined) await saveFile('--out', out, jsonText(tuning.schedule, 2));
    tuning.forget();
    await print(json ? jsonText(tuningJson(tuning), 2) : tuningText(tuning));
  },
};

async function tunedTarget(args: TuneArguments & Record<string, unknown>): Promise<Trace> {
  const { scenario: named } = args;
  if (named === undefined || !named.endsWith('.json')) return tracedTarget(args);
  await requireNothingToTrace(args, named);
  const { parseTrace } = await import('../../core/trace/trace-format.ts');
  return parseTrace(readJsonFile(named), named);
}
