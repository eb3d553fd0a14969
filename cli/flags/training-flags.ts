import type { Argv } from 'yargs';
import { InputError, quoted } from '../../core/input-error.ts';
import type { ComputingBackend } from '../../instrument/backends/computing-backends.ts';
import { DATASET_NAMES } from '../../scenarios/data/catalog.ts';
import type { EvaluationGrid } from '../../scenarios/evaluations/evaluation-grid.ts';
import type { Scenario } from '../../scenarios/rule/scenario.ts';
import type { TrainingRequest } from '../../scenarios/training/training-settings.ts';
import type { StopRule } from '../../scenarios/training/training-task.ts';
import { parseBatch, parseShape } from './scenario-flags.ts';
import { listedValues, numberFlag, numberOrWordFlag, requireOnce, textFlag } from './valued-flags.ts';

/** The flags that say on what, for how long and how one rule is trained. */
export interface TrainingFlags {
  data: string | undefined;
  'data-dir': string | undefined;
  epochs: number | undefined;
  until: number | undefined;
  seeds: string;
  'train-subset': number | undefined;
  batch: number | undefined;
  layers: string | undefined;
  'evaluate-every': EvaluationGrid | undefined;
  'evaluation-images': number | undefined;
  backend: ComputingBackend;
  checkpoint: boolean;
  'checkpoint-dir': string | undefined;
  fresh: boolean;
  threads: number | undefined;
}

/** Adds those flags to a command. */
export function trainingFlags<T>(yargs: Argv<T>): Argv<T & TrainingFlags> {
  return yargs
    .option('data', textFlag(`Data set, one of ${DATASET_NAMES.join(', ')}`))
    .option('data-dir', textFlag('Folder that holds the files of the data set'))
    .option('epochs', numberFlag('Most epochs; default: as documented for the scenario'))
    .option('until', numberFlag('Stop when the criterion is met at this test accuracy, such as 0.95'))
    .option('seeds', { ...textFlag('One run a seed, as in 0,1,2; in parallel threads'), default: '0' })
    .option('train-subset', numberFlag('Learn from this many training images, drawn by the seed'))
    .option('batch', numberFlag('Images an update; default: as documented'))
    .option('layers', textFlag('Layer widths, the input first, as in 784,500,500'))
    .option(
      'evaluate-every',
      numberOrWordFlag(
        'log',
        'Updates from one evaluation to the next, or log: 1, 2, 5, ..., at most 5 % of those made; default 50',
      ),
    )
    .option('evaluation-images', numberFlag('Test images of an evaluation; default 2000, or all'))
    .option('backend', {
      requiresArg: true,
      choices: ['wasm', 'cpu'] as const,
      default: 'wasm' as const,
      describe: 'What computes',
    })
    .option('checkpoint', {
      type: 'boolean',
      default: true,
      describe: 'Keep the state after every epoch until the command has ended; --no-checkpoint does not',
    })
    .option('checkpoint-dir', textFlag('Keep it in this folder, also when the command has ended'))
    .option('fresh', { type: 'boolean', default: false, describe: 'Start anew, whatever state is kept' })
    .option('threads', numberFlag('Runs at a time; default: the number of processors'));
}

/** How a rule is trained. */
export interface Training {
  readonly request: Omit<TrainingRequest, 'algorithm' | 'options'>;
  readonly stop: StopRule;
  readonly seeds: readonly number[];
  readonly threads: number | undefined;
}

/** How the flags ask for a rule of the scenario to be trained. Throws InputError on a flag that is out of range. */
export function trainingOf(args: TrainingFlags, scenario: Scenario): Training {
  return {
    seeds: parseSeeds(args.seeds),
    stop: {
      epochs: parsePositiveInteger('--epochs', args.epochs) ?? scenario.defaultEpochs,
      criterion: parseUntil(args.until) ?? scenario.criterion.testAccuracy,
      stopsAtCriterion: args.until !== undefined,
    },
    threads: parsePositiveInteger('--threads', args.threads),
    request: {
      scenario: scenario.id,
      shape: parseShape(args.layers, scenario),
      batch: parseBatch(args.batch),
      trainSubset: parsePositiveInteger('--train-subset', args['train-subset']),
      evaluateEvery: args['evaluate-every'],
      evaluationImages: parsePositiveInteger('--evaluation-images', args['evaluation-images']),
      backend: args.backend,
    },
  };
}

/** The different seeds of a comma-separated list. Throws InputError unless they are integers of 32 bits. */
export function parseSeeds(text: string): number[] {
  const seeds = listedValues('--seeds', text).map((part) => {
    if (/^\d{1,10}$/.test(part) && Number(part) < 2 ** 32) return Number(part);
    throw new InputError(
      `--seeds: ${quoted(part)} is no integer in 0..${2 ** 32 - 1}; give a list of different ones, as in 0,1,2`,
    );
  });
  // 01 is 1.
  requireOnce('--seeds', text, seeds.map(String));
  return seeds;
}

/** The test accuracy that the criterion asks for, if given. Throws InputError on one that is none. */
export function parseUntil(until: number | undefined): number | undefined {
  if (until === undefined || (until > 0 && until <= 1)) return until;
  throw new InputError(`--until: must be a test accuracy above 0 and at most 1, such as 0.95, got ${until}`);
}

/** The value of a flag, if given. Throws InputError unless it is a positive integer. */
export function parsePositiveInteger(flag: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && value > 0)) return value;
  throw new InputError(`${flag}: must be a positive integer, got ${value}`);
}
