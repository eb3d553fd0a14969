import type { CommandModule } from 'yargs';
import { textTable } from '../../reports/writing/text-table.ts';
import { jsonText } from '../../reports/writing/visible-text.ts';
import { print } from '../files/standard-output.ts';

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
    const { listScenarios } = await import('../../reports/printed/scenario-list.ts');
    const entries = listScenarios();
    await print(json ? jsonText({ scenarios: entries }, 2) : listTable(entries));
  },
};

function listTable(
  entries: ReturnType<typeof import('../../reports/printed/scenario-list.ts')['listScenarios']>,
): string {
  const rows = entries.map((entry) => [
    entry.scenario,
    entry.algorithm,
    entry.shape.join('-'),
    entry.batch.toLocaleString('en-US'),
    entry.parameters.toLocaleString('en-US'),
    entry.macsPerUpdate.toLocaleString('en-US'),
    entry.datasets.join(', '),
    `${100 * entry.criterion.testAccuracy} % test`,
  ]);
  return textTable(
    ['scenario', 'algorithm', 'shape', 'batch', 'parameters', 'MACs an update', 'data', 'criterion'],
    rows,
  );
}
