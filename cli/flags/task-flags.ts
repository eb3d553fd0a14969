import type { Argv } from 'yargs';
import { InputError, quoted } from '../../core/input-error.ts';
import { placeInFile } from '../../instrument/sources/user-error.ts';
import type { DefinitionSource } from '../../scenarios/catalog.ts';
import type { DataSource } from '../../scenarios/data/catalog.ts';
import type { Dataset } from '../../scenarios/data/image-set.ts';
import type { Rule } from '../../scenarios/rule/rule.ts';
import type { Scenario } from '../../scenarios/rule/scenario.ts';
import { fileMeant, namesModule } from '../modules/module-names.ts';
import { textFlag } from './valued-flags.ts';

/** The flags that say which rules are compared on which task. */
export interface TaskFlags {
  task: string | undefined;
  rules: string[] | undefined;
}

/** Adds those flags to a command. */
export function taskFlags<T>(yargs: Argv<T>, rules: string): Argv<T & TaskFlags> {
  return yargs
    .option('task', textFlag('The task: a scenario (see odometer list), or a file that exports defineTask({ ... })'))
    .option('rules', { type: 'string', array: true, describe: rules });
}

/** What is listed by commas, or as several arguments. Throws InputError where nothing is. */
export function listedRules(rules: readonly string[]): string[] {
  const names = rules.flatMap((part) => part.split(',')).map((name) => name.trim());
  if (names.length > 0 && !names.includes('')) return names;
  if (names.some((name) => name !== '')) {
    throw new InputError(`--rules: ${quoted(rules.join(' '))} has an empty name beside a comma; leave out the comma`);
  }
  throw new InputError('--rules: names no rule; name some by id or file, as in bp,./feedback-alignment.ts');
}

/** The scenario of this id, or the task that a file defines. Throws InputError where there is none. */
export async function namedScenario(name: string): Promise<Scenario> {
  if (!namesModule(name)) {
    const { findScenario } = await import('../../scenarios/catalog.ts');
    return withFileMeant(name, () => findScenario(name));
  }
  const { loadDefinition } = await import('../modules/definition-file.ts');
  const found = await loadDefinition(name);
  if (found.kind === 'task') return withPlacedData(found.scenario, found.source);
  throw new InputError(`${name}: exports a rule, and no task; name it by --rules, and the task by --task`);
}

/** The task, of whose images what is wrong is led by its file. */
function withPlacedData(scenario: Scenario, source: DefinitionSource): Scenario {
  const datasets = scenario.datasets.map((one): DataSource => {
    if (typeof one === 'string') return one;
    const make = async (seed: number): Promise<Dataset> => {
      try {
        return await one.make(seed);
      } catch (error) {
        throw placeInFile(source.file, error, source);
      }
    };
    return { ...one, make };
  });
  return { ...scenario, datasets };
}

/** What `find` gives; where it throws InputError and a file has this name but for its ending, the message names that. */
function withFileMeant<Found>(name: string, find: () => Found): Found {
  try {
    return find();
  } catch (error) {
    const file = fileMeant(name);
    if (file === undefined || !(error instanceof InputError)) throw error;
    throw new InputError(`${error.message}; the file is ${file}`);
  }
}

/** A rule by its id in a scenario, or that which a file defines. Throws InputError where there is none. */
export async function namedRule(scenario: Scenario, name: string): Promise<{ id: string; rule: Rule }> {
  if (!namesModule(name)) {
    const { findRule } = await import('../../scenarios/catalog.ts');
    return { id: name, rule: withFileMeant(name, () => findRule(scenario, name)) };
  }
  const { loadDefinition } = await import('../modules/definition-file.ts');
  const found = await loadDefinition(name);
  if (found.kind === 'task') throw new InputError(`${name}: exports a task, and no rule; name it by --task`);
  if (!Object.hasOwn(scenario.rules, found.id)) return found;
  throw new InputError(`${name}: ${scenario.id} has a rule ${found.id} already; name the file otherwise`);
}

/**
 * The scenario with the rules of these names instead of its own, in this order. Throws InputError where one is named
 * twice, and where two have one title, or one short name, of which one at least is of a file: nobody could tell them apart.
 */
export async function withRules(scenario: Scenario, names: readonly string[]): Promise<Scenario> {
  const rules: Record<string, Rule> = {};
  const called = { title: new Map<string, string>(), shortName: new Map<string, string>() };
  for (const name of names) {
    const { id, rule } = await namedRule(scenario, name);
    if (Object.hasOwn(rules, id)) throw new InputError(`--rules: names ${id} twice; name each rule once`);
    for (const field of ['title', 'shortName'] as const) {
      const text = rule.label[field];
      const other = called[field].get(text.toLowerCase());
      if (other !== undefined) {
        throw new InputError(`--rules: ${field} of ${other} and of ${name} is "${text}"; give one of them another`);
      }
      called[field].set(text.toLowerCase(), name);
    }
    rules[id] = rule;
  }
  return { ...scenario, rules };
}

/**
 * The id of the rule that the others are held against. Throws InputError where it is none of those that are compared.
 * `name` is its id, or its file as --rules names it.
 */
export async function referenceId(scenario: Scenario, name: string): Promise<string> {
  const isOfFile = namesModule(name);
  const { loadDefinition } = await import('../modules/definition-file.ts');
  const id = isOfFile ? (await loadDefinition(name)).id : name;
  if (Object.hasOwn(scenario.rules, id)) return id;
  throw new InputError(`--against: ${name} is not compared; choose ${Object.keys(scenario.rules).join(', ')}`);
}
