import type { Options } from 'yargs';
import { InputError, quoted } from '../../core/input-error.ts';

/** A flag that takes a number: NaN where what is written is none, for the checks of ranges to refuse. */
export function numberFlag(describe: string) {
  return {
    number: true,
    // Numbers are read here, as texts that nothing has read before.
    string: true,
    requiresArg: true,
    coerce: (written: unknown) => numberIn(textOf(written)),
    describe,
  } satisfies Options;
}

/** A flag that takes a number, as `numberFlag`, or this word. */
export function numberOrWordFlag<const Word extends string>(word: Word, describe: string) {
  return {
    number: true,
    string: true,
    requiresArg: true,
    coerce: (written: unknown) => (textOf(written) === word ? word : numberIn(textOf(written))),
    describe,
  } satisfies Options;
}

/** A flag that takes a text: empty where the flag is negated. */
export function textFlag(describe: string) {
  return { string: true, requiresArg: true, coerce: textOf, describe } satisfies Options;
}

/** A flag that takes a text and may be repeated; its name is among the LISTS of the command line. */
export function textsFlag(describe: string) {
  const texts = (written: unknown): string[] => [written].flat().map(textOf);
  return { string: true, requiresArg: true, coerce: texts, default: [] as string[], describe } satisfies Options;
}

function textOf(written: unknown): string {
  return typeof written === 'string' ? written : '';
}

function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** The different values of a comma-separated list. Throws InputError where one is empty, or there twice. */
export function listedValues(flag: string, text: string): string[] {
  const values = text.split(',');
  if (values.includes('')) {
    throw new InputError(
      `${flag}: ${quoted(text)} has an empty value${values.length === 1 ? '; name one' : ' beside a comma; leave out the comma'}`,
    );
  }
  requireOnce(flag, text, values);
  return values;
}

/** Throws InputError where one of the values that `text` lists is there twice. */
export function requireOnce(flag: string, text: string, values: readonly string[]): void {
  const twice = values.find((value, index) => values.indexOf(value) < index);
  if (twice !== undefined) throw new InputError(`${flag}: ${quoted(text)} has ${twice} twice; give it once`);
}
