import type { Argv } from 'yargs';
import { InputError, quoted, withPlace } from '../../core/input-error.ts';
import type { SweepGrid } from '../../reports/sweep/sweep-grid.ts';
import type { SweepRequest } from '../../reports/sweep/sweep-request.ts';
import type { Rule } from '../../scenarios/rule/rule.ts';
import { checkedValue, type OptionValue, type RuleOption } from '../../scenarios/rule/rule-option.ts';
import { namedReference, namedScenarios } from '../flags/comparison-flags.ts';
import { readValue } from '../flags/rule-flags.ts';
import { type PricingFlags, pricingFlags } from '../flags/scenario-flags.ts';
import { type TaskFlags, taskFlags } from '../flags/task-flags.ts';
import { parsePositiveInteger, parseSeeds, parseUntil } from '../flags/training-flags.ts';
import { listedValues, numberFlag, textFlag, textsFlag } from '../flags/valued-flags.ts';

/** The flags that say what is swept, and how it is trained and measured. */
export interface SweepFlags extends PricingFlags, TaskFlags {
  against: string | undefined;
  grid: string[];
  batch: string | undefined;
  widths: string | undefined;
  depths: string | undefined;
  train: boolean;
  seeds: string | undefined;
  epochs: number | undefined;
  until: number | undefined;
  'train-subset': number | undefined;
  threads: number | undefined;
}

/** Adds those flags to a command. */
export function sweepFlags(yargs: Argv<object>): Argv<SweepFlags> {
  return taskFlags(
    pricingFlags(yargs),
    'Which rules, in this order: ids, and files that export defineRule({ ... }); default: those of the task',
  )
    .demandOption('task')
    .option('against', textFlag('The rule that the others are held against; default: bp, or else the last'))
    .option('grid', textsFlag('Values of an option of the rules, as in learningRate=0.001,0.01; once an option'))
    .option('batch', textFlag('Images an update, as in 32,128,512; default: as documented'))
    .option('widths', textFlag('Widths of the hidden layers, as in 128,500; default: as documented'))
    .option('depths', textFlag('Numbers of hidden layers, as in 1,2,4,8; default: as documented'))
    .option('train', {
      type: 'boolean',
      default: true,
      describe: 'Train the rules to the criterion at every point; --no-train measures one update of each',
    })
    .option('seeds', textFlag('One run a seed, as in 0,1,2; default: as documented'))
    .option('epochs', numberFlag('Most epochs; default: as documented'))
    .option('until', numberFlag('Test accuracy that the criterion asks for, such as 0.95'))
    .option('train-subset', numberFlag('Learn from this many training images, drawn by the seed'))
    .option('threads', numberFlag('Runs at a time; default: the number of processors'));
}

/** Flags that say how to train, of no use where nothing is trained. */
const TRAINING_FLAGS = ['seeds', 'epochs', 'until', 'train-subset', 'threads', 'data', 'data-dir'] as const;

/**
 * What the flags ask to sweep. Throws InputError on a flag that is out of range or would be without effect, and on an option that
 * none of the rules has.
 */
export async function sweepRequestOf(args: SweepFlags): Promise<SweepRequest> {
  const { parseLoopOrder } = await import('../../instrument/kernel-models/model/loop-order.ts');
  if (!args.train) {
    const useless = TRAINING_FLAGS.find((flag) => args[flag] !== undefined);
    if (useless !== undefined) throw new InputError(`--${useless}: is about training; leave out --no-train`);
  }
  const scenarios = await namedScenarios({ scenario: undefined, task: args.task, rules: args.rules });
  const [scenario] = scenarios;
  return {
    scenario,
    ...(await namedReference(scenarios, args.against)),
    grid: gridOf(args, Object.values(scenario.rules)),
    measuring: {
      granularity: args.granularity,
      loops: parseLoopOrder(args.loops, '--loops'),
      engine: args.engine,
    },
    training: args.train ? trainingOf(args) : null,
  };
}

function trainingOf(args: SweepFlags): SweepRequest['training'] {
  return {
    preset: null,
    data: args.data,
    dataDir: args['data-dir'],
    changes: {
      seeds: args.seeds === undefined ? undefined : parseSeeds(args.seeds),
      epochs: parsePositiveInteger('--epochs', args.epochs),
      criterion: parseUntil(args.until),
      trainImages: parsePositiveInteger('--train-subset', args['train-subset']),
    },
  };
}

function gridOf({ grid, batch, widths, depths }: SweepFlags, rules: readonly Rule[]): SweepGrid {
  const options = grid.map((text) => gridOption(text, rules));
  const twice = options.find(([name], index) => options.findIndex(([other]) => other === name) < index);
  if (twice !== undefined) throw new InputError(`--grid ${twice[0]}: is there twice; give all values in one list`);
  return {
    batches: integersOf('--batch', batch),
    widths: integersOf('--widths', widths),
    depths: integersOf('--depths', depths),
    options: Object.fromEntries(options),
  };
}

/** An option and its values, of `learningRate=0.001,0.01`. */
function gridOption(text: string, rules: readonly Rule[]): [string, OptionValue[]] {
  const [, name, values] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined) {
    throw new InputError(`--grid: ${quoted(text)} is no option with values; give them as in learningRate=0.001,0.01`);
  }
  const known = new Map(rules.flatMap(({ options }) => options.map((option) => [option.name, option])));
  const option = known.get(name);
  if (option === undefined) {
    const names = [...known.keys()].join(', ') || 'none';
    throw new InputError(`--grid ${quoted(name)}: is an option of none of the rules; they have ${names}`);
  }
  return [name, listedValues(`--grid ${name}`, values).map((value) => optionValue(option, value))];
}

function optionValue(option: RuleOption, text: string): OptionValue {
  const called = `--grid ${option.name}`;
  const { form } = option.kind;
  if (form.takes !== 'words') {
    return withPlace(called, () => checkedValue(option.called, option.kind, readValue(option, text)));
  }
  const value = form.read(text);
  if (value === undefined) throw new InputError(`${called}: must be ${form.words}, got ${quoted(text)}`);
  return value;
}

/** The different positive integers of a comma-separated list, if given. */
function integersOf(flag: string, text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined;
  return listedValues(flag, text).map((part) => {
    if (/^[1-9]\d{0,8}$/.test(part)) return Number(part);
    throw new InputError(`${flag}: ${quoted(part)} is no positive integer; give a list like 1,2,4`);
  });
}
