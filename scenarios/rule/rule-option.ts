import * as z from 'zod';
import { InputError } from '../../core/input-error.ts';

/** What an option can be set to: what JSON and a flag can hold. */
export type OptionValue = number | boolean | string;

/** The options that were asked for, by name, as settings and files hold them; what is missing is as documented. */
export type RuleOptions = Readonly<Record<string, OptionValue>>;

/** How a flag is written: with a number, with one of some words, with words of its own, or alone (then it is on or off). */
export type FlagForm =
  | { readonly takes: 'number' }
  | { readonly takes: 'choice'; readonly choices: readonly string[] }
  /** `read` gives what the words stand for; undefined: nothing, they must be as `words` says. */
  | { readonly takes: 'words'; readonly words: string; read(text: string): OptionValue | undefined }
  | { readonly takes: 'nothing' };

/** The values that an option can have. */
export interface OptionKind<Value extends OptionValue> {
  /** As they stand in files. */
  readonly schema: z.ZodType<Value>;
  /** What a message says of them: they must be this. */
  readonly must: string;
  readonly form: FlagForm;
}

/**
 * A setting in which a rule can differ from the documented one. It is declared where the rule is, or where the rules
 * are that share it; the flag, its help, its parsing, its messages and what files may hold follow from this.
 */
export interface RuleOption {
  /** In settings and files. */
  readonly name: string;
  /** On the command line, without dashes; turned on where the documented rule has it on, it is written --no-. */
  readonly flag: string;
  /** The help of the flag. */
  readonly describe: string;
  /** What a message calls it, as in "the learning rate must be a positive number". */
  readonly called: string;
  readonly kind: OptionKind<OptionValue>;
  /** The value of the documented rule; null: one that follows from others. */
  readonly documented: OptionValue | null;
}

/** The values of all these options, by name. */
export type SettingsOf<Options extends readonly RuleOption[]> = {
  readonly [Option in Options[number] as Option['name']]: Option extends {
    readonly kind: OptionKind<infer Value>;
    readonly documented: infer Documented;
  }
    ? Value | Documented
    : never;
};

export const positiveNumber = {
  schema: z.number().positive(),
  must: 'a positive number',
  form: { takes: 'number' },
} satisfies OptionKind<number>;

/** A part of a whole, of which there is some. */
export const positiveShare = {
  schema: z.number().positive().max(1),
  must: 'in (0, 1]',
  form: { takes: 'number' },
} satisfies OptionKind<number>;

export function integerIn(least: number, most: number) {
  return {
    schema: z.int().min(least).max(most),
    must: `an integer in ${least}..${most}`,
    form: { takes: 'number' },
  } satisfies OptionKind<number>;
}

export const onOrOff = {
  schema: z.boolean(),
  must: 'true or false',
  form: { takes: 'nothing' },
} satisfies OptionKind<boolean>;

export function oneOf<const Choice extends string>(choices: readonly Choice[]) {
  return {
    schema: z.enum(choices),
    must: `one of ${choices.join(', ')}`,
    form: { takes: 'choice', choices },
  } satisfies OptionKind<Choice>;
}

/** The option's flag as it is written to differ from the documented rule. */
export function writtenFlag({ flag, documented }: RuleOption): string {
  return documented === true ? `--no-${flag}` : `--${flag}`;
}

/** `value`. Throws InputError that begins with `called` unless the kind allows it. */
export function checkedValue<Value extends OptionValue>(
  called: string,
  { schema, must }: OptionKind<Value>,
  value: unknown,
): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(`${called} must be ${must}, got ${value}`);
}

/** The value of every option: as given, or as documented. Throws InputError on a value that its option cannot have. */
export function settingsOf<const Options extends readonly RuleOption[]>(
  options: Options,
  given: RuleOptions,
): SettingsOf<Options> {
  const values = options.map(({ name, called, kind, documented }) => [
    name,
    name in given ? checkedValue(called, kind, given[name]) : documented,
  ]);
  // That the entries are those of the declarations is beyond the type of fromEntries.
  return Object.fromEntries(values) as SettingsOf<Options>;
}
