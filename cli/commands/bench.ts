import type { CommandModule } from 'yargs';
import { InputError } from '../../core/input-error.ts';
import type { BreakdownName } from '../../reports/bench/bench-result.ts';
import type { MeasuredListener } from '../cases/measured-cases.ts';
import type { TimeFlags } from '../cases/timing/time-baseline.ts';
import { type ChartFlags, chartFlags, requireCharts, writeCharts } from '../charts/chart-flags.ts';
import { type ProfileFiles, saveProfiles } from '../files/profile-files.ts';
import { print, tell } from '../files/standard-output.ts';
import { type CaseFlags, caseFlags, namedFiles, parseCaseSettings } from '../flags/case-flags.ts';
import {
  type LineFlags,
  lineFlags,
  type MeterFlags,
  meterFlags,
  parseLevels,
  parseLines,
} from '../flags/meters/meter-flags.ts';
import { profileFlags } from '../flags/profile-flags.ts';
import { textFlag } from '../flags/valued-flags.ts';
import { orderOf, type ScheduleFlags, scheduleFlags } from '../schedules/schedule-flag.ts';
import { textWidth } from '../terminal/text-width.ts';

interface BenchArguments extends CaseFlags, ChartFlags, LineFlags, MeterFlags, ProfileFiles, ScheduleFlags, TimeFlags {
  by: BreakdownName | undefined;
  list: boolean;
  shard: string | undefined;
  json: boolean;
  csv: boolean;
  out: string | undefined;
  baseline: string | undefined;
}

/** Flags that say what becomes of figures. */
const OF_FIGURES = [
  'json',
  'csv',
  'by',
  'time',
  'time-baseline',
  'time-gate',
  'out',
  'baseline',
  'charts',
  'speedscope',
  'trace-events',
] as const;

/** Throws InputError where figures are asked for beside --list, which prints names alone. */
function requireNamesAlone(args: BenchArguments): void {
  const beside = OF_FIGURES.find((flag) => args[flag] !== undefined && args[flag] !== false);
  if (beside === undefined) return;
  throw new InputError(`--list and --${beside}: --list prints names and measures nothing; leave out one of them`);
}

export const benchCommand: CommandModule<object, BenchArguments> = {
  command: 'bench [files..]',
  describe: 'Measure the data movement of your own kernels',
  builder: (yargs) =>
    chartFlags(scheduleFlags(lineFlags(meterFlags(profileFlags(caseFlags(yargs))))))
      .option('by', {
        requiresArg: true,
        choices: ['kernel', 'operand', 'op', 'line', 'phase'] as const,
        describe: 'Break the cost of each case down by this',
      })
      .option('list', { type: 'boolean', default: false, describe: 'Print the names of the cases, measure none' })
      .option('shard', textFlag('Only a part of the cases: 2/4 is the second of four'))
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
      .option('csv', {
        type: 'boolean',
        default: false,
        describe: 'Print CSV, a row a case, or with --by a row a part',
      })
      .option('time', {
        type: 'boolean',
        default: false,
        describe:
          'Wall time beside, untraced: the median of samples, its quartiles; of plain loops with that of their scalar objects, of saved traces none (-)',
      })
      .option(
        'time-baseline',
        textFlag('With --time, what odometer bench --json --time printed before: which is faster'),
      )
      .option('time-gate', {
        type: 'boolean',
        default: false,
        describe: 'Exit with 1 where a case is slower than in --time-baseline; else times fail nothing',
      })
      .option(
        'out',
        textFlag('Write a page, tables and JSON into this folder; of a shard its JSON, for odometer merge'),
      )
      .option('baseline', textFlag('With --out, a committed baseline: the page shows what changed, and nothing fails'))
      .example('$0 bench --out report', 'A page of every case below this folder')
      .example('$0 bench', 'Every case below this folder')
      .example('$0 bench matmul.odometer.ts --by line', 'Which source lines move the data')
      .example("$0 bench --filter 'matmul n=64' --granularity register", 'Some cases, accumulators free'),
  handler: async (args) => {
    const { parseShard } = await import('../cases/shard.ts');
    const { idOf, measureCases, selectCases } = await import('../cases/measured-cases.ts');
    const { withCasesShown } = await import('../cases/cases-progress.ts');
    const { benchJson } = await import('../../reports/bench/bench-result.ts');
    const { benchTable, breakdownTable } = await import('../../reports/bench/bench-table.ts');
    const { benchCsv, breakdownCsv } = await import('../../reports/bench/bench-csv.ts');
    const { benchCharts } = await import('../../reports/bench/page/bench-charts.ts');
    const { CollectedProfiles } = await import('../../reports/profiles/collected-profiles.ts');
    const { requireBenchFolder, writeBench } = await import('../files/bench-folder.ts');
    const { withTimes } = await import('../cases/timing/timed-cases.ts');
    const { timeBaselineOf } = await import('../cases/timing/time-baseline.ts');
    const { comparedTimes, slowerCases, unlikeMachines } = await import('../../reports/bench/time-comparison.ts');
    const { projectConfig } = await import('../cases/project-config.ts');
    const { scopeOf } = await import('../cases/run-scope.ts');
    const { shownBaseline, shownCheck } = await import('../cases/shown-baseline.ts');
    const { by, csv, filter, json, list } = args;
    if (json && csv) throw new InputError('--json and --csv: print one of them');
    if (list) requireNamesAlone(args);
    // JSON and a page hold both.
    if (by !== undefined && args.time && !json && args.out === undefined && !args['time-gate']) {
      throw new InputError(
        '--by and --time: the parts of a case have no times; leave out one of them, or print --json',
      );
    }
    const config = await projectConfig();
    if (args.schedule !== undefined && args.time) {
      throw new InputError('--schedule and --time: times are of cases as they are written; leave out one of them');
    }
    const schedule =
      args.schedule === undefined ? undefined : { name: args.schedule, order: await orderOf(args.schedule) };
    const settings = { ...parseCaseSettings(args, config), levels: parseLevels(args), ...parseLines(args), schedule };
    const files = namedFiles(args, config);
    const shard = parseShard(args.shard);
    const selected = await selectCases({ files, filter, shard });
    if (list) {
      await print(selected.map((loaded) => `${idOf(loaded)}\n`).join(''));
      return;
    }
    const before = timeBaselineOf(args, selected);
    const baseline = shownBaseline(args, shard);
    if (args.out !== undefined) requireBenchFolder(args.out, shard);
    await requireCharts(args);
    const profiles = new CollectedProfiles();
    const collect: MeasuredListener = ({ id, bytes, cost, by }, recorded, measurement) => {
      if (measurement !== null && 'trace' in recorded) profiles.addTrace(id, recorded.trace, measurement, bytes);
      else if ('program' in recorded)
        profiles.addProgram(id, recorded.program, cost, by, { ...settings, bytes: bytes ?? settings.bytes });
    };
    const isProfiled = args.speedscope !== undefined || args['trace-events'] !== undefined;
    const measured = await withCasesShown((shown) =>
      measureCases(selected, settings, shard, shown, isProfiled ? collect : undefined),
    );
    const timed = args.time ? await withCasesShown((shown) => withTimes(measured, selected, shown)) : measured;
    const result = before === null ? timed : comparedTimes(timed, before);
    for (const line of before === null ? [] : unlikeMachines(result, before)) tell(`odometer: ${line}`);
    const check = baseline === null ? null : shownCheck(result, baseline, scopeOf(args));
    if (args.out !== undefined) await writeBench(args.out, result, check);
    await saveProfiles(args, 'odometer bench', profiles);
    const drawn = await writeCharts(args, () => benchCharts(result));
    if (drawn !== '') tell(`odometer: ${drawn}`);
    for (const { id, warnings } of result.cases) for (const warning of warnings) tell(`odometer: ${id}: ${warning}`);
    if (json) await print(benchJson(result));
    else if (csv) await print(by === undefined ? benchCsv(result) : breakdownCsv(result, by));
    else await print(by === undefined ? benchTable(result, textWidth()) : breakdownTable(result, by, textWidth()));
    const slower = args['time-gate'] ? slowerCases(result) : [];
    if (slower.length > 0) throw new Error(`slower than in ${args['time-baseline']}: ${slower.join(', ')}`);
  },
};
