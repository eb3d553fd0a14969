import type { Argv, Options } from 'yargs';
import { InputError } from '../../core/input-error.ts';
import type { Rule } from '../../scenarios/rule/rule.ts';
import {
  checkedValue,
  type OptionValue,
  type RuleOption,
  type RuleOptions,
  writtenFlag,
} from '../../scenarios/rule/rule-option.ts';

/** The heading of the flags of one rule. */
export const RULE_HEADING = 'How the rule differs from the documented one:';

/** A rule, and what a message calls it. */
export interface NamedRule {
  readonly owner: string;
  readonly rule: Rule;
}

/** Adds the flags of these options to a command, under a heading of their own. */
export function ruleFlags<T>(yargs: Argv<T>, options: readonly RuleOption[], heading: string): Argv<T> {
  yargs.options(Object.fromEntries(options.map((option) => [option.flag, { ...flagOf(option), group: heading }])));
  return yargs;
}

function flagOf({ kind: { form }, describe, documented }: RuleOption): Options {
  switch (form.takes) {
    case 'nothing':
      return { type: 'boolean', default: documented, describe };
    case 'choice':
      return { choices: form.choices, describe };
    case 'words':
      return { type: 'string', describe };
    case 'number':
      return { type: 'number', describe };
  }
}

/**
 * Those of `options` that the flags ask for; an option belongs to all of `rules` that know it. Throws InputError on one
 * that none of them knows, and on a value that it cannot have.
 */
export function askedOptions(
  args: Readonly<Record<string, unknown>>,
  options: readonly RuleOption[],
  rules: readonly NamedRule[],
): RuleOptions {
  const asked = options.filter((option) => isAsked(option, args[option.flag]));
  const known = options.filter(({ name }) => rules.some(({ rule }) => rule.options.some((one) => one.name === name)));
  for (const option of asked) {
    if (known.includes(option)) continue;
    const owners = `${rules.map(({ owner }) => owner).join(' or ')}, which ${rules.length === 1 ? 'takes' : 'take'}`;
    throw new InputError(
      `${writtenFlag(option)}: means nothing to ${owners} ${known.map(writtenFlag).join(', ') || 'no such flag'}`,
    );
  }
  return Object.fromEntries(asked.map((option) => [option.name, flagValue(option, args[option.flag])]));
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
  throw new InputError(`--${flag}: must be ${form.words}, got "${given}"`);
}
