import type { CommandModule } from 'yargs';
import { print } from '../../files/standard-output.ts';

interface ListArguments {
  json: boolean;
}

export const listCommand: CommandModule<object, ListArguments> = {
  command: 'list',
  describe: 'List the scenarios, with their algorithms, shapes, data sets and criteria',
  builder: (yargs) =>
    yargs
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
      .example('$0 list --json', 'What there is, for scripts'),
  handler: async ({ json }) => {
    const { listScenarios, scenarioListText } = await import('../../../reports/printed/scenario-list.ts');
    const { jsonText } = await import('../../../reports/writing/visible-text.ts');
    const scenarios = listScenarios();
    await print(json ? jsonText({ scenarios }, 2) : scenarioListText(scenarios));
  },
};
