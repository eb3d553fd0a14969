import type { Argv, Options } from 'yargs';
import { InputError, quoted, withPlace } from '../../core/input-error.ts';
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
    .positional('scenario', {
      type: 'string',
      // Or a second name, as in [scenario|file], would be told twice.
      alias: [],
      describe: 'Which scenario (see odometer list), or a file of a task',
    })
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
  const own =
    'An option of the rules by its name, also of rules of files, as in momentum=0.9; of one of several rules, as in ' +
    'bp.momentum=0.9; may be repeated';
  return yargs.option('option', { ...textsFlag(own), group: heading });
}

/** A rule that was chosen, configured with the options that are asked of it. */
export interface ChosenRule {
  readonly id: string;
  readonly rule: Rule;
  readonly options: RuleOptions;
}

/** The scenario that the flags name, or the positional. Throws InputError where neither does, and where both do. */
export async function chosenScenario(args: ChosenRuleFlags): Promise<Scenario> {
  const { task } = args;
  if (task !== undefined && args.scenario !== undefined) {
    throw new InputError(`--task ${task}: ${args.scenario} is named as the task, too; leave out one of them`);
  }
  const named = task ?? args.scenario;
  if (named === undefined)
    throw new InputError('scenario: is missing; name one (see odometer list), as in label-in-input');
  return namedScenario(named);
}

/**
 * The rule of a scenario that the flags choose, configured as they say. Throws InputError where they choose none, or several,
 * and on an option that it does not take.
 */
export async function chosenRule(args: ChosenRuleFlags & Flags, scenario: Scenario): Promise<ChosenRule> {
  const { algorithm, rules } = args;
  const listed = rules === undefined ? [] : listedRules(rules);
  // The same rule by both flags is one.
  const names = [...new Set(algorithm === undefined ? listed : [algorithm, ...listed])];
  if (names.length === 0) {
    throw new InputError('--algorithm: is missing; name a rule of the scenario, as in --algorithm ff');
  }
  if (names.length > 1) throw new InputError(`--rules: ${names.join(' and ')} are several; this command takes one`);
  const { id, rule } = await namedRule(scenario, names[0]);
  const { shared, own } = await askedOptions(args, [{ task: scenario.id, id, rule }]);
  const options = { ...shared, ...own[id] };
  return { id, rule: rule.configured(options), options };
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

/** A rule of a task by its id. */
export interface NamedRule {
  readonly task: string;
  readonly id: string;
  readonly rule: Rule;
}

/** Options that are asked for: of all rules that have them, and of single ones by their ids. */
export interface AskedOptions {
  readonly shared: RuleOptions;
  readonly own: Readonly<Record<string, RuleOptions>>;
}

/** Arguments of a command, by flag. */
export type Flags = Readonly<Record<string, unknown>>;

/** The options that the flags ask for. Throws InputError on one that none of `rules` knows, or a value it cannot have. */
export async function askedOptions(args: Flags, rules: readonly NamedRule[]): Promise<AskedOptions> {
  const { RULE_OPTIONS } = await import('../../scenarios/catalog.ts');
  const asked = RULE_OPTIONS.filter((option) => isAsked(option, args[option.flag]));
  const known = RULE_OPTIONS.filter(({ name }) =>
    rules.some(({ rule }) => rule.options.some((one) => one.name === name)),
  );
  for (const option of asked) {
    if (known.includes(option)) continue;
    throw new InputError(`${writtenFlag(option)}: ${withoutOption(rules, known.map(writtenFlag))}`);
  }
  const shared = Object.fromEntries(
    asked.map((option) => [option.name, flagValue(option, args[option.flag], writtenFlag(option))]),
  );
  const own: Record<string, Record<string, OptionValue>> = {};
  for (const written of namedOptions(args)) {
    const [, of, name, text] = /^(?:([^.=]*)\.)?([^=]*)=(.*)$/s.exec(written) ?? [];
    if (name === undefined) throw new InputError(`--option ${written}: is not NAME=VALUE, as in momentum=0.9`);
    const meant = of === undefined ? rules : rules.filter(({ id }) => id === of);
    if (meant.length === 0) {
      const ids = [...new Set(rules.map(({ id }) => id))].join(', ');
      throw new InputError(`--option ${written}: ${of} is none of the rules here, which are ${ids}`);
    }
    const taken = meant.flatMap(({ rule }) => rule.options);
    const option = taken.find((one) => one.name === name);
    const called = of === undefined ? name : `${of}.${name}`;
    if (option === undefined) {
      const names = [...new Set(taken.map((one) => one.name))];
      throw new InputError(`--option ${called}: ${withoutOption(meant, names)}`);
    }
    const target = of === undefined ? shared : (own[of] ?? {});
    if (name in target) throw new InputError(`--option ${called}: is given twice; give it once`);
    target[name] = flagValue(option, readValue(option, text), `--option ${called}`);
    if (of !== undefined) own[of] = target;
  }
  return { shared, own };
}

/** That none of the rules has an option, and which they have. */
function withoutOption(rules: readonly NamedRule[], known: readonly string[]): string {
  const has = known.join(', ') || 'none';
  if (rules.length === 1) return `${rules[0].task} ${rules[0].id} has no such option; it has ${has}`;
  const tasks = [...new Set(rules.map(({ task }) => task))].join(' or ');
  return `no rule of ${tasks} has such an option; they have ${has}`;
}

function namedOptions({ option }: Flags): readonly string[] {
  return Array.isArray(option) ? option : [];
}

/** A text as the value that a flag would have; what is no such value stays a text, for a message. */
export function readValue({ kind: { form } }: RuleOption, text: string): unknown {
  if (form.takes === 'number') return text.trim() === '' || Number.isNaN(Number(text)) ? quoted(text) : Number(text);
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

/** Its value as `written`, a flag, gives it. */
function flagValue({ called, kind }: RuleOption, given: unknown, written: string): OptionValue {
  const { form } = kind;
  if (form.takes !== 'words') return withPlace(written, () => checkedValue(called, kind, given));
  const value = form.read(String(given));
  if (value !== undefined) return value;
  throw new InputError(`${written}: must be ${form.words}, got ${quoted(String(given))}`);
}
