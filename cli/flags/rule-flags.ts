import type { Argv, Options } from 'yargs';
import { InputError, quoted } from '../../core/input-error.ts';
import type { Rule } from '../../scenarios/rule/rule.ts';
import {
  checkedValue,
  type OptionValue,
  type RuleOption,
  type RuleOptions,
  writtenFlag,
} from '../../scenarios/rule/rule-option.ts';
import type { Scenario } from '../../scenarios/rule/scenario.ts';
import { listedRules, namedRule, namedScenario, type TaskFlags, taskFlags } from './task-flags.ts';
import { numberFlag, textFlag, textsFlag } from './valued-flags.ts';

/** The flags that choose a learning rule. */
export interface ChosenRuleFlags extends TaskFlags {
  scenario: string | undefined;
  algorithm: string | undefined;
  option: string[];
}

/** Adds to a command the flags that choose a rule. */
export function chosenRuleFlags<T>(yargs: Argv<T>): Argv<T & Omit<ChosenRuleFlags, 'option'>> {
  return taskFlags(yargs, 'The same as --algorithm')
    .positional('scenario', { type: 'string', describe: 'Which scenario (see odometer list), or a file of a task' })
    .option('algorithm', textFlag('The learning rule: ff, bp (see odometer list), or a file that exports one'));
}

/** The heading of the flags of one rule. */
export const ONE_RULE = 'How the rule differs from the documented one:';
/** The heading where several rules are compared. */
export const ALL_RULES =
  'How the rules differ from the documented ones; a flag goes to the rules that know it, be it one alone:';

/** Adds to a command the flags of every option that a rule has, under a heading of their own. */
export async function ruleFlags<T>(yargs: Argv<T>, heading: string): Promise<Argv<T & { option: string[] }>> {
  const { RULE_OPTIONS } = await import('../../scenarios/catalog.ts');
  yargs.options(Object.fromEntries(RULE_OPTIONS.map((option) => [option.flag, { ...flagOf(option), group: heading }])));
  const own = 'An option of a rule by its name, also of a rule of a file, as in momentum=0.9; may be repeated';
  return yargs.option('option', { ...textsFlag(own), group: heading });
}

/** A rule that was chosen, configured with the options that are asked of it. */
export interface ChosenRule {
  readonly scenario: Scenario;
  readonly id: string;
  readonly rule: Rule;
  readonly options: RuleOptions;
}

/**
 * The rule that the flags choose, configured as they say. Throws InputError where they choose none, or several, and on an
 * option that it does not take.
 */
export async function chosenRule(args: ChosenRuleFlags & Flags): Promise<ChosenRule> {
  const { task, algorithm, rules } = args;
  if (task !== undefined && args.scenario !== undefined) {
    throw new InputError(`--task ${task}: ${args.scenario} is named as the task, too; leave out one of them`);
  }
  const named = task ?? args.scenario;
  if (named === undefined) throw new InputError('Missing required argument: scenario; name one, as in label-in-input');
  const names = [...(algorithm === undefined ? [] : [algorithm]), ...(rules === undefined ? [] : listedRules(rules))];
  if (names.length === 0) {
    throw new InputError('Missing required argument: algorithm; name a rule of the scenario, as in --algorithm ff');
  }
  if (names.length > 1) throw new InputError(`--rules: ${names.join(' and ')} are several; this command takes one`);
  const scenario = await namedScenario(named);
  const { id, rule } = await namedRule(scenario, names[0]);
  const options = await askedOptions(args, [{ owner: `${scenario.id} ${id}`, rule }]);
  return { scenario, id, rule: rule.configured(options), options };
}

function flagOf({ kind: { form }, describe, documented }: RuleOption): Options {
  switch (form.takes) {
    case 'nothing':
      return { type: 'boolean', default: documented, describe };
    case 'choice':
      return { requiresArg: true, choices: form.choices, describe };
    case 'words':
      return textFlag(describe);
    case 'number':
      return numberFlag(describe);
  }
}

/** A rule, and what a message calls it; rules of one name are one there. */
export interface NamedRule {
  readonly owner: string;
  readonly rule: Rule;
}

/** Arguments of a command, by flag. */
export type Flags = Readonly<Record<string, unknown>>;

/** The options that the flags ask for. Throws InputError on one that none of `rules` knows, or a value it cannot have. */
export async function askedOptions(args: Flags, rules: readonly NamedRule[]): Promise<RuleOptions> {
  const { RULE_OPTIONS } = await import('../../scenarios/catalog.ts');
  const asked = RULE_OPTIONS.filter((option) => isAsked(option, args[option.flag]));
  const known = RULE_OPTIONS.filter(({ name }) =>
    rules.some(({ rule }) => rule.options.some((one) => one.name === name)),
  );
  const owners = [...new Set(rules.map(({ owner }) => owner))];
  const which = `${owners.join(' or ')}, which ${owners.length === 1 ? 'takes' : 'take'}`;
  for (const option of asked) {
    if (known.includes(option)) continue;
    throw new InputError(
      `${writtenFlag(option)}: means nothing to ${which} ${known.map(writtenFlag).join(', ') || 'no such flag'}`,
    );
  }
  const options = Object.fromEntries(asked.map((option) => [option.name, flagValue(option, args[option.flag])]));
  for (const written of namedOptions(args)) {
    const [, name, text] = /^([^=]*)=(.*)$/s.exec(written) ?? [];
    if (name === undefined) throw new InputError(`--option ${written}: is not NAME=VALUE, as in momentum=0.9`);
    const taken = rules.flatMap(({ rule }) => rule.options);
    const option = taken.find((one) => one.name === name);
    if (option === undefined) {
      const names = [...new Set(taken.map((one) => one.name))].join(', ');
      throw new InputError(`--option ${name}: means nothing to ${which} ${names || 'no option'}`);
    }
    if (name in options) throw new InputError(`--option ${name}: is given twice; give it once`);
    options[name] = flagValue(option, readValue(option, text));
  }
  return options;
}

function namedOptions({ option }: Flags): readonly string[] {
  return Array.isArray(option) ? option : [];
}

/** A text as the value that a flag would have. */
function readValue({ kind: { form } }: RuleOption, text: string): unknown {
  if (form.takes === 'number') return text.trim() === '' ? Number.NaN : Number(text);
  if (form.takes !== 'nothing') return text;
  return text === 'true' ? true : text === 'false' ? false : text;
}

/** The flags by which options are asked for, as they are written. */
export async function askedFlags(args: Flags): Promise<string[]> {
  const { RULE_OPTIONS } = await import('../../scenarios/catalog.ts');
  const flags = RULE_OPTIONS.filter((option) => isAsked(option, args[option.flag])).map(writtenFlag);
  return [...flags, ...namedOptions(args).map(() => '--option')];
}

/** Whether the flag says anything else than what holds without it. */
function isAsked({ kind: { form }, documented }: RuleOption, value: unknown): boolean {
  return form.takes === 'nothing' ? value !== documented : value !== undefined;
}

function flagValue({ flag, called, kind }: RuleOption, given: unknown): OptionValue {
  const { form } = kind;
  if (form.takes !== 'words') return checkedValue(called, kind, given);
  const value = form.read(String(given));
  if (value !== undefined) return value;
  throw new InputError(`--${flag}: must be ${form.words}, got ${quoted(String(given))}`);
}
