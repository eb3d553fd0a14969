import type { CommandModule } from 'yargs';
import { DATASET_NAMES } from '../../scenarios/data/catalog.ts';
import { ALGORITHMS, type Algorithm } from '../../scenarios/rule/algorithm.ts';
import { askedOptions, RULE_HEADING, ruleFlags } from '../flags/rule-flags.ts';
import { shapeOf } from '../flags/scenario-flags.ts';
import { parseSeeds, parseUntil, positiveInteger } from '../flags/training-flags.ts';

interface TrainArguments {
  scenario: string;
  algorithm: Algorithm;
  data: string | undefined;
  'data-dir': string | undefined;
  epochs: number | undefined;
  until: number | undefined;
  seeds: string;
  'train-subset': number | undefined;
  batch: number | undefined;
  layers: string | undefined;
  'evaluate-every': number | undefined;
  'evaluation-images': number | undefined;
  backend: 'wasm' | 'cpu';
  checkpoint: boolean;
  'checkpoint-dir': string | undefined;
  fresh: boolean;
  threads: number | undefined;
  json: boolean;
}

export const trainCommand: CommandModule<object, TrainArguments> = {
  command: 'train <scenario>',
  describe: 'Train one rule on data, to a number of epochs or to the criterion; goes on where it was interrupted',
  builder: async (yargs) => {
    const { RULE_OPTIONS } = await import('../../scenarios/catalog.ts');
    return ruleFlags(yargs, RULE_OPTIONS, RULE_HEADING)
      .positional('scenario', { type: 'string', demandOption: true, describe: 'Which scenario (see odometer list)' })
      .option('algorithm', { choices: ALGORITHMS, demandOption: true, describe: 'The learning rule' })
      .option('data', { type: 'string', describe: `Data set, one of ${DATASET_NAMES.join(', ')}` })
      .option('data-dir', { type: 'string', describe: 'Folder that holds the files of the data set' })
      .option('epochs', { type: 'number', describe: 'Most epochs; default: as documented for the scenario' })
      .option('until', {
        type: 'number',
        describe: 'Stop when the criterion is met at this test accuracy, such as 0.95',
      })
      .option('seeds', { type: 'string', default: '0', describe: 'One run a seed, as in 0,1,2; in parallel threads' })
      .option('train-subset', { type: 'number', describe: 'Learn from this many training images, drawn by the seed' })
      .option('batch', { type: 'number', describe: 'Images an update; default: as documented' })
      .option('layers', { type: 'string', describe: 'Layer widths, the input first, as in 784,500,500' })
      .option('evaluate-every', { type: 'number', describe: 'Updates from one evaluation to the next; default 50' })
      .option('evaluation-images', { type: 'number', describe: 'Test images of an evaluation; default 2000, or all' })
      .option('backend', { choices: ['wasm', 'cpu'] as const, default: 'wasm' as const, describe: 'What computes' })
      .option('checkpoint', {
        type: 'boolean',
        default: true,
        describe: 'Keep the state after every epoch until the command has ended; --no-checkpoint does not',
      })
      .option('checkpoint-dir', { type: 'string', describe: 'Keep it in this folder, also when the command has ended' })
      .option('fresh', { type: 'boolean', default: false, describe: 'Start anew, whatever state is kept' })
      .option('threads', { type: 'number', describe: 'Runs at a time; default: the number of processors' })
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
      .example('$0 train label-in-input --algorithm ff --data mnist --epochs 2', 'Two epochs of MNIST')
      .example('$0 train label-in-input --algorithm bp --until 0.95 --seeds 0,1,2 --json', 'Updates to criterion');
  },
  handler: async (args) => {
    const { findScenario, RULE_OPTIONS } = await import('../../scenarios/catalog.ts');
    const { loadDataset } = await import('../../scenarios/data/catalog.ts');
    const { datasetOf } = await import('../../scenarios/rule/scenario.ts');
    const { trainingSettings } = await import('../../scenarios/training/training-settings.ts');
    const { keptStates } = await import('../../scenarios/training/kept-states.ts');
    const { trainingReport, trainingReportText } = await import('../../reports/printed/training-report.ts');
    const { trainShown } = await import('../terminal/shown-training.ts');

    const scenario = findScenario(args.scenario);
    const seeds = parseSeeds(args.seeds);
    const stop = {
      epochs: positiveInteger('--epochs', args.epochs) ?? scenario.defaultEpochs,
      criterion: parseUntil(args.until) ?? scenario.criterion.testAccuracy,
      stopsAtCriterion: args.until !== undefined,
    };
    const threads = positiveInteger('--threads', args.threads);
    const named = { owner: `${scenario.id} ${args.algorithm}`, rule: scenario.algorithms[args.algorithm] };
    const options = askedOptions(args, RULE_OPTIONS, [named]);
    const shape = shapeOf(scenario, args.layers);
    const name = datasetOf(scenario, args.data);
    const data = await loadDataset(name, { dataDir: args['data-dir'] });
    const settings = trainingSettings(
      {
        scenario: scenario.id,
        algorithm: args.algorithm,
        shape,
        batch: args.batch,
        options,
        trainSubset: args['train-subset'],
        evaluateEvery: args['evaluate-every'],
        evaluationImages: args['evaluation-images'],
        backend: args.backend,
      },
      data,
    );
    const states = args.checkpoint ? keptStates(settings, stop, args['checkpoint-dir']) : null;
    const checkpointFolder = states?.folder ?? null;
    const outcomes = await trainShown({ settings, stop, data, seeds, checkpointFolder, fresh: args.fresh, threads });
    const text = args.json
      ? `${JSON.stringify(trainingReport(settings, stop, outcomes), null, 2)}\n`
      : trainingReportText(settings, stop, outcomes);
    process.stdout.write(text);
    if (states?.isTemporary) states.remove(seeds);
  },
};
