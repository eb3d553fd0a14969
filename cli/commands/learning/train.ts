import type { CommandModule } from 'yargs';
import { jsonText } from '../../../reports/writing/visible-text.ts';
import {
  type ChosenRuleFlags,
  chosenRule,
  chosenRuleFlags,
  chosenScenario,
  ONE_RULE,
  ruleFlags,
} from '../../flags/rule-flags.ts';
import { type TrainingFlags, trainingFlags, trainingOf } from '../../flags/training-flags.ts';

interface TrainArguments extends ChosenRuleFlags, TrainingFlags {
  json: boolean;
}

export const trainCommand: CommandModule<object, TrainArguments> = {
  command: 'train [scenario]',
  describe: 'Train one rule on data, to a number of epochs or to the criterion; goes on where it was interrupted',
  builder: (yargs) =>
    ruleFlags(
      trainingFlags(chosenRuleFlags(yargs))
        .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
        .example('$0 train label-in-input --algorithm ff --data mnist --epochs 2', 'Two epochs of MNIST')
        .example('$0 train label-in-input --algorithm ./feedback-alignment.ts', 'A rule that a file of yours exports')
        .example('$0 train label-in-input --algorithm bp --until 0.95 --seeds 0,1,2 --json', 'Updates to criterion'),
      ONE_RULE,
    ),
  handler: async (args) => {
    const { loadDataset } = await import('../../../scenarios/data/catalog.ts');
    const { datasetOf } = await import('../../../scenarios/rule/scenario.ts');
    const { trainingSettings } = await import('../../../scenarios/training/training-settings.ts');
    const { keptStates } = await import('../../../scenarios/training/kept-states.ts');
    const { trainedRule } = await import('../../../reports/results/trained-rule.ts');
    const { trainingReportText } = await import('../../../reports/printed/training-report.ts');
    const { printTrained } = await import('../../terminal/printed-training.ts');
    const { START_ANEW: startAnew, trainShown } = await import('../../terminal/shown-training.ts');
    const scenario = await chosenScenario(args);
    const { request, stop, seeds, threads } = trainingOf(args, scenario);
    const { id, options } = await chosenRule(args, scenario);
    const data = await loadDataset(datasetOf(scenario, args.data), { dataDir: args['data-dir'] });
    const settings = trainingSettings({ ...request, algorithm: id, options }, data);
    const states = args.checkpoint ? keptStates(settings, stop, args['checkpoint-dir']) : null;
    const checkpointFolder = states?.folder ?? null;
    const runs = { settings, stop, data, seeds, checkpointFolder, fresh: args.fresh, startAnew, threads };
    const outcomes = await trainShown(runs);
    const trained = trainedRule(settings, stop, outcomes);
    const text = args.json ? jsonText(trained, 2) : trainingReportText(trained);
    await printTrained(text, states, seeds);
  },
};
