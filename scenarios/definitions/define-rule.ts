import { choiceOf, describe, InputError, requireFunction, requireList } from '../../core/input-error.ts';
import { configurableRule, type DecidedRule, type Rule } from '../rule/rule.ts';
import type { RuleLabel } from '../rule/rule-label.ts';
import type { RuleOption, SettingsOf } from '../rule/rule-option.ts';
import { DecidedPlainRule } from './decided-plain-rule.ts';
import { declaredOptions } from './plain-options.ts';
import type { OptionsOf, PlainOptions, PlainRule } from './plain-rule.ts';
import { requireTitle } from './titles.ts';

/** A rule of which everything is stated: what a comparison needs of it, given the values of its declared options. */
export interface WholeRule<Options extends readonly RuleOption[]> extends RuleLabel {
  readonly options: Options;
  decide(settings: SettingsOf<Options>): Omit<DecidedRule, 'label'>;
}

/** What is neither is a slip, which would go unnoticed. */
const FIELDS_OF_WHOLE = ['title', 'shortName', 'colour', 'options', 'decide'] as const;
const FIELDS_OF_PLAIN = ['title', 'shortName', 'options', 'state', 'batch', 'update', 'predict', 'computed'] as const;

/**
 * A learning rule: for `odometer compare --rules FILE` the default export of a file. Throws InputError naming what is
 * missing, unknown or has another type.
 */
export function defineRule<const Options extends readonly RuleOption[]>(rule: WholeRule<Options>): Rule;
export function defineRule<const Options extends PlainOptions>(rule: PlainRule<Options>): Rule;
export function defineRule(rule: WholeRule<readonly RuleOption[]> | PlainRule<PlainOptions>): Rule {
  if (typeof rule !== 'object' || rule === null) {
    throw new InputError(`defineRule: must be given an object, got ${describe(rule)}`);
  }
  const { title } = rule;
  requireTitle('defineRule: title', title);
  if (rule.shortName !== undefined) requireTitle(`${title}: shortName`, rule.shortName);
  const fields = 'decide' in rule ? FIELDS_OF_WHOLE : FIELDS_OF_PLAIN;
  for (const field of Object.keys(rule)) choiceOf(`${title}: field`, field, fields);
  if ('decide' in rule) {
    requireList(`${title}: options`, rule.options);
    requireFunction(`${title}: decide`, rule.decide);
    const { shortName, colour, options, decide } = rule;
    const label = { title, shortName, ...(colour === undefined ? {} : { colour }) };
    return configurableRule(options, (settings) => ({ label, ...decide(settings) }));
  }
  for (const name of ['state', 'update', 'predict'] as const) requireFunction(`${title}: ${name}`, rule[name]);
  if (rule.batch !== undefined) requireFunction(`${title}: batch`, rule.batch);
  if (rule.computed !== undefined && typeof rule.computed !== 'boolean') {
    throw new InputError(`${title}: computed must be true or false, got ${describe(rule.computed)}`);
  }
  const label = { title, shortName: rule.shortName ?? initials(title) };
  return configurableRule(declaredOptions(title, rule.options), (settings) => ({
    label,
    ...new DecidedPlainRule(rule, settings as OptionsOf<PlainOptions>).decided(),
  }));
}

/** `FA` of `feedback alignment`; a single word stays as it is. */
function initials(title: string): string {
  const words = title.split(/[\s-]+/).filter((word) => word !== '');
  return words.length === 1 ? title : words.map((word) => word[0].toUpperCase()).join('');
}
