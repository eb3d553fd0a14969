import * as z from 'zod';
import { describe, InputError } from '../../core/input-error.ts';
import { type OptionKind, type OptionValue, onOrOff, positiveNumber, type RuleOption } from '../rule/rule-option.ts';
import { learningRateOption } from '../rule/shared-options.ts';
import type { PlainOptions } from './plain-rule.ts';

const anyNumber = { schema: z.number(), must: 'a number', form: { takes: 'number' } } satisfies OptionKind<number>;
const anyText = {
  schema: z.string().min(1),
  must: 'a text',
  form: { takes: 'words', words: 'a text', read: (text) => text },
} satisfies OptionKind<string>;

/**
 * The options of a plain rule as declared ones. Throws InputError, beginning with `owner`, on a value that no option can
 * have, and where there is no learning rate above 0.
 */
export function declaredOptions(owner: string, options: PlainOptions): RuleOption[] {
  if (typeof options !== 'object' || options === null) {
    throw new InputError(`${owner}: options must be an object with a learningRate, got ${describe(options)}`);
  }
  if (!positiveNumber.schema.safeParse(options.learningRate).success) {
    throw new InputError(
      `${owner}: options.learningRate must be a positive number, got ${describe(options.learningRate)}`,
    );
  }
  return Object.entries(options).map(([name, documented]) =>
    name === 'learningRate' ? learningRateOption(Number(documented)) : declared(owner, name, documented),
  );
}

function declared(owner: string, name: string, documented: unknown): RuleOption {
  if (!/^[a-zA-Z][a-zA-Z0-9]*$/.test(name)) {
    throw new InputError(`${owner}: options.${name}: a name must be of letters and digits; call it otherwise`);
  }
  const kind = kindOf(documented);
  if (kind === null) {
    throw new InputError(
      `${owner}: options.${name} must be a number, a text or true or false, got ${describe(documented)}`,
    );
  }
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return {
    name,
    flag,
    describe: `Of ${owner}`,
    called: `${owner}: option ${name}`,
    kind,
    documented: documented as OptionValue,
  };
}

function kindOf(value: unknown): OptionKind<OptionValue> | null {
  if (typeof value === 'number' && Number.isFinite(value)) return anyNumber;
  if (typeof value === 'boolean') return onOrOff;
  return typeof value === 'string' && value !== '' ? anyText : null;
}
