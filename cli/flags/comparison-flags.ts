import type { Argv } from 'yargs';
import { InputError } from '../../core/input-error.ts';
import type { ComparisonRequest } from '../../reports/comparison/comparison-request.ts';
import type { Scenario } from '../../scenarios/rule/scenario.ts';
import { PRESETS, type Preset } from '../../scenarios/setting.ts';
import { askedFlags, askedOptions, type Flags } from './rule-flags.ts';
import { type MeasuringFlags, measuringFlags, parseBatch, parseShape, requireNamedData } from './scenario-flags.ts';
import { listedRules, namedScenario, referenceId, type TaskFlags, taskFlags, withRules } from './task-flags.ts';
import { parsePositiveInteger, parseSeeds, parseUntil } from './training-flags.ts';
import { numberFlag, textFlag } from './valued-flags.ts';

/** The flags that say what is compared, and in which setting. */
export interface ComparisonFlags extends MeasuringFlags, TaskFlags {
  scenario: string[] | undefined;
  preset: Preset | undefined;
  train: boolean;
  trained: string[] | undefined;
  seeds: string | undefined;
  epochs: number | undefined;
  until: number | undefined;
  'train-subset': number | undefined;
  threads: number | undefined;
  against: string | undefined;
  fresh: boolean;
}

/** Adds those flags to a command. */
export function comparisonFlags(yargs: Argv<object>): Argv<ComparisonFlags> {
  return taskFlags(
    measuringFlags(
      yargs.positional('scenario', {
        type: 'string',
        array: true,
        describe: 'Which scenarios, or files of tasks; default: all scenarios',
      }),
    ),
    'Which rules, in this order: ids, and files that export defineRule({ ... }); default: those of the task',
  )
    .option('against', textFlag('The rule, of those compared, that ratios are to; default: bp, or else the last'))
    .option(
      'data-dir',
      textFlag('Folder that holds the files of the data set, or a folder of that name for each: mnist, cifar10'),
    )
    .option('preset', {
      choices: PRESETS,
      requiresArg: true,
      describe:
        'quick: reduced networks on data made in code, a minute a scenario or less; documented: the documented ' +
        'networks on the documented data, hours. Without it: the documented networks on data made in code',
    })
    .option('train', {
      type: 'boolean',
      default: true,
      describe: 'Train the rules to the criterion; --no-train compares one update of each',
    })
    .option('trained', {
      type: 'string',
      array: true,
      describe: 'Take what odometer train --json printed, a file a rule, and train nothing',
    })
    .option('seeds', textFlag('One run a seed, as in 0,1,2; default: these, or as documented'))
    .option('epochs', numberFlag('Most epochs; default: as documented, or the preset'))
    .option('until', numberFlag('Test accuracy that the criterion asks for, such as 0.95'))
    .option('train-subset', numberFlag('Learn from this many training images, drawn by the seed'))
    .option(
      'threads',
      numberFlag('Trainings, and updates that are priced, at a time; default: the number of processors'),
    )
    .option('fresh', { type: 'boolean', default: false, describe: 'Train anew, whatever an interrupted run has kept' });
}

/**
 * The scenarios that are named, each once, with the rules that are named in place of their own. Throws InputError on one
 * that there is not, and on rules that cannot be compared.
 */
export async function namedScenarios({
  scenario = [],
  task,
  rules,
}: Pick<ComparisonFlags, 'scenario' | 'task' | 'rules'>): Promise<Scenario[]> {
  if (task !== undefined && scenario.length > 0) {
    throw new InputError(`--task ${task}: ${scenario[0]} is a task, too; name them all before the flags`);
  }
  const names = new Set(task === undefined ? scenario : [task]);
  if (rules !== undefined && names.size === 0) throw new InputError('--rules: of no task; name it by --task');
  const found: Scenario[] = [];
  for (const name of names) {
    const known = await namedScenario(name);
    found.push(rules === undefined ? known : await withRules(known, listedRules(rules)));
  }
  const bare = found.find((one) => Object.keys(one.rules).length === 0);
  if (bare !== undefined) throw new InputError(`${bare.id}: has no rules of its own; name some by --rules`);
  return found;
}

/** The rule that the others are held against, where one is asked for. Throws InputError where it is not compared. */
export async function namedReference(
  scenarios: readonly Scenario[],
  against: string | undefined,
): Promise<{ reference?: string }> {
  if (against === undefined) return {};
  const [id] = await Promise.all(scenarios.map((scenario) => referenceId(scenario, against)));
  return { reference: id };
}

/**
 * What the flags ask to compare, and in which setting; not where `--trained` names files, which have theirs. Throws
 * InputError on a flag that is out of range, and on an option that no rule of these scenarios takes.
 */
export async function comparisonOf(args: ComparisonFlags & Flags): Promise<ComparisonRequest> {
  const { SCENARIOS } = await import('../../scenarios/catalog.ts');
  const named = await namedScenarios(args);
  const scenarios = named.length === 0 ? SCENARIOS : named;
  if (scenarios.length > 1 && args.layers !== undefined) {
    throw new InputError('--layers: is the shape of one scenario; name the scenario');
  }
  if (!args.train) requireNamedData(args);
  const rules = scenarios.flatMap(({ id: task, rules }) =>
    Object.entries(rules).map(([id, rule]) => ({ task, id, rule })),
  );
  const { shared, own } = await askedOptions(args, rules);
  return {
    scenarios,
    ...(await namedReference(scenarios, args.against)),
    fresh: args.fresh,
    preset: args.preset ?? null,
    data: args.data,
    dataDir: args['data-dir'],
    changes: {
      shape: parseShape(args.layers, scenarios[0]),
      batch: parseBatch(args.batch),
      seeds: args.seeds === undefined ? undefined : parseSeeds(args.seeds),
      epochs: parsePositiveInteger('--epochs', args.epochs),
      criterion: parseUntil(args.until),
      trainImages: parsePositiveInteger('--train-subset', args['train-subset']),
      options: shared,
      optionsOf: own,
    },
  };
}

/** Flags that say what to train, of no use where nothing is trained. */
const TRAINING_FLAGS = ['seeds', 'epochs', 'until', 'train-subset'] as const;
/** Flags that say what files of trained rules say already, beside those of the rules. */
const SETTING_FLAGS = ['preset', 'batch', 'layers', 'data', 'data-dir', ...TRAINING_FLAGS] as const;

/** Throws InputError on a flag that would be without effect. */
export async function refuseContradictions(args: ComparisonFlags & Flags): Promise<void> {
  const { train, trained } = args;
  if (trained !== undefined && !train) throw new InputError('--trained: compares trained rules; leave out --no-train');
  if (trained?.length === 0) throw new InputError('--trained: names no file; name one a rule');
  const useless = trained !== undefined ? SETTING_FLAGS : train ? [] : TRAINING_FLAGS;
  const given: string[] = useless.filter((flag) => args[flag] !== undefined).map((flag) => `--${flag}`);
  if (trained !== undefined) given.push(...(await askedFlags(args)));
  if (given.length === 0) return;
  const because = trained === undefined ? 'is about training' : 'is a setting, and the files of --trained have theirs';
  throw new InputError(`${given[0]}: ${because}; leave out one of them`);
}
