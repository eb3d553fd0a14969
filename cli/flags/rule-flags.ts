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
import { numberFlag, textFlag } from './valued-flags.ts';

/** The flags that choose a learning rule. */
export interface ChosenRuleFlags {
  scenario: string;
  algorithm: string;
}

/** Adds to a command the flags that choose a rule. */
export function chosenRuleFlags<T>(yargs: Argv<T>): Argv<T & ChosenRuleFlags> {
  return yargs
    .positional('scenario', { type: 'string', demandOption: true, describe: 'Which scenario (see odometer list)' })
    .option('algorithm', { ...textFlag('The learning rule, as in ff or bp (see odometer list)'), demandOption: true });
}

/** The heading of the flags of one rule. */
export const ONE_RULE = 'How the rule differs from the documented one:';
/** The heading where several rules are compared. */
export const ALL_RULES =
  'How the rules differ from the documented ones; a flag goes to the rules that know it, be it one alone:';

/** Adds to a command the flags of every option that a rule has, under a heading of their own. */
export async function ruleFlags<T>(yargs: Argv<T>, heading: string): Promise<Argv<T>> {
  const { RULE_OPTIONS } = await import('../../scenarios/catalog.ts');
  yargs.options(Object.fromEntries(RULE_OPTIONS.map((option) => [option.flag, { ...flagOf(option), group: heading }])));
  return yargs;
}

/** A rule that was chosen, configured with the options that are asked of it. */
export interface ChosenRule {
  readonly scenario: Scenario;
  readonly rule: Rule;
  readonly options: RuleOptions;
}

/** The rule that the flags choose, configured as they say. Throws InputError on an option that it does not take. */
export async function chosenRule(args: ChosenRuleFlags & Flags): Promise<ChosenRule> {
  const { findRule, findScenario } = await import('../../scenarios/catalog.ts');
  const scenario = findScenario(args.scenario);
  const documented = findRule(scenario, args.algorithm);
  const options = await askedOptions(args, [{ owner: `${scenario.id} ${args.algorithm}`, rule: documented }]);
  return { scenario, rule: documented.configured(options), options };
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
  for (const option of asked) {
    if (known.includes(option)) continue;
    const owners = [...new Set(rules.map(({ owner }) => owner))];
    const which = `${owners.join(' or ')}, which ${owners.length === 1 ? 'takes' : 'take'}`;
    throw new InputError(
      `${writtenFlag(option)}: means nothing to ${which} ${known.map(writtenFlag).join(', ') || 'no such flag'}`,
    );
  }
  return Object.fromEntries(asked.map((option) => [option.name, flagValue(option, args[option.flag])]));
}

/** The flags by which options are asked for, as they are written. */
export async function askedFlags(args: Flags): Promise<string[]> {
  const { RULE_OPTIONS } = await import('../../scenarios/catalog.ts');
  return RULE_OPTIONS.filter((option) => isAsked(option, args[option.flag])).map(writtenFlag);
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
