import type { CommandModule } from 'yargs';
import type { FileRule } from '../../../reports/printed/rule-list.ts';
import type { Scenario } from '../../../scenarios/rule/scenario.ts';
import { print } from '../../files/standard-output.ts';

interface ListArguments {
  files: string[];
  json: boolean;
}

export const listCommand: CommandModule<object, ListArguments> = {
  command: 'list [files..]',
  describe: 'List the scenarios, with their algorithms, shapes, data sets and criteria, and rules and tasks of files',
  builder: (yargs) =>
    yargs
      .positional('files', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe: 'Files that export rules or tasks: theirs alone are listed',
      })
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
      .example('$0 list --json', 'What there is, for scripts'),
  handler: async ({ files, json }) => {
    const { listScenarios, scenarioListText } = await import('../../../reports/printed/scenario-list.ts');
    const { jsonText } = await import('../../../reports/writing/visible-text.ts');
    if (files.length === 0) {
      const scenarios = listScenarios();
      await print(json ? jsonText({ scenarios }, 2) : scenarioListText(scenarios));
      return;
    }
    const { loadDefinition } = await import('../../modules/definition-file.ts');
    const { listRules, ruleListText } = await import('../../../reports/printed/rule-list.ts');
    const found = { tasks: [] as Scenario[], rules: [] as FileRule[] };
    for (const file of files) {
      const definition = await loadDefinition(file);
      if (definition.kind === 'task') found.tasks.push(definition.scenario);
      else found.rules.push({ algorithm: definition.id, file: definition.source.file, rule: definition.rule });
    }
    const [scenarios, rules] = [listScenarios(found.tasks), listRules(found.rules)];
    const tables = [
      ...(scenarios.length === 0 ? [] : [scenarioListText(scenarios)]),
      ...(rules.length === 0 ? [] : [ruleListText(rules)]),
    ];
    await print(json ? jsonText({ scenarios, rules }, 2) : tables.join('\n'));
  },
};
